/* Blocks of bzip2 that are searched before they are inverted.

What a block holds after Huffman and move-to-front decoding is the last column of all rotations of its text in sorted order (the
Burrows-Wheeler transform). Every row's letter in this column stands before the row's text. Therefore, from the rows that begin with some
text, the rows that begin with a letter and this text follow by counting letters: a text is looked for from its last letter to its first,
in a time that hardly depends on the size of the block. (This is the FM-index; counts are kept for every 1,024th row.) Only a block that
holds what is looked for is worth inverting, which takes half of the time of decoding.

The search holds for any column, not only for those that an encoder writes: a text that inverting would give is found. (The first and the
last letters are those of the text if the rows form one cycle, or several equal ones, as they do in whatever an encoder writes.)

Functions return what they could not decode in words, or NULL; that includes the randomised blocks of old encoders. Everything is written
from descriptions of the format. No function reads or writes outside of what it is given, whatever that holds (`tests/fuzz/`). */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    MOST = 900000,       /* letters of a block */
    EVERY = 1024,        /* rows from one count of all letters to the next */
    COUNTS = MOST / EVERY + 2,
    LONGEST_CODE = 20,
    QUICK = 11,          /* bits of a code that are looked up at once */
    GROUP = 50,          /* letters that share a Huffman table */
    AHEAD = 16,
    TABLES = 6,
    SELECTORS = 1 << 15,
    LETTERS = 258,
    WAITING = 4096,      /* ranges that a search may put off */
    STEPS = 50000,       /* ranges that a search may look at; more say nothing, and the block is taken for a hit */
    SLACK = 64,
    STRIDE = 64,         /* letters that are compared at once */
    CANDIDATES = 64,     /* texts that a search may return */
    LANES = 8,           /* segments of the text that are followed at once */
    STARTS = 128,        /* rows at which segments begin, if the block is large */
    CHUNK = 1024,        /* letters of a segment that are kept together */
    CHUNKS = MOST / CHUNK + STARTS + LANES,
    TEXT = 192,          /* letters of such a text */
};

#define BLOCK_MAGIC UINT64_C(0x314159265359)
#define END_MAGIC UINT64_C(0x177245385090)

typedef struct {
    const uint8_t *data;
    size_t size;
    size_t at;           /* the next byte; may pass `size`, as if zeros followed */
    uint64_t held;       /* bits, the next one on top */
    unsigned count;      /* how many of them */
} Bits;

typedef struct {
    uint16_t quick[1 << QUICK]; /* letter << 5 | length of its code, by the next bits; 0: the code is longer */
    uint32_t limit[LONGEST_CODE + 2];
    int32_t base[LONGEST_CODE + 1];
    uint16_t letters[LETTERS];
} Huffman;

typedef struct {
    uint32_t low, high, node;
} Range;

/* A part of the text: its first chunk, its size, and the segment after it. */
typedef struct {
    uint16_t chunk, following;
    uint32_t size;
} Segment;

typedef struct {
    const uint8_t *data;
    size_t data_size;
    const uint32_t *table; /* what is looked for: see `Search` */
    uint32_t table_size;
    /* The way through the streams. */
    Bits bits;
    int level;
    int more;            /* a block begins here */
    uint32_t combined;
    const char *trouble; /* what the next step will report */
    /* The block at hand. */
    int held;
    int block_level;
    size_t place;        /* the bit after its magic number */
    uint32_t size, origin, sum;
    uint32_t first[257]; /* the first row that begins with each letter */
    uint8_t column[MOST + SLACK];
    uint32_t counts[COUNTS][256];
    /* Its inversion. */
    int inverted;
    uint32_t given, hash;
    unsigned repeats;    /* equal letters at the end of what is given */
    unsigned left;       /* how many more of `letter` are to be given */
    uint8_t letter;
    uint32_t next[MOST];
    uint8_t text[MOST];  /* runs are still counted */
    uint8_t pool[CHUNKS * CHUNK];
    uint16_t following[CHUNKS];
    Segment segments[STARTS + 1];
    uint8_t selectors[SELECTORS];
    Huffman tables[TABLES];
    Range waiting[WAITING];
} Decoder;

static uint32_t sums[8][256];

/* ---- bits ---- */

static inline void refill(Bits *bits)
{
    if (bits->at + 8 <= bits->size) {
        const uint8_t *from = bits->data + bits->at;
        uint64_t word = 0;
        for (int i = 0; i < 8; i++)
            word = word << 8 | from[i];
        bits->held |= word >> bits->count;
        unsigned taken = (63 - bits->count) >> 3;
        bits->at += taken;
        bits->count += taken * 8;
        return;
    }
    while (bits->count <= 56) {
        uint64_t byte = bits->at < bits->size ? bits->data[bits->at] : 0;
        bits->held |= byte << (56 - bits->count);
        bits->at++;
        bits->count += 8;
    }
}

static inline void drop(Bits *bits, unsigned count)
{
    bits->held <<= count;
    bits->count -= count;
}

/* 1 to 32 bits. */
static inline uint32_t take(Bits *bits, unsigned count)
{
    refill(bits);
    uint32_t value = (uint32_t)(bits->held >> (64 - count));
    drop(bits, count);
    return value;
}

static inline size_t position(const Bits *bits)
{
    return bits->at * 8 - bits->count;
}

static inline int passed(const Bits *bits)
{
    return position(bits) > bits->size * 8;
}

static Bits bits_at(const uint8_t *data, size_t size, size_t place)
{
    Bits bits = {data, size, place / 8, 0, 0};
    if (place % 8)
        take(&bits, place % 8);
    return bits;
}

/* ---- from bits to the column ---- */

static const char *read_selectors(Bits *bits, uint8_t *selectors, unsigned tables, unsigned count)
{
    uint8_t order[TABLES] = {0, 1, 2, 3, 4, 5};
    for (unsigned i = 0; i < count; i++) {
        unsigned place = 0;
        while (take(bits, 1))
            if (++place >= tables)
                return "a table that does not exist";
        uint8_t chosen = order[place];
        memmove(order + 1, order, place);
        order[0] = chosen;
        selectors[i] = chosen;
    }
    return NULL;
}

static const char *read_table(Bits *bits, Huffman *table, unsigned letters)
{
    uint8_t lengths[LETTERS];
    int length = (int)take(bits, 5);
    for (unsigned i = 0; i < letters; i++) {
        for (;;) {
            if (length < 1 || length > LONGEST_CODE)
                return "a code of an impossible length";
            if (!take(bits, 1))
                break;
            length += take(bits, 1) ? -1 : 1;
        }
        lengths[i] = (uint8_t)length;
    }
    memset(table->quick, 0, sizeof table->quick);
    uint32_t code = 0, known = 0;
    for (unsigned size = 1; size <= LONGEST_CODE; size++) {
        table->base[size] = (int32_t)known - (int32_t)code;
        for (unsigned i = 0; i < letters; i++) {
            if (lengths[i] != size)
                continue;
            if (code >> size)
                return "more codes than there can be";
            table->letters[known++] = (uint16_t)i;
            if (size <= QUICK)
                for (uint32_t k = 0; k < 1u << (QUICK - size); k++)
                    table->quick[(code << (QUICK - size)) + k] = (uint16_t)(i << 5 | size);
            code++;
        }
        if (code > 1u << size)
            return "more codes than there can be";
        table->limit[size] = code << (LONGEST_CODE - size);
        code <<= 1;
    }
    return NULL;
}

/* The next letter's number, or LETTERS if no code begins so. Needs LONGEST_CODE bits. */
static inline unsigned decode(Bits *bits, const Huffman *table)
{
    unsigned entry = table->quick[bits->held >> (64 - QUICK)];
    if (entry) {
        drop(bits, entry & 31);
        return entry >> 5;
    }
    uint32_t code = (uint32_t)(bits->held >> (64 - LONGEST_CODE));
    for (unsigned size = QUICK + 1; size <= LONGEST_CODE; size++)
        if (code < table->limit[size]) {
            drop(bits, size);
            return table->letters[table->base[size] + (int32_t)(code >> (LONGEST_CODE - size))];
        }
    return LETTERS;
}

/* Put the letter at a place first. AHEAD bytes before `order` are written, so that as many can be moved at once. */
static inline uint8_t bring_to_front(uint8_t *order, int place)
{
    uint8_t found = order[place], some[AHEAD];
    for (; place > 0; place -= AHEAD) {
        memcpy(some, order + place - AHEAD, AHEAD);
        memcpy(order + place - AHEAD + 1, some, AHEAD);
    }
    return order[0] = found;
}

static inline void repeat(uint8_t *to, uint8_t letter, uint32_t count)
{
    if (count <= 8) /* the column has room to spare */
        memset(to, letter, 8);
    else
        memset(to, letter, count);
}

/* The column, with the counts of its letters for every EVERY-th row. */
static const char *read_column(Decoder *self, Bits *from, const uint8_t *used, unsigned count, unsigned selectors)
{
    Bits held = *from, *bits = &held; /* a copy, which no letter that is written can change, stays in registers */
    uint32_t so_far[256] = {0};
    uint32_t size = 0, run = 0, unit = 1, bound = 0; /* counts are kept before row `bound` next, which is never below `size` */
    const uint32_t most = (uint32_t)self->block_level * 100000;
    const unsigned end = count + 1;
    uint32_t (*counts)[256] = self->counts;
    uint8_t space[AHEAD + 256] = {0}, *order = space + AHEAD;
    memcpy(order, used, 256);
    for (unsigned group = 0; group < selectors; group++) {
        const Huffman *table = &self->tables[self->selectors[group]];
        if (passed(bits))
            return "the data end inside a block";
        for (unsigned i = 0; i < GROUP; i++) {
            if (i % 2 == 0)
                refill(bits); /* for two letters */
            unsigned letter = decode(bits, table);
            if (letter < 2) {
                if (unit > MOST)
                    return "a run that is too long";
                run += unit << letter;
                unit <<= 1;
                continue;
            }
            if (run) {
                if (run > most - size)
                    return "a block that is too long";
                repeat(self->column + size, order[0], run);
                for (; bound < size + run; bound += EVERY) {
                    memcpy(counts[bound / EVERY], so_far, sizeof so_far);
                    counts[bound / EVERY][order[0]] += bound - size;
                }
                so_far[order[0]] += run;
                size += run;
                run = 0;
                unit = 1;
            }
            if (letter >= end) {
                if (letter > end)
                    return "a code that means nothing";
                self->size = size;
                for (; bound <= size + EVERY && bound / EVERY < COUNTS; bound += EVERY)
                    memcpy(counts[bound / EVERY], so_far, sizeof so_far);
                uint32_t total = 0;
                for (unsigned c = 0; c < 256; c++) {
                    self->first[c] = total;
                    total += so_far[c];
                }
                self->first[256] = total;
                *from = held;
                return NULL;
            }
            if (size >= most)
                return "a block that is too long";
            if (bound == size) {
                memcpy(counts[bound / EVERY], so_far, sizeof so_far);
                bound += EVERY;
            }
            uint8_t found = bring_to_front(order, (int)letter - 1);
            self->column[size++] = found;
            so_far[found]++;
        }
    }
    return "a block without an end";
}

/* The block whose magic number ends at `bits`. */
static const char *read_block(Decoder *self, Bits *bits)
{
    uint8_t used[256] = {0};
    unsigned count = 0;
    const char *trouble;
    self->held = self->inverted = 0;
    self->place = position(bits);
    self->sum = take(bits, 32);
    if (take(bits, 1))
        return "a randomised block";
    self->origin = take(bits, 24);
    unsigned ranges = take(bits, 16);
    for (unsigned i = 0; i < 16; i++)
        if (ranges >> (15 - i) & 1) {
            unsigned within = take(bits, 16);
            for (unsigned j = 0; j < 16; j++)
                if (within >> (15 - j) & 1)
                    used[count++] = (uint8_t)(i * 16 + j);
        }
    unsigned tables = take(bits, 3), selectors = take(bits, 15);
    if (!count || tables < 2 || tables > TABLES || !selectors)
        return "a block without letters";
    if ((trouble = read_selectors(bits, self->selectors, tables, selectors)))
        return trouble;
    for (unsigned i = 0; i < tables; i++)
        if ((trouble = read_table(bits, &self->tables[i], count + 2)))
            return trouble;
    if ((trouble = read_column(self, bits, used, count, selectors)))
        return trouble;
    if (passed(bits))
        return "the data end inside a block";
    if (self->origin >= self->size)
        return "a block that begins nowhere";
    self->held = 1;
    return NULL;
}

static const char *begin_stream(Decoder *self)
{
    Bits *bits = &self->bits;
    if (take(bits, 24) != 0x425a68)
        return "no bzip2 stream begins here";
    self->level = (int)take(bits, 8) - '0';
    if (self->level < 1 || self->level > 9 || passed(bits))
        return "no bzip2 stream begins here";
    self->combined = 0;
    return NULL;
}

/* Go on to the next block, over the ends of streams. */
static const char *advance(Decoder *self)
{
    Bits *bits = &self->bits;
    const char *trouble;
    for (;;) {
        uint64_t magic = (uint64_t)take(bits, 24) << 24;
        magic |= take(bits, 24);
        if (magic == BLOCK_MAGIC) {
            self->more = 1;
            return NULL;
        }
        if (magic != END_MAGIC)
            return "no bzip2 block begins here";
        if (take(bits, 32) != self->combined || passed(bits))
            return "a wrong check sum of a stream";
        unsigned padding = (unsigned)(-position(bits) & 7);
        if (padding)
            take(bits, padding);
        if (position(bits) >= bits->size * 8) {
            self->more = 0;
            return NULL;
        }
        if ((trouble = begin_stream(self)))
            return trouble;
    }
}

static const char *next_block(Decoder *self)
{
    if (self->trouble)
        return self->trouble;
    self->block_level = self->level;
    const char *trouble = read_block(self, &self->bits);
    if (trouble)
        return self->trouble = trouble;
    self->combined = (self->combined << 1 | self->combined >> 31) ^ self->sum;
    self->trouble = advance(self);
    if (self->trouble)
        self->more = 1;
    return NULL;
}

/* Begin with the first block of the data. */
static void begin(Decoder *self)
{
    self->bits = bits_at(self->data, self->data_size, 0);
    if (!self->data_size)
        return;
    self->trouble = begin_stream(self);
    if (!self->trouble)
        self->trouble = advance(self);
    if (self->trouble)
        self->more = 1;
}

/* A block at a place where one was before. */
static const char *block_at(Decoder *self, size_t place, int level)
{
    if (place / 8 >= self->data_size || level < 1 || level > 9)
        return "no such place";
    Bits bits = bits_at(self->data, self->data_size, place);
    self->block_level = level;
    return read_block(self, &bits);
}

/* ---- rows ---- */

static inline uint32_t count_letter(const uint8_t *from, uint32_t size, uint8_t letter)
{
    uint32_t found = 0;
    for (; size >= 128; size -= 128, from += 128) {
        uint8_t some = 0;
        for (unsigned i = 0; i < 128; i++)
            some = (uint8_t)(some + (from[i] == letter));
        found += some;
    }
    for (uint32_t i = 0; i < size; i++)
        found += from[i] == letter;
    return found;
}

/* How often a letter stands in the column before a row. */
static inline uint32_t rank(const Decoder *self, uint8_t letter, uint32_t row)
{
    uint32_t begin = row / EVERY;
    return self->counts[begin][letter] + count_letter(self->column + begin * EVERY, row % EVERY, letter);
}

/* The row whose text is longer by the letter in the column. */
static inline uint32_t before(const Decoder *self, uint32_t row)
{
    uint8_t letter = self->column[row];
    return self->first[letter] + rank(self, letter, row);
}

/* The row whose text is shorter by its first letter, which is put in `letter`. */
static uint32_t after(const Decoder *self, uint32_t row, uint8_t *letter)
{
    unsigned low = 0, high = 256;
    while (high - low > 1) {
        unsigned middle = (low + high) / 2;
        if (self->first[middle] <= row)
            low = middle;
        else
            high = middle;
    }
    *letter = (uint8_t)low;
    uint32_t number = row - self->first[low];
    uint32_t begin = 0, end = (self->size - 1) / EVERY + 1;
    while (end - begin > 1) {
        uint32_t middle = (begin + end) / 2;
        if (self->counts[middle][low] <= number)
            begin = middle;
        else
            end = middle;
    }
    number -= self->counts[begin][low];
    const uint8_t *at = self->column + begin * EVERY;
    for (;; number -= 1, at++) {
        at = memchr(at, (int)low, (size_t)(self->column + self->size - at));
        if (at == NULL) /* cannot be: the letter is counted */
            return 0;
        if (!number)
            return (uint32_t)(at - self->column);
    }
}

/* The first letters of the text. */
static void read_head(const Decoder *self, uint8_t *to, uint32_t size)
{
    uint32_t row = self->origin;
    for (uint32_t i = 0; i < size; i++)
        row = after(self, row, to + i);
}

/* The last ones. */
static void read_tail(const Decoder *self, uint8_t *to, uint32_t size)
{
    uint32_t row = self->origin;
    for (uint32_t i = size; i > 0; i--) {
        to[i - 1] = self->column[row];
        row = before(self, row);
    }
}

/* Of the rows of a range, those with a letter before them. False if there are none. */
static inline int precede(const Decoder *self, Range *range, uint8_t letter)
{
    uint32_t low = range->low, high = range->high;
    if (low == 0 && high == self->size) {
        range->low = self->first[letter];
        range->high = self->first[letter + 1];
    } else {
        uint32_t begin = rank(self, letter, low);
        uint32_t count = high - low < EVERY ? count_letter(self->column + low, high - low, letter) : rank(self, letter, high) - begin;
        range->low = self->first[letter] + begin;
        range->high = range->low + count;
    }
    return range->low < range->high;
}

static int precede_times(const Decoder *self, Range *range, uint8_t letter, unsigned times)
{
    while (times--)
        if (!precede(self, range, letter))
            return 0;
    return 1;
}

static uint32_t occurrences(const Decoder *self, const uint8_t *text, size_t size)
{
    Range range = {0, self->size, 0};
    while (size--)
        if (!precede(self, &range, text[size]))
            return 0;
    return range.high - range.low;
}

static uint32_t runs(const Decoder *self, uint8_t letter)
{
    Range range = {0, self->size, 0};
    return precede_times(self, &range, letter, 4) ? range.high - range.low : 0;
}

/* How many runs of four equal letters or more there may be. */
static uint32_t all_runs(const Decoder *self)
{
    uint32_t found = 0;
    for (unsigned c = 0; c < 256; c++)
        found += runs(self, (uint8_t)c);
    return found;
}

/* ---- search ---- */

/* The automaton of what is looked for, read backwards (made by `infobox.dumps.spellings`), as words of 32 bits: the byte that opens; how
many bytes are spaces; these; and then the states, the first one first. A state is: flags; the state after spaces; the number of its
letters; for each, letter << 24 | state. States are named by their places. The flags: 1: what is looked for begins here, so the opening has
to stand twice before it; 2: spaces may stand here.

A run of four equal letters is followed by a letter that says how many more there are. So a run of spaces, or of the letter that opens, may
have one letter of any kind after it. */
typedef struct {
    const uint32_t *words;
    uint32_t size;
    const uint32_t *spaces;
    uint32_t space_count;
    uint8_t opening;
    uint8_t long_spaces[256]; /* spaces that stand four times in a row in this block */
    unsigned long_count;
    int long_opening;
    uint32_t waits, steps;
    uint32_t found[CANDIDATES]; /* rows that begin with the opening */
    uint32_t count;
} Search;

enum { BEGINS = 1, SPACED = 2 };

static int put_off(Decoder *self, Search *search, Range range, uint32_t node)
{
    if (search->waits >= WAITING)
        return 0;
    range.node = node;
    self->waiting[search->waits++] = range;
    return 1;
}

/* Which letters stand before the rows of a range. */
static unsigned letters_before(const Decoder *self, Range range, uint8_t *letters)
{
    uint8_t seen[256] = {0};
    unsigned count = 0;
    if (range.high - range.low <= 4 * EVERY) {
        for (uint32_t row = range.low; row < range.high; row++)
            seen[self->column[row]] = 1;
        for (unsigned c = 0; c < 256; c++)
            if (seen[c])
                letters[count++] = (uint8_t)c;
    } else
        for (unsigned c = 0; c < 256; c++)
            if (self->first[c] < self->first[c + 1])
                letters[count++] = (uint8_t)c;
    return count;
}

/* Note the rows that begin with the opening and what follows it. False if it cannot be known where they are, as in a run. */
static int note_openings(const Decoder *self, Search *search, Range range)
{
    Range one = range;
    if (precede(self, &one, search->opening)) {
        Range two = one;
        if (precede(self, &two, search->opening)) {
            if (two.high - two.low > CANDIDATES - search->count)
                return 0;
            while (two.low < two.high)
                search->found[search->count++] = two.low++;
        }
    }
    if (!search->long_opening)
        return 1;
    uint8_t letters[256];
    for (int single = 0; single < 2; single++) { /* a run of 256: its last stands after the count */
        Range from = single ? one : range;
        unsigned count = from.low < from.high ? letters_before(self, from, letters) : 0;
        for (unsigned i = 0; i < count; i++) {
            Range longer = from;
            if (precede(self, &longer, letters[i]) && precede_times(self, &longer, search->opening, 4))
                return 0;
        }
    }
    return 1;
}

/* True if something was put off that could not be. */
static int follow_spaces(Decoder *self, Search *search, Range range, uint32_t node)
{
    uint8_t letters[256];
    unsigned count = letters_before(self, range, letters);
    uint8_t is_space[256] = {0};
    for (uint32_t i = 0; i < search->space_count; i++)
        is_space[search->spaces[i]] = 1;
    for (unsigned i = 0; i < count; i++) {
        Range next = range;
        if (!(is_space[letters[i]] || search->long_count) || !precede(self, &next, letters[i]))
            continue;
        if (is_space[letters[i]] && !put_off(self, search, next, node))
            return 1;
        for (unsigned j = 0; j < search->long_count; j++) {
            Range longer = next;
            if (precede_times(self, &longer, search->long_spaces[j], 4) && !put_off(self, search, longer, node))
                return 1;
        }
    }
    return 0;
}

/* 1: what may be looked for begins at the rows that are noted; 0: too much to know where; -1: this is no automaton. */
static int search_block(Decoder *self, Search *search)
{
    const uint32_t *words = self->table;
    const uint32_t size = self->table_size;
    if (size < 2 || words[0] > 255 || words[1] > 256 || 2 + words[1] >= size)
        return -1;
    search->opening = (uint8_t)words[0];
    search->space_count = words[1];
    search->spaces = words + 2;
    for (uint32_t i = 0; i < search->space_count; i++) {
        if (search->spaces[i] > 255)
            return -1;
        if (runs(self, (uint8_t)search->spaces[i]))
            search->long_spaces[search->long_count++] = (uint8_t)search->spaces[i];
    }
    search->long_opening = runs(self, search->opening) > 0;
    put_off(self, search, (Range){0, self->size, 0}, 2 + search->space_count);
    while (search->waits) {
        Range range = self->waiting[--search->waits];
        uint32_t node = range.node;
        if (++search->steps > STEPS)
            return 0;
        if (node > size - 3 || words[node + 2] > size - 3 - node)
            return -1;
        uint32_t flags = words[node], count = words[node + 2];
        if (flags & BEGINS && !note_openings(self, search, range))
            return 0;
        if (flags & SPACED && follow_spaces(self, search, range, words[node + 1]))
            return 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t edge = words[node + 3 + i];
            Range next = range;
            if (precede(self, &next, (uint8_t)(edge >> 24)) && !put_off(self, search, next, edge & 0xffffff))
                return 0;
        }
    }
    return 1;
}

/* Which letters may stand in what is looked for. */
static void known_letters(const Decoder *self, const Search *search, uint8_t *known)
{
    const uint32_t *words = self->table;
    const uint32_t size = self->table_size;
    memset(known, 0, 256);
    known[search->opening] = 1;
    for (uint32_t i = 0; i < search->space_count; i++)
        known[search->spaces[i]] = 1;
    for (uint32_t node = 2 + search->space_count; node + 3 <= size && words[node + 2] <= size - 3 - node; node += 3 + words[node + 2])
        for (uint32_t i = 0; i < words[node + 2]; i++)
            known[words[node + 3 + i] >> 24] = 1;
}

/* The letters from a row on, up to the first that cannot stand in what is looked for and is no count of a run. */
static uint32_t text_of(const Decoder *self, uint32_t row, const uint8_t *known, uint8_t *to)
{
    unsigned equal = 0;
    for (uint32_t size = 0; size < TEXT; size++) {
        row = after(self, row, to + size);
        if (equal == 4) {
            equal = 0;
            continue;
        }
        if (!known[to[size]])
            return size + 1;
        equal = equal && to[size] == to[size - 1] ? equal + 1 : 1;
    }
    return TEXT;
}

/* Texts that begin with the opening and may be what is looked for. */
typedef struct {
    uint32_t count, size[CANDIDATES];
    uint8_t text[CANDIDATES][TEXT];
} Texts;

/* As `search_block`, with the texts. */
static int find_texts(Decoder *self, Texts *texts)
{
    Search search = {.count = 0};
    uint8_t known[256];
    int found = search_block(self, &search);
    texts->count = search.count;
    if (found < 1 || !search.count)
        return found;
    known_letters(self, &search, known);
    for (uint32_t i = 0; i < search.count; i++)
        texts->size[i] = text_of(self, search.found[i], known, texts->text[i]);
    return found;
}

/* ---- inversion ---- */

#define ARRIVES UINT32_C(0x80000000)
#define ROW 0xfffff

/* Segments that are followed at once, because each step waits for memory. */
typedef struct {
    uint32_t row[LANES], entry[LANES];
    uint8_t *to[LANES];
    uint32_t room[LANES], segment[LANES];
} Lanes;

/* Go on in all lanes until one arrives at a row where a segment begins, at most so many steps; how many were done. */
static inline uint32_t walk(const uint32_t *next, Lanes *lanes, unsigned count, uint32_t steps)
{
    for (uint32_t step = 0; step < steps; step++) {
        uint32_t any = 0;
        for (unsigned lane = 0; lane < count; lane++) {
            uint32_t entry = next[lanes->row[lane]];
            lanes->to[lane][step] = (uint8_t)entry;
            lanes->row[lane] = entry >> 8 & ROW;
            lanes->entry[lane] = entry;
            any |= entry;
        }
        if (any & ARRIVES)
            return step + 1;
    }
    return steps;
}

/* The rows at which segments begin: every `apart`-th, and the first of the text, which has the last number unless it is one of these. */
static uint32_t segment_at(const Decoder *self, uint32_t row, uint32_t apart)
{
    return row % apart == 0 ? row / apart : (self->size - 1) / apart + 1;
}

static uint8_t *new_chunk(Decoder *self, uint16_t *name, uint16_t *chunks)
{
    *name = (*chunks)++;
    return self->pool + (size_t)*name * CHUNK;
}

/* Follow all segments from row to row. As every row leads to another one, no letter is in two of them. */
static void read_segments(Decoder *self, uint32_t apart)
{
    Lanes lanes;
    uint16_t chunks = 0;
    const uint32_t last = (self->size - 1) / apart, starts = last + 1 + (self->origin % apart != 0);
    uint32_t begun = 0;
    unsigned count = 0;
    for (;;) {
        for (; count < LANES && begun < starts; count++, begun++) {
            lanes.row[count] = begun <= last ? begun * apart : self->origin;
            lanes.segment[count] = begun;
            lanes.to[count] = new_chunk(self, &self->segments[begun].chunk, &chunks);
            lanes.room[count] = CHUNK;
            self->segments[begun].size = 0;
        }
        if (!count)
            return;
        uint32_t steps = CHUNK;
        for (unsigned lane = 0; lane < count; lane++)
            steps = lanes.room[lane] < steps ? lanes.room[lane] : steps;
        steps = count == LANES ? walk(self->next, &lanes, LANES, steps) : walk(self->next, &lanes, count, steps);
        for (unsigned lane = count; lane-- > 0;) {
            Segment *segment = &self->segments[lanes.segment[lane]];
            segment->size += steps;
            lanes.to[lane] += steps;
            lanes.room[lane] -= steps;
            if (lanes.entry[lane] & ARRIVES) {
                segment->following = (uint16_t)segment_at(self, lanes.row[lane], apart);
                count--;
                lanes.row[lane] = lanes.row[count];
                lanes.entry[lane] = lanes.entry[count];
                lanes.to[lane] = lanes.to[count];
                lanes.room[lane] = lanes.room[count];
                lanes.segment[lane] = lanes.segment[count];
            } else if (!lanes.room[lane]) {
                uint16_t before = (uint16_t)((lanes.to[lane] - self->pool) / CHUNK - 1);
                lanes.to[lane] = new_chunk(self, &self->following[before], &chunks);
                lanes.room[lane] = CHUNK;
            }
        }
    }
}

/* Put the segments in order. The text may be the same few of them several times. */
static void join_segments(Decoder *self, uint32_t segment)
{
    for (uint32_t done = 0; done < self->size; segment = self->segments[segment].following) {
        uint16_t chunk = self->segments[segment].chunk;
        for (uint32_t left = self->segments[segment].size; left && done < self->size; chunk = self->following[chunk]) {
            uint32_t some = left < CHUNK ? left : CHUNK;
            some = some < self->size - done ? some : self->size - done;
            memcpy(self->text + done, self->pool + (size_t)chunk * CHUNK, some);
            done += some;
            left -= some;
        }
    }
}

/* Each row leads to the row whose text begins one letter later. */
static void invert(Decoder *self)
{
    const uint32_t size = self->size, apart = size / STARTS + 1;
    uint32_t first[256];
    memcpy(first, self->first, sizeof first);
    for (uint32_t i = 0; i < size; i++)
        self->next[first[self->column[i]]++] = i << 8 | self->column[i];
    for (uint32_t row = 0; row < size; row += apart)
        self->next[before(self, row)] |= ARRIVES;
    self->next[before(self, self->origin)] |= ARRIVES;
    read_segments(self, apart);
    join_segments(self, segment_at(self, self->origin, apart));
    self->given = 0;
    self->repeats = self->left = 0;
    self->letter = 0;
    self->hash = 0xffffffff;
    self->inverted = 1;
}

static uint32_t hashed(uint32_t hash, const uint8_t *from, size_t size)
{
    for (; size >= 8; size -= 8, from += 8)
        hash = sums[7][(hash >> 24) ^ from[0]] ^ sums[6][(hash >> 16 & 255) ^ from[1]] ^ sums[5][(hash >> 8 & 255) ^ from[2]] ^
               sums[4][(hash & 255) ^ from[3]] ^ sums[3][from[4]] ^ sums[2][from[5]] ^ sums[1][from[6]] ^ sums[0][from[7]];
    for (; size; size--, from++)
        hash = hash << 8 ^ sums[0][(hash >> 24) ^ *from];
    return hash;
}

/* How many letters, in steps of STRIDE, hold no four equal ones in a row, nor do they with the three that follow. */
static size_t plain(const uint8_t *from, size_t size)
{
    size_t done = 0;
    while (size - done >= STRIDE + 3) {
        const uint8_t *at = from + done;
        uint8_t found = 0;
        for (unsigned i = 0; i < STRIDE; i++)
            found |= (uint8_t)((at[i] == at[i + 1]) & (at[i] == at[i + 2]) & (at[i] == at[i + 3]));
        if (found)
            break;
        done += STRIDE;
    }
    return done;
}

/* The next bytes of the content, at most `room`; fewer only at the end. */
static size_t give(Decoder *self, uint8_t *to, size_t room)
{
    size_t done = 0;
    while (done < room) {
        if (self->left) {
            size_t some = self->left < room - done ? self->left : room - done;
            memset(to + done, self->letter, some);
            done += some;
            self->left -= (unsigned)some;
            continue;
        }
        if (self->given == self->size)
            break;
        const uint8_t *from = self->text + self->given;
        if (self->repeats == 4) {
            self->left = *from;
            self->given++;
            self->repeats = 0;
            continue;
        }
        size_t most = self->size - self->given < room - done ? self->size - self->given : room - done;
        size_t some = self->repeats && *from == self->letter ? 0 : plain(from, most);
        if (some) {
            const uint8_t *last = from + some - 1;
            memcpy(to + done, from, some);
            self->repeats = last[0] != last[-1] ? 1 : last[0] != last[-2] ? 2 : 3;
            self->letter = *last;
        }
        for (size_t end = some + STRIDE < most ? some + STRIDE : most; some < end && self->repeats < 4; some++) {
            self->repeats = self->repeats && from[some] == self->letter ? self->repeats + 1 : 1;
            to[done + some] = self->letter = from[some];
        }
        self->given += (uint32_t)some;
        done += some;
    }
    self->hash = hashed(self->hash, to, done);
    return done;
}

/* Whether the content was given and is what the encoder read. */
static int is_right(const Decoder *self)
{
    return self->repeats != 4 && (self->hash ^ 0xffffffff) == self->sum;
}

static void make_sums(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t sum = i << 24;
        for (int bit = 0; bit < 8; bit++)
            sum = sum << 1 ^ (sum >> 31 ? 0x04c11db7 : 0);
        sums[0][i] = sum;
    }
    for (int table = 1; table < 8; table++)
        for (int i = 0; i < 256; i++)
            sums[table][i] = sums[table - 1][i] << 8 ^ sums[0][sums[table - 1][i] >> 24];
}
