#pragma once
#include "block.h"

/* Character data and tags of XML. */

/* A bit for each byte of character data that wants a look: `ampersand`, `bracket`, all beyond ASCII, controls but the line
 * feed. As signed numbers, those beyond ASCII are less than zero. */
static inline unsigned np_text_special(np_block b, unsigned char ampersand, unsigned char bracket) {
    return np_block_bits((((np_found)b < 0x20) & (b != '\n')) | (b == ampersand) | (b == bracket));
}

/* Copies character data up to the first byte that wants a look, and returns how many; writes up to sixteen more. */
static inline long np_copy_plain_text(const unsigned char *from, long count, unsigned char *to, unsigned char ampersand,
                                      unsigned char bracket) {
    long done = 0;
    for (; count - done >= 16; done += 16) {
        np_block b;
        memcpy(&b, from + done, 16);
        memcpy(to + done, &b, 16);
        unsigned found = np_text_special(b, ampersand, bracket);
        if (found) return done + __builtin_ctz(found);
    }
    /* The rest in two pieces, which may have bytes in common. */
    if (count - done >= 8) {
        np_block b;
        memcpy(&b, from + done, 8);
        memcpy((char *)&b + 8, from + count - 8, 8);
        if (!np_text_special(b, ampersand, bracket)) {
            memcpy(to + done, &b, 8);
            memcpy(to + count - 8, (char *)&b + 8, 8);
            return count;
        }
    }
    for (; done < count; done++) {
        unsigned char b = from[done];
        if ((b < 0x20 && b != '\n') || b >= 0x80 || b == ampersand || b == bracket) break;
        to[done] = b;
    }
    return done;
}

/* How many line feeds there are. */
static inline long np_count_lines(const unsigned char *text, long count) {
    long lines = 0, done = 0;
    while (count - done >= 16) {
        /* A lane counts to 255. */
        np_block sums = {0};
        for (int blocks = 0; blocks < 255 && count - done >= 16; blocks++, done += 16) {
            np_block b;
            memcpy(&b, text + done, 16);
            sums -= (np_block)(b == '\n');
        }
        for (int lane = 0; lane < 16; lane++) lines += sums[lane];
    }
    for (; done < count; done++) lines += text[done] == '\n';
    return lines;
}

/* The index of the first `>` or quote of a tag from `from` on, or the text's length. */
static inline long np_tag_mark(const unsigned char *text, long from, long count) {
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        unsigned found = np_block_bits((b == '>') | (b == '"') | (b == '\''));
        if (found) return from + __builtin_ctz(found);
        from += 16;
    }
    while (from < count && text[from] != '>' && text[from] != '"' && text[from] != '\'') from++;
    return from;
}
