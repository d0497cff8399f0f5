#pragma once
#include <zlib.h>

/// `inflateInit2` is a macro. 31: the largest window, and a gzip header and trailer.
static inline int np_gunzip_init(z_stream *stream) {
    return inflateInit2(stream, 31);
}
