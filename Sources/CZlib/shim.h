#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro. 31: the largest window, and a gzip header and trailer.
static inline int np_gunzip_init(z_stream *stream) {
    return inflateInit2(stream, 31);
}

/// `deflateInit2` is a macro. A gzip header and trailer, 8: the usual memory.
static inline int np_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}
