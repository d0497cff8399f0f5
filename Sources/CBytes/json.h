#pragma once
#include "block.h"

/* What JSON strings escape of ASCII: controls, `"`, `\`, DEL. */
static inline np_found np_escaped(np_block b) {
    return (b < 0x20) | (b == '"') | (b == '\\') | (b == 0x7F);
}

/* Bytes that may lead a character that JSON strings escape. */
static inline np_found np_leads(np_block b) { return (b == 0xC2) | (b == 0xE2) | (b == 0xEF); }

/* A bit for each byte that JSON strings escape or that may lead what they do. */
static inline unsigned np_special(np_block b) { return np_block_bits(np_escaped(b) | np_leads(b)); }

/* The same, without leads of characters that act on nothing; the two bytes behind the block are read too. */
static inline unsigned np_acting(np_block b, const unsigned char *text) {
    np_block second, third;
    memcpy(&second, text + 1, 16);
    memcpy(&third, text + 2, 16);
    np_found c1 = (b == 0xC2) & (second < 0xA0);
    np_found marks = (second == 0x80) & (third >= 0xA8) & (third <= 0xAE);
    np_found isolates = (second == 0x81) & (third >= 0xA6) & (third <= 0xA9);
    np_found none = (b == 0xEF) & (second == 0xBF) & (third >= 0xBE);
    return np_block_bits(np_escaped(b) | c1 | ((b == 0xE2) & (marks | isolates)) | none);
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

/* What is behind the backslash of a byte that is written with one, and no more; else 0. */
static const unsigned char np_json_letter[256] = {['"'] = '"', ['\\'] = '\\', ['\n'] = 'n'};

/* The rest of `np_write_json`, which is short. */
static inline np_progress np_write_json_end(const unsigned char *text, long count, unsigned char *out, np_progress at) {
    while (1) {
        long plain = np_copy_plain(text + at.read, count - at.read, out + at.written);
        at.read += plain;
        at.written += plain;
        if (at.read >= count) return at;
        unsigned char byte = text[at.read], letter = np_json_letter[byte];
        if (letter) {
            out[at.written++] = '\\';
            byte = letter;
        } else if (byte < 0x80 || count - at.read < 3 || np_acts(text + at.read, count - at.read)) {
            return at;
        }
        out[at.written++] = byte;
        at.read++;
    }
}

/* Writes bytes as JSON strings have them, as far as that takes at most a backslash before one (`"`, `\`, line feed). Stops at
 * other controls and DEL, and where a character acts (`np_acts`) or may do so behind the end. Writes up to sixteen bytes more
 * than it counts. */
static inline np_progress np_write_json(const unsigned char *text, long count, unsigned char *out) {
    np_progress at = {0, 0};
    /* A block, the bytes that a character at its end may go on with, and what is copied again behind an escape. */
    while (count - at.read >= 32) {
        np_block b;
        memcpy(&b, text + at.read, 16);
        memcpy(out + at.written, &b, 16);
        unsigned found = np_special(b);
        /* Curly quotes, dashes and no-break spaces are frequent, and act on nothing. */
        if (found && np_block_bits(np_leads(b))) found = np_acting(b, text + at.read);
        long copied = 0;
        while (found) {
            long place = __builtin_ctz(found);
            found &= found - 1;
            at.written += place - copied;
            unsigned char letter = np_json_letter[text[at.read + place]];
            if (!letter) {
                at.read += place;
                return at;
            }
            out[at.written] = '\\';
            out[at.written + 1] = letter;
            at.written += 2;
            copied = place + 1;
            memcpy(&b, text + at.read + copied, 16);
            memcpy(out + at.written, &b, 16);
        }
        at.read += 16;
        at.written += 16 - copied;
    }
    return np_write_json_end(text, count, out, at);
}

/* A part of a JSON string: where it ends, and whether it may hold bytes beyond ASCII. */
typedef struct { long end; _Bool beyond; } np_json_run;

/* Reads a string from `from` on, up to `quote`, a backslash, a control but tab, line feed and carriage return, or the end. */
static inline np_json_run np_read_json(const unsigned char *text, long from, long count, unsigned char quote) {
    np_block seen = {0};
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        seen |= b;
        np_found found = (b == quote) | (b == '\\')
                         | ((b < 0x20) & (b != '\t') & (b != '\n') & (b != '\r'));
        if (np_stops(found, &from)) return (np_json_run){from, np_block_bits((np_found)seen < 0) != 0};
    }
    unsigned char bits = 0;
    for (; from < count; from++) {
        unsigned char b = text[from];
        if (b == quote || b == '\\' || (b < 0x20 && b != '\t' && b != '\n' && b != '\r')) break;
        bits |= b;
    }
    return (np_json_run){from, bits >= 0x80 || np_block_bits((np_found)seen < 0) != 0};
}
