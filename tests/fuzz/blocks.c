/* Damages small bzip2 files at random, and reads what is left with `_blocks.h` in every way that Python can, and with libbz2.

    blocks TABLE ROUNDS SEED FILE...

TABLE is the automaton of spellings. Whatever the reader accepts, libbz2 must accept, with the same content; the sanitizers with which this is
compiled see everything else. Prints how many files were read, and ends with status 1 at the first difference. */

#include <bzlib.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../infobox/dumps/_blocks.h"

enum { FILES = 4096, LARGEST = 1 << 16, CONTENT = 1 << 22 };

static Decoder decoder;
static struct {
    uint8_t *data;
    size_t size;
} files[FILES];
static uint8_t content[CONTENT], expected[CONTENT];
static uint64_t state;

static uint32_t some(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32) % below;
}

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(LARGEST * 8);
    if (!file || !data) {
        perror(path);
        exit(2);
    }
    *size = fread(data, 1, LARGEST * 8, file);
    fclose(file);
    return data;
}

/* Some bits are turned, bytes are replaced, or a part is left out or comes from another file. */
static size_t damage(uint8_t *data, size_t size)
{
    for (uint32_t times = 1 + some(4); times && size > 8; times--) {
        size_t at = some((uint32_t)size);
        switch (some(6)) {
        case 0:
        case 1:
            data[at] ^= (uint8_t)(1 << some(8));
            break;
        case 2:
            data[at] = (uint8_t)some(256);
            break;
        case 3:
            size = at + some(64) < size && some(2) ? size : at;
            break;
        case 4: {
            size_t other = some((uint32_t)size), count = some(32);
            for (size_t i = 0; i < count && at + i < size && other + i < size; i++)
                data[at + i] = data[other + i];
            break;
        }
        default:
            data[10 + some(30) < size ? 10 + some(4) : at] ^= (uint8_t)(1 << some(8));
        }
    }
    return size;
}

/* All that can be asked about the block at hand. */
static void ask(void)
{
    static Texts texts;
    uint8_t few[300];
    uint32_t count = 300 < decoder.size ? 300 : decoder.size;
    find_texts(&decoder, &texts);
    occurrences(&decoder, (const uint8_t *)"</page>", 7);
    all_runs(&decoder);
    read_head(&decoder, few, count);
    read_tail(&decoder, few, count);
}

/* The content, or -1 if it is refused. */
static long read_all(const uint8_t *data, size_t size)
{
    long done = 0;
    const char *trouble = NULL;
    memset(&decoder, 0, offsetof(Decoder, column));
    decoder.table = (const uint32_t *)files[0].data;
    decoder.table_size = (uint32_t)(files[0].size / 4);
    decoder.data = data;
    decoder.data_size = size;
    begin(&decoder);
    while (decoder.more && !(trouble = next_block(&decoder))) {
        ask();
        if (!some(16) && block_at(&decoder, decoder.place, decoder.block_level))
            return -1;
        invert(&decoder);
        for (;;) {
            size_t room = 1 + some(700), given;
            if ((size_t)done + room > CONTENT)
                return -1;
            given = give(&decoder, content + done, room);
            done += (long)given;
            if (given < room)
                break;
        }
        if (!is_right(&decoder))
            return -1;
    }
    return trouble ? -1 : done;
}

static long read_by_libbz2(uint8_t *data, size_t size)
{
    long done = 0;
    for (size_t at = 0; at < size;) {
        bz_stream stream = {0};
        int status = BZ2_bzDecompressInit(&stream, 0, 0);
        stream.next_in = (char *)data + at;
        stream.avail_in = (unsigned)(size - at);
        stream.next_out = (char *)expected + done;
        stream.avail_out = (unsigned)(CONTENT - done);
        if (status == BZ_OK)
            status = BZ2_bzDecompress(&stream);
        done = CONTENT - (long)stream.avail_out;
        at = size - stream.avail_in;
        BZ2_bzDecompressEnd(&stream);
        if (status != BZ_STREAM_END)
            return -1;
    }
    return done;
}

int main(int count, char **arguments)
{
    if (count < 5 || count - 4 > FILES)
        return 2;
    files[0].data = read_file(arguments[1], &files[0].size);
    unsigned long rounds = strtoul(arguments[2], NULL, 10), accepted = 0, both = 0;
    state = strtoull(arguments[3], NULL, 10) * 2654435761u + 88172645463325252u;
    int last = count - 4;
    for (int i = 1; i <= last; i++)
        files[i].data = read_file(arguments[i + 3], &files[i].size);
    make_sums();
    for (unsigned long round = 0; round < rounds; round++) {
        int chosen = 1 + (int)some((uint32_t)last);
        size_t size = files[chosen].size;
        uint8_t *data = malloc(size + 1); /* so that a byte too many is seen */
        memcpy(data, files[chosen].data, size);
        size = round < (unsigned long)last ? size : damage(data, size);
        data = realloc(data, size ? size : 1);
        long found = read_all(data, size);
        long wanted = found >= 0 || round % 64 == 0 ? read_by_libbz2(data, size) : -2;
        accepted += found >= 0;
        both += wanted >= 0;
        if (found >= 0 && (found != wanted || memcmp(content, expected, (size_t)found))) {
            fprintf(stderr, "round %lu: %ld bytes, but libbz2 reads %ld\n", round, found, wanted);
            FILE *file = fopen("different.bz2", "wb");
            if (file) {
                fwrite(data, 1, size, file);
                fclose(file);
            }
            return 1;
        }
        free(data);
    }
    for (int i = 0; i <= last; i++)
        free(files[i].data);
    printf("%lu files, %lu accepted as libbz2 does\n", rounds, accepted);
    return both < accepted;
}
