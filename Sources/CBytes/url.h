#pragma once
#include "block.h"

/* What bytes of a URL are to its path and its query; 0: nothing but themselves. */
enum { NP_ODD_IN_PATH = 1, NP_ODD_IN_QUERY = 2, NP_ODD = 3 };
static const unsigned char np_url_bytes[256] = {
    [0 ... ' '] = NP_ODD, ['"'] = NP_ODD, ['#'] = NP_ODD, ['<'] = NP_ODD, ['>'] = NP_ODD, [0x7F ... 0xFF] = NP_ODD,
    ['?'] = NP_ODD_IN_PATH, ['\\'] = NP_ODD_IN_PATH, ['^'] = NP_ODD_IN_PATH, ['`'] = NP_ODD_IN_PATH,
    ['{'] = NP_ODD_IN_PATH, ['}'] = NP_ODD_IN_PATH, ['/'] = NP_ODD_IN_PATH,
    ['\''] = NP_ODD_IN_QUERY,
};

/* The bytes of a block that may not be in a path as they are or end it, and slashes of segments that begin like `.`, `..` or
 * `%2e`; `next` is the same text from its second byte on. */
static inline np_found np_odd_in_path(np_block b, np_block next) {
    /* As signed numbers, bytes beyond ASCII are less than zero. Two at once: `"` and `#`, `<` and `>`, `\` and `^`, `}` and DEL. */
    return ((np_found)b <= ' ') | ((b | 1) == '#') | ((b | 2) == '>') | ((b | 2) == '^') | ((b | 2) == 0x7F) | (b == '?')
           | (b == '`') | (b == '{') | ((b == '/') & ((next == '.') | (next == '%')));
}

static inline np_found np_odd_in_query(np_block b) {
    return ((np_found)b <= ' ') | ((b | 1) == '#') | ((b | 2) == '>') | (b == 0x7F) | (b == '\'');
}

/* The first byte found of the last sixteen of a text, not counting those ahead of `from`; `count` where there is none. */
static inline long np_first_of_last(np_found found, long from, long count) {
    unsigned bits = np_block_bits(found) >> (from - (count - 16));
    return bits ? from + __builtin_ctz(bits) : count;
}

/* The index from `from` on of the first byte that may not be in a path as it is or ends it, or of the slash of a segment that
 * begins like `.`, `..` or `%2e`; `count` where there is none. */
static inline long np_path_end(const unsigned char *text, long from, long count) {
    while (count - from >= 17) {
        np_block b, next;
        memcpy(&b, text + from, 16);
        memcpy(&next, text + from + 1, 16);
        if (np_stops(np_odd_in_path(b, next), &from)) return from;
    }
    if (count >= 16 && from < count) {
        np_block b, none = {0};
        memcpy(&b, text + count - 16, 16);
        np_block next = __builtin_shufflevector(b, none, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        return np_first_of_last(np_odd_in_path(b, next), from, count);
    }
    for (;; from++) {
        while (from < count && !(np_url_bytes[text[from]] & NP_ODD_IN_PATH)) from++;
        if (from >= count || text[from] != '/') return from;
        if (from + 1 < count && (text[from + 1] == '.' || text[from + 1] == '%')) return from;
    }
}

/* The same for the query of an http or https URL. */
static inline long np_query_end(const unsigned char *text, long from, long count) {
    while (count - from >= 16) {
        np_block b;
        memcpy(&b, text + from, 16);
        if (np_stops(np_odd_in_query(b), &from)) return from;
    }
    if (count >= 16 && from < count) {
        np_block b;
        memcpy(&b, text + count - 16, 16);
        return np_first_of_last(np_odd_in_query(b), from, count);
    }
    while (from < count && !(np_url_bytes[text[from]] & NP_ODD_IN_QUERY)) from++;
    return from;
}

/* Small ASCII letters, digits and `_`. */
static inline np_found np_in_host(np_block b) { return (b - 'a' < 26) | (b - '0' < 10) | (b == '_'); }

/* The end of a host that is small ASCII letters, digits, `-`, `_` and dots, where a slash, a colon or the end of the text
 * follows; -1 for any other. Neither A-labels, which IDNA validates, nor a last label that is empty or begins with a digit: that host may be an
 * IPv4 address. */
static inline long np_host_end(const unsigned char *text, long from, long count) {
    static const unsigned char inside[256] = {['a' ... 'z'] = 1, ['0' ... '9'] = 1, ['_'] = 1};
    long label = from;
    if (count - from >= 32) {
        np_block a, b;
        memcpy(&a, text + from, 16);
        memcpy(&b, text + from + 16, 16);
        unsigned dots = np_block_bits(a == '.') | np_block_bits(b == '.') << 16;
        unsigned end = ~(np_block_bits(np_in_host(a)) | np_block_bits(np_in_host(b)) << 16 | dots);
        /* All others byte by byte: longer ones, and those with a hyphen. */
        long length = end ? __builtin_ctz(end) : 0;
        if (end && (text[from + length] == '/' || text[from + length] == ':')) {
            dots &= (1u << length) - 1;
            if (dots) label = from + 32 - __builtin_clz(dots);
            return label < from + length && (text[label] < '0' || text[label] > '9') ? from + length : -1;
        }
    }
    for (; from < count && text[from] != '/' && text[from] != ':'; from++) {
        unsigned char b = text[from];
        if (inside[b]) continue;
        if (b == '.') label = from + 1;
        else if (b != '-' || (from == label + 3 && text[label] == 'x' && text[label + 1] == 'n')) return -1;
    }
    return label < from && (text[label] < '0' || text[label] > '9') ? from : -1;
}
