#pragma once
#include "block.h"

/* A bit for each byte that JSON strings escape (controls, `"`, `\`, DEL) or that may lead what they do (0xC2, 0xE2, 0xEF). */
static inline unsigned np_special(np_block b) {
    return np_block_bits(
        (b < 0x20) | (b == '"') | (b == '\\') | (b == 0x7F) | (b == 0xC2) | (b == 0xE2) | (b == 0xEF));
}

/* Whether a character of two or three bytes acts on what is around it: C1 controls, line and paragraph separators, marks
 * that embed, override or isolate a direction, U+FFFE and U+FFFF. 0 also where the text ends within it. */
static inline long np_acts(const unsigned char *text, long count) {
    if (count < 2) return 0;
    if (text[0] == 0xC2) return text[1] < 0xA0 ? 2 : 0;
    if (count < 3) return 0;
    if (text[0] == 0xEF) return text[1] == 0xBF && text[2] >= 0xBE ? 3 : 0;
    if (text[0] != 0xE2) return 0;
    if (text[1] == 0x80) return text[2] >= 0xA8 && text[2] <= 0xAE ? 3 : 0;
    return text[1] == 0x81 && text[2] >= 0xA6 && text[2] <= 0xA9 ? 3 : 0;
}

/* Copies bytes up to the first special one, and returns how many; writes up to sixteen more. */
static inline long np_copy_plain(const unsigned char *from, long count, unsigned char *to) {
    long done = 0;
    for (; count - done >= 16; done += 16) {
        np_block b;
        memcpy(&b, from + done, 16);
        memcpy(to + done, &b, 16);
        unsigned found = np_special(b);
        if (found) return done + __builtin_ctz(found);
    }
    /* The rest in two pieces, which may have bytes in common. */
    long left = count - done;
    if (left >= 8) {
        np_block b;
        memcpy(&b, from + done, 8);
        memcpy((char *)&b + 8, from + count - 8, 8);
        if (!np_special(b)) {
            memcpy(to + done, &b, 8);
            memcpy(to + count - 8, (char *)&b + 8, 8);
            return count;
        }
    } else if (left >= 4) {
        np_block b = {0};
        memcpy(&b, from + done, 4);
        memcpy((char *)&b + 4, from + count - 4, 4);
        if (!(np_special(b) & 0xFF)) {
            memcpy(to + done, &b, 4);
            memcpy(to + count - 4, (char *)&b + 4, 4);
            return count;
        }
    }
    for (; done < count; done++) {
        unsigned char b = from[done];
        if (b < 0x20 || b == '"' || b == '\\' || b == 0x7F || b == 0xC2 || b == 0xE2 || b == 0xEF) break;
        to[done] = b;
    }
    return done;
}

/* How far a text is read, and how far what it becomes is written. */
typedef struct { long read, written; } np_progress;

/* Writes bytes as JSON strings have them, as far as that takes at most a backslash before one (`"`, `\`, line feed). Stops at
 * other controls and DEL, and where a character acts (`np_acts`) or may do so behind the end. Writes up to sixteen bytes more
 * than it counts. */
static inline np_progress np_write_json(const unsigned char *text, long count, unsigned char *out) {
    np_progress at = {0, 0};
    while (1) {
        long plain = np_copy_plain(text + at.read, count - at.read, out + at.written);
        at.read += plain;
        at.written += plain;
        if (at.read >= count) return at;
        unsigned char byte = text[at.read];
        if (byte == '"' || byte == '\\') {
            out[at.written++] = '\\';
        } else if (byte == '\n') {
            out[at.written++] = '\\';
            byte = 'n';
        } else if (byte < 0x80 || count - at.read < 3 || np_acts(text + at.read, count - at.read)) {
            return at;
        }
        out[at.written++] = byte;
        at.read++;
    }
}
