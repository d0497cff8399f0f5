#pragma once
#include "block.h"

/* Searches of HTML. Each function takes a text's bytes, where to begin and the text's length, and returns the index of the first
 * byte that it looks for, or that length. */

/* What does not stand for itself in HTML: `<`, `&`, controls but tab and line feed, DEL; and 0xC2, which leads C1 controls. */
static inline long np_scan_source(const unsigned char *text, long from, long count) {
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        np_found found = (b == '<') | (b == '&') | (b == 0x7F) | (b == 0xC2)
                         | ((b < 0x20) & (b != '\n') & (b != '\t'));
        if (np_stops(found, &from)) return from;
    }
    for (; from < count; from++) {
        unsigned char b = text[from];
        if (b == '<' || b == '&' || b == 0x7F || b == 0xC2 || (b < 0x20 && b != '\n' && b != '\t')) break;
    }
    return from;
}

/* What is written as a reference: `&`, `<`, `>`, `quote`; and 0xC2, which leads the no-break space. */
static inline long np_scan_escaped(const unsigned char *text, long from, long count, unsigned char quote) {
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        if (np_stops((b == '&') | (b == '<') | (b == '>') | (b == quote) | (b == 0xC2), &from)) return from;
    }
    for (; from < count; from++) {
        unsigned char b = text[from];
        if (b == '&' || b == '<' || b == '>' || b == quote || b == 0xC2) break;
    }
    return from;
}

/* A space or a control. */
static inline long np_scan_blank(const unsigned char *text, long from, long count) {
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        if (np_stops((b <= 0x20) | (b == 0x7F), &from)) return from;
    }
    while (from < count && text[from] > 0x20 && text[from] != 0x7F) from++;
    return from;
}

/* The end of words with one space between: the first space that white space or 0xC2 may follow, other white space or control,
 * or 0xC2, which leads the no-break space. Fewer than 17 bytes before the end are not looked at. */
static inline long np_scan_words(const unsigned char *text, long from, long count) {
    while (count - from >= 17) {
        np_block b, next;
        memcpy(&b, text + from, 16);
        memcpy(&next, text + from + 1, 16);
        np_found found = (b < 0x20) | (b == 0xC2) | ((b == 0x20) & ((next <= 0x20) | (next == 0xC2)));
        if (np_stops(found, &from)) return from;
    }
    return from;
}
