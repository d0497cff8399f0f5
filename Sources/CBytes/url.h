#pragma once

/* What bytes of a URL are to its path and its query; 0: nothing but themselves. */
enum { NP_ODD_IN_PATH = 1, NP_ODD_IN_QUERY = 2, NP_ODD = 3 };
static const unsigned char np_url_bytes[256] = {
    [0 ... ' '] = NP_ODD, ['"'] = NP_ODD, ['#'] = NP_ODD, ['<'] = NP_ODD, ['>'] = NP_ODD, [0x7F ... 0xFF] = NP_ODD,
    ['?'] = NP_ODD_IN_PATH, ['\\'] = NP_ODD_IN_PATH, ['^'] = NP_ODD_IN_PATH, ['`'] = NP_ODD_IN_PATH,
    ['{'] = NP_ODD_IN_PATH, ['}'] = NP_ODD_IN_PATH, ['/'] = NP_ODD_IN_PATH,
    ['\''] = NP_ODD_IN_QUERY,
};

/* The index from `from` on of the first byte that may not stand in a path as it is or ends it, or of the slash of a segment that
 * begins like `.`, `..` or `%2e`; `count` where there is none. */
static inline long np_path_end(const unsigned char *text, long from, long count) {
    for (;; from++) {
        while (from < count && !(np_url_bytes[text[from]] & NP_ODD_IN_PATH)) from++;
        if (from >= count || text[from] != '/') return from;
        if (from + 1 < count && (text[from + 1] == '.' || text[from + 1] == '%')) return from;
    }
}

/* The same for the query of an http or https URL. */
static inline long np_query_end(const unsigned char *text, long from, long count) {
    while (from < count && !(np_url_bytes[text[from]] & NP_ODD_IN_QUERY)) from++;
    return from;
}

/* The index from `from` on of the first byte that is not a small ASCII letter, digit or `_`; `count` where there is none. */
static inline long np_host_word_end(const unsigned char *text, long from, long count) {
    static const unsigned char inside[256] = {['a' ... 'z'] = 1, ['0' ... '9'] = 1, ['_'] = 1};
    while (from < count && inside[text[from]]) from++;
    return from;
}
