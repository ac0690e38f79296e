/* `_blocks.h` for Python: blocks of bzip2 that are searched before they are inverted. It needs no more than the stable ABI of Python 3.11.

ValueError is raised for whatever cannot be decoded; the caller then decodes the ordinary way. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#include "_blocks.h"

typedef struct {
    PyObject_HEAD
    Py_buffer data, table;
    int busy;
    Decoder *decoder;
} Blocks;

/* The decoder of an object that has gone, for the next one: to ask the system for its memory again costs time. The GIL guards it. */
static Decoder *spare;

static PyObject *fail(const char *trouble)
{
    PyErr_SetString(PyExc_ValueError, trouble);
    return NULL;
}

/* Methods let other threads of Python run while they compute: no two of one object may at once. */
static int enter(Blocks *self, int held)
{
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread uses these blocks");
        return 0;
    }
    if (held && !self->decoder->held) {
        PyErr_SetString(PyExc_RuntimeError, "there is no block: call next() first");
        return 0;
    }
    self->busy = 1;
    return 1;
}

static PyObject *blocks_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    static char *names[] = {"", "", NULL};
    PyObject *data, *table;
    if (!PyArg_ParseTupleAndKeywords(arguments, named, "OO", names, &data, &table))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Blocks *self = (Blocks *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    if (PyObject_GetBuffer(data, &self->data, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(table, &self->table, PyBUF_SIMPLE) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    if ((uintptr_t)self->table.buf % 4 || self->table.len % 4 || self->table.len / 4 > 0xffffff) {
        Py_DECREF(self);
        return fail("the table must be words of 32 bits");
    }
    self->decoder = spare ? spare : PyMem_Malloc(sizeof(Decoder));
    spare = NULL;
    if (self->decoder == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    memset(self->decoder, 0, offsetof(Decoder, column)); /* what follows is written before it is read */
    self->decoder->data = self->data.buf;
    self->decoder->data_size = (size_t)self->data.len;
    self->decoder->table = self->table.buf;
    self->decoder->table_size = (uint32_t)(self->table.len / 4);
    begin(self->decoder);
    return (PyObject *)self;
}

static void blocks_free(PyObject *object)
{
    Blocks *self = (Blocks *)object;
    PyTypeObject *type = Py_TYPE(object);
    if (self->data.obj)
        PyBuffer_Release(&self->data);
    if (self->table.obj)
        PyBuffer_Release(&self->table);
    PyMem_Free(spare);
    spare = self->decoder;
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF(type);
}

static PyObject *blocks_next(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    Blocks *self = (Blocks *)object;
    const char *trouble;
    if (!enter(self, 0))
        return NULL;
    if (!self->decoder->more) {
        self->busy = self->decoder->held = 0;
        Py_RETURN_FALSE;
    }
    Py_BEGIN_ALLOW_THREADS
    trouble = next_block(self->decoder);
    Py_END_ALLOW_THREADS
    self->busy = 0;
    if (trouble)
        return fail(trouble);
    Py_RETURN_TRUE;
}

static PyObject *blocks_go(PyObject *object, PyObject *arguments)
{
    Blocks *self = (Blocks *)object;
    unsigned long long place;
    int level;
    const char *trouble;
    if (!PyArg_ParseTuple(arguments, "(Ki)", &place, &level) || !enter(self, 0))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    trouble = block_at(self->decoder, (size_t)place, level);
    Py_END_ALLOW_THREADS
    self->busy = 0;
    if (trouble)
        return fail(trouble);
    Py_RETURN_NONE;
}

static PyObject *blocks_candidates(PyObject *object, PyObject *Py_UNUSED(nothing))
{
    Blocks *self = (Blocks *)object;
    Texts texts;
    int found;
    if (!enter(self, 1))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    found = find_texts(self->decoder, &texts);
    Py_END_ALLOW_THREADS
    self->busy = 0;
    if (found < 0)
        return fail("the table is no automaton");
    if (!found)
        Py_RETURN_NONE;
    PyObject *list = PyList_New((Py_ssize_t)texts.count);
    for (uint32_t i = 0; list && i < texts.count; i++) {
        PyObject *text = PyBytes_FromStringAndSize((char *)texts.text[i], (Py_ssize_t)texts.size[i]);
        if (!text || PyList_SetItem(list, (Py_ssize_t)i, text) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

static PyObject *blocks_count(PyObject *object, PyObject *text)
{
    Blocks *self = (Blocks *)object;
    Py_buffer view;
    if (PyObject_GetBuffer(text, &view, PyBUF_SIMPLE) < 0)
        return NULL;
    PyObject *found = NULL;
    if (enter(self, 1)) {
        found = PyLong_FromUnsignedLong(occurrences(self->decoder, view.buf, (size_t)view.len));
        self->busy = 0;
    }
    PyBuffer_Release(&view);
    return found;
}

/* The first or the last letters; fewer than asked for if the block is short. */
static PyObject *letters_at(PyObject *object, PyObject *size, void (*read)(const Decoder *, uint8_t *, uint32_t))
{
    Blocks *self = (Blocks *)object;
    Py_ssize_t asked = PyLong_AsSsize_t(size);
    if ((asked == -1 && PyErr_Occurred()) || !enter(self, 1))
        return NULL;
    uint32_t count = asked < 0 ? 0 : (size_t)asked < self->decoder->size ? (uint32_t)asked : self->decoder->size;
    PyObject *found = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    if (found)
        read(self->decoder, (uint8_t *)PyBytes_AsString(found), count);
    self->busy = 0;
    return found;
}

static PyObject *blocks_head(PyObject *object, PyObject *size)
{
    return letters_at(object, size, read_head);
}

static PyObject *blocks_tail(PyObject *object, PyObject *size)
{
    return letters_at(object, size, read_tail);
}

static PyObject *blocks_read(PyObject *object, PyObject *size)
{
    Blocks *self = (Blocks *)object;
    Py_ssize_t asked = PyLong_AsSsize_t(size);
    size_t done;
    if (asked == -1 && PyErr_Occurred())
        return NULL;
    if (asked < 1)
        return fail("nothing is asked for");
    if (!enter(self, 1))
        return NULL;
    uint8_t *to = PyMem_Malloc((size_t)asked);
    if (!to) {
        self->busy = 0;
        return PyErr_NoMemory();
    }
    Py_BEGIN_ALLOW_THREADS
    if (!self->decoder->inverted)
        invert(self->decoder);
    done = give(self->decoder, to, (size_t)asked);
    Py_END_ALLOW_THREADS
    self->busy = 0;
    int wrong = done < (size_t)asked && !is_right(self->decoder);
    PyObject *found = wrong ? fail("a wrong check sum of a block") : PyBytes_FromStringAndSize((char *)to, (Py_ssize_t)done);
    PyMem_Free(to);
    return found;
}

static PyObject *get_last(PyObject *self, void *Py_UNUSED(nothing))
{
    return PyBool_FromLong(!((Blocks *)self)->decoder->more);
}

static PyObject *get_size(PyObject *self, void *Py_UNUSED(nothing))
{
    return PyLong_FromUnsignedLong(((Blocks *)self)->decoder->held ? ((Blocks *)self)->decoder->size : 0);
}

static PyObject *get_place(PyObject *self, void *Py_UNUSED(nothing))
{
    return Py_BuildValue("Ki", (unsigned long long)((Blocks *)self)->decoder->place, ((Blocks *)self)->decoder->block_level);
}

static PyObject *get_runs(PyObject *object, void *Py_UNUSED(nothing))
{
    Blocks *self = (Blocks *)object;
    if (!enter(self, 1))
        return NULL;
    PyObject *found = PyLong_FromUnsignedLong(all_runs(self->decoder));
    self->busy = 0;
    return found;
}

static PyMethodDef methods[] = {
    {"next", blocks_next, METH_NOARGS, NULL},
    {"go", blocks_go, METH_VARARGS, NULL},
    {"candidates", blocks_candidates, METH_NOARGS, NULL},
    {"count", blocks_count, METH_O, NULL},
    {"head", blocks_head, METH_O, NULL},
    {"tail", blocks_tail, METH_O, NULL},
    {"read", blocks_read, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"last", get_last, NULL, NULL, NULL},
    {"size", get_size, NULL, NULL, NULL},
    {"place", get_place, NULL, NULL, NULL},
    {"runs", get_runs, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, blocks_new},
    {Py_tp_dealloc, blocks_free},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {0, NULL},
};

static PyType_Spec specification = {
    .name = "infobox.dumps._bwt.Blocks",
    .basicsize = sizeof(Blocks),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};

static int execute(PyObject *module)
{
    make_sums();
    PyObject *type = PyType_FromSpec(&specification);
    if (type == NULL)
        return -1;
    int failed = PyModule_AddObjectRef(module, "Blocks", type);
    Py_DECREF(type);
    return failed;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_bwt",
    .m_size = 0,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__bwt(void)
{
    return PyModuleDef_Init(&definition);
}
