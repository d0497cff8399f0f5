// A TOML document as one flat array, so that no C++ type, exception or template is seen outside ctoml.cpp.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Line and column, both from 1, the column in Unicode scalars; 0 and 0 where there is none.
typedef struct {
    uint32_t line, column;
} ctoml_position;

typedef enum {
    CTOML_TABLE,
    CTOML_ARRAY,
    CTOML_STRING,
    CTOML_INTEGER,
    CTOML_FLOAT,
    CTOML_BOOLEAN,
    CTOML_DATE,  // a date, a time, or both
} ctoml_kind;

/// One value. The nodes lie in preorder: the children of nodes[i] start at i + 1, and `next` is the index just past the
/// last of its descendants, so its next sibling if it has one. nodes[0] is the document itself, a table. A table's
/// children come sorted by key, an array's as written.
typedef struct {
    ctoml_kind kind;
    uint32_t next;
    ctoml_position key_at;     // none for the document and for elements of an array
    ctoml_position at, until;  // a value; for a table with a header, that header
    const char *key, *text;    // UTF-8, not terminated; text of a string only
    size_t key_length, text_length;
    int64_t integer;
    bool boolean;
    bool headed;  // a table that a [header] of its own begins
} ctoml_node;

typedef struct ctoml_document ctoml_document;

/// Reads a document; never NULL but when memory is out. The bytes are not needed afterwards. Free with ctoml_free.
ctoml_document *ctoml_parse(const char *bytes, size_t length);
void ctoml_free(ctoml_document *document);

/// The nodes, `count` of them; none if the document could not be read. They live as long as the document.
const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

/// Why the document could not be read, in English, and where; NULL if it was read.
const char *ctoml_error(const ctoml_document *document, ctoml_position *at);

#ifdef __cplusplus
}
#endif
