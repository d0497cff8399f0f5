#pragma once
#include "block.h"

/* UTF-8 (RFC 3629). */

/* Bytes of the character that starts here; 0 where none does. */
static inline long np_utf8_length(const unsigned char *text, long count) {
    unsigned char first = text[0];
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || count < 2) return 0;
    unsigned char second = text[1];
    if ((second & 0xC0) != 0x80) return 0;
    if (first < 0xE0) return 2;
    if (count < 3 || (text[2] & 0xC0) != 0x80) return 0;
    if (first < 0xF0) {
        /* Longer than needed, and halves of pairs in UTF-16. */
        if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0)) return 0;
        return 3;
    }
    if (count < 4 || (text[3] & 0xC0) != 0x80) return 0;
    return (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90) ? 0 : 4;
}

/* How many characters of more than one byte there are, and how many bytes that belong to none. */
typedef struct { long sequences, invalid; } np_utf8_sums;

static inline np_utf8_sums np_utf8_look(const unsigned char *text, long count) {
    np_utf8_sums sums = {0, 0};
    long at = 0;
    while (1) {
        /* Most text is ASCII for long stretches. */
        while (count - at >= 16) {
            np_block b;
            memcpy(&b, text + at, 16);
            if (np_stops((np_found)b < 0, &at)) break;
        }
        while (at < count && text[at] < 0x80) at++;
        if (at >= count) return sums;
        /* Words of other scripts. */
        do {
            long length = np_utf8_length(text + at, count - at);
            if (length) sums.sequences++;
            else sums.invalid++;
            at += length ? length : 1;
        } while (at < count && text[at] >= 0x80);
    }
}
