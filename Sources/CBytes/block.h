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

/* The index of the first byte of a block that was found, 16 where there is none. */
static inline long np_first(np_found found) { return __builtin_ctz(np_block_bits(found) | 0x10000u); }
