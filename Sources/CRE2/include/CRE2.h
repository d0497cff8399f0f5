// RE2's patterns behind C, so that no C++ type or exception is seen outside cre2.cpp.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern in UTF-8. Returns NULL where that cannot be: then `fault` holds why, ended by a NUL.
cre2_pattern *cre2_compile(const char *text, size_t length, char *fault, size_t room);

/// Whether the pattern is found anywhere in a text in UTF-8. Any number of threads may ask at once.
bool cre2_finds(const cre2_pattern *pattern, const char *text, size_t length);

void cre2_free(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif
