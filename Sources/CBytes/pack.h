#pragma once
#include "block.h"

/* A hash over bytes that are not white space, eight at once. The last `held` of `word`, up to seven, are not in `hash` yet. */
typedef struct { unsigned long long hash, word; long held; } np_packing;

static inline unsigned long long np_mixed(unsigned long long hash, unsigned long long word) {
    unsigned __int128 product = (unsigned __int128)(hash ^ word) * 0x9E3779B97F4A7C15;
    return (unsigned long long)(product >> 64) ^ (unsigned long long)product;
}

/* Adds a part of a text that has `count` bytes. */
static inline void np_pack(np_packing *packing, const unsigned char *text, long from, long to, long count) {
    const unsigned long long every = 0x0101010101010101;
    unsigned long long hash = packing->hash, word = packing->word;
    long held = packing->held;
    while (from < to) {
        unsigned long long next;
        if (count - from >= 8) {
            memcpy(&next, text + from, 8);
        } else {
            next = 0;
            memcpy(&next, text + from, count - from);
        }
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        next = __builtin_bswap64(next);
#endif
        /* The bytes up to the first that is white space: a borrow makes mistakes behind it alone. */
        unsigned long long white = (next - every * 0x21) & ~next & every * 0x80;
        long length = white ? __builtin_ctzll(white) >> 3 : 8;
        if (length > to - from) length = to - from;
        from += length + (white != 0);
        if (!length) continue;
        next = __builtin_bswap64(next);
        unsigned long long added = next >> (64 - 8 * length);
        if (held + length < 8) {
            word = word << 8 * length | added;
            held += length;
        } else {
            hash = np_mixed(hash, held ? word << (64 - 8 * held) | next >> 8 * held : next);
            word = added;
            held += length - 8;
        }
    }
    packing->hash = hash;
    packing->word = word;
    packing->held = held;
}

/* The first digit, `&`, `?` or, if `tags`, `<` from `from` on; `count` where there is none. */
static inline long np_sign(const unsigned char *text, long from, long count, _Bool tags) {
    /* Twice the same is once. */
    const unsigned char tag = tags ? '<' : '?';
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        if (np_stops((b - '0' < 10) | (b == '&') | (b == '?') | (b == tag), &from)) return from;
    }
    for (; from < count; from++) {
        unsigned char b = text[from];
        if ((unsigned char)(b - '0') < 10 || b == '&' || b == '?' || b == tag) return from;
    }
    return count;
}

/* The first byte from `from` on that is not a sign, digit or letter of ASCII; `count` where there is none. */
static inline long np_word_end(const unsigned char *text, long from, long count) {
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        /* As signed numbers, bytes beyond ASCII are less than zero. */
        if (np_stops(((np_found)b <= ' ') | (b == 0x7F), &from)) return from;
    }
    while (from < count && text[from] > ' ' && text[from] < 0x7F) from++;
    return from;
}
