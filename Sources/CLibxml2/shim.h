#pragma once
// libxml2's encoding header drags in ICU's, which clash with the copy inside Foundation.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

/* The macro of newer versions is a call for each thread's own; the text is the same. */
static inline const char *np_xml_version(void) { return xmlParserVersion; }

/* What is asked of a push parser's state: fields that newer libxml2 no longer shows, in one place. */

static inline int np_is_in_cdata(xmlParserCtxtPtr c) { return c->instate == XML_PARSER_CDATA_SECTION; }

static inline int np_is_in_content(xmlParserCtxtPtr c) { return c->instate == XML_PARSER_CONTENT; }

static inline int np_is_well_formed(xmlParserCtxtPtr c) { return c->wellFormed; }

/* Whether it has read all that it was given. */
static inline int np_has_read_all(xmlParserCtxtPtr c) { return c->input && c->input->cur == c->input->end; }

/* The last byte that it was given; -1 where there is none. */
static inline int np_last_byte(xmlParserCtxtPtr c) {
    return c->input && c->input->end > c->input->base ? c->input->end[-1] : -1;
}

/* How many bytes it holds back that begin with a start or end tag. */
static inline long np_held_back_tag(xmlParserCtxtPtr c) {
    if (!c->input || np_is_in_cdata(c) || !c->input->cur || c->input->end - c->input->cur < 2) return 0;
    if (c->input->cur[0] != '<' || c->input->cur[1] == '!' || c->input->cur[1] == '?') return 0;
    return c->input->end - c->input->cur;
}

static inline long np_line(xmlParserCtxtPtr c) { return c->input ? c->input->line : 0; }

/* Counts lines of what went around the parser. */
static inline void np_add_lines(xmlParserCtxtPtr c, int lines) { c->input->line += lines; }

/* How many different names it has come upon. */
static inline int np_names(xmlParserCtxtPtr c) { return xmlDictSize(c->dict); }

static inline void np_free(xmlParserCtxtPtr c) {
    xmlFreeDoc(c->myDoc);
    xmlFreeParserCtxt(c);
}
