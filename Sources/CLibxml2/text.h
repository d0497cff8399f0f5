#pragma once
#include <string.h>

/* Sixteen bytes at a time by the vectors that GCC and Clang have for every machine: Swift's own SIMD types take longer for
 * these comparisons than one byte after the other does. */
typedef unsigned char np_text_block __attribute__((vector_size(16)));
typedef signed char np_text_signed __attribute__((vector_size(16)));
typedef unsigned long long np_text_halves __attribute__((vector_size(16)));
typedef unsigned char np_text_half_block __attribute__((vector_size(8)));

/* Copies character data up to the first byte that wants a look (`ampersand`, `bracket`, all beyond ASCII, controls but the
 * line feed), or until fewer than eight are left. Returns how many; writes up to sixteen more. */
static inline long np_copy_plain_text(const unsigned char *from, unsigned char *to, long count, unsigned char ampersand,
                                      unsigned char bracket) {
    long done = 0;
    for (; count - done >= 16; done += 16) {
        np_text_block b;
        memcpy(&b, from + done, 16);
        memcpy(to + done, &b, 16);
        /* As signed numbers, those beyond ASCII are less than zero. */
        np_text_halves found = (np_text_halves)(((np_text_signed)b < 0x20) & (b != '\n'))
                               | (np_text_halves)((b == ampersand) | (b == bracket));
        if (found[0]) return done + (__builtin_ctzll(found[0]) >> 3);
        if (found[1]) return done + 8 + (__builtin_ctzll(found[1]) >> 3);
    }
    if (count - done >= 8) {
        np_text_half_block b;
        memcpy(&b, from + done, 8);
        memcpy(to + done, &b, 8);
        unsigned long long found = (unsigned long long)(((b < 0x20) & (b != '\n')) | (b >= 0x80) | (b == ampersand)
                                                        | (b == bracket));
        done += found ? __builtin_ctzll(found) >> 3 : 8;
    }
    return done;
}

/* How many line feeds there are. */
static inline long np_count_lines(const unsigned char *text, long count) {
    long lines = 0, done = 0;
    while (count - done >= 16) {
        /* A lane counts to 255. */
        np_text_block sums = {0};
        for (int blocks = 0; blocks < 255 && count - done >= 16; blocks++, done += 16) {
            np_text_block b;
            memcpy(&b, text + done, 16);
            sums -= (np_text_block)(b == '\n');
        }
        for (int lane = 0; lane < 16; lane++) lines += sums[lane];
    }
    for (; done < count; done++) lines += text[done] == '\n';
    return lines;
}

/* The index of the first `>` or quote of a tag from `from` on, or the text's length. */
static inline long np_tag_mark(const unsigned char *text, long from, long count) {
    while (count - from >= 16) {
        np_text_block b;
        memcpy(&b, text + from, 16);
        np_text_halves found = (np_text_halves)((b == '>') | (b == '"') | (b == '\''));
        if (found[0]) return from + (__builtin_ctzll(found[0]) >> 3);
        if (found[1]) return from + 8 + (__builtin_ctzll(found[1]) >> 3);
        from += 16;
    }
    while (from < count && text[from] != '>' && text[from] != '"' && text[from] != '\'') from++;
    return from;
}
