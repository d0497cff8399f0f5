#pragma once
#include <string.h>

/* Sixteen bytes at a time by the vectors that Clang has for every machine: Swift's own SIMD types take longer for these
 * comparisons than one byte after the other does. */
typedef unsigned char np_block __attribute__((vector_size(16)));
typedef signed char np_found __attribute__((vector_size(16)));
typedef _Bool np_lanes __attribute__((ext_vector_type(16)));

/* A bit for each byte of a block that was found. */
static inline unsigned np_block_bits(np_found found) {
    np_lanes lanes = __builtin_convertvector(found, np_lanes);
    unsigned short bits;
    memcpy(&bits, &lanes, 2);
    return bits;
}

/* Moves `from` to the first byte of the block there that was found, and says so; past the block where there is none. By a branch:
 * the next block can be read before it is known whether this one has any. */
static inline _Bool np_stops(np_found found, long *from) {
    unsigned bits = np_block_bits(found);
    if (__builtin_expect(bits != 0, 0)) {
        *from += __builtin_ctz(bits);
        return 1;
    }
    *from += 16;
    return 0;
}
