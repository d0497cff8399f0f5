#pragma once
#include <string.h>

/* Sixteen bytes at a time by the vectors that GCC and Clang have for every machine: Swift's own SIMD types take longer for
 * these comparisons than one byte after the other does. */
typedef unsigned char np_text_block __attribute__((vector_size(16)));
typedef unsigned long long np_text_halves __attribute__((vector_size(16)));
typedef unsigned char np_text_half_block __attribute__((vector_size(8)));

/* Copies character data up to the first byte that wants a look (controls, `&`, `]`, and all beyond ASCII), or until fewer
 * than eight are left. Returns how many; writes up to sixteen more. */
static inline long np_copy_plain_text(const unsigned char *from, unsigned char *to, long count) {
    long done = 0;
    while (count - done >= 16) {
        np_text_block block;
        memcpy(&block, from + done, 16);
        memcpy(to + done, &block, 16);
        np_text_halves found =
            (np_text_halves)((block < 0x20) | (block == '&') | (block == ']') | (block >= 0x80));
        if (found[0]) return done + (__builtin_ctzll(found[0]) >> 3);
        if (found[1]) return done + 8 + (__builtin_ctzll(found[1]) >> 3);
        done += 16;
    }
    if (count - done >= 8) {
        np_text_half_block block;
        memcpy(&block, from + done, 8);
        memcpy(to + done, &block, 8);
        unsigned long long found =
            (unsigned long long)((block < 0x20) | (block == '&') | (block == ']') | (block >= 0x80));
        done += found ? __builtin_ctzll(found) >> 3 : 8;
    }
    return done;
}
