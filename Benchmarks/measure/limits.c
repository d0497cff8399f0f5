/* How fast libxml2 goes on this machine when no one wants anything of it: the two limits that newspool is measured by.
 *
 *   limits FILE...
 *
 * 1. "sax": the SAX2 push parser over each document, with callbacks that do nothing.
 * 2. "html": a bare HTML tree of each content (description, content:encoded, atom:content, atom:summary and the like).
 *
 * Prints CPU seconds and bytes of both. Each document is read from its file while the clock runs, as all programs do that
 * are compared with it; contents were collected before. */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 32 * 1024, OPTIONS = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_HUGE };

typedef struct { char *bytes; size_t count; } Text;

static Text *contents;
static size_t content_count, content_room, content_bytes;

/* The content that is being collected: how deep in it we are, and its text. */
static struct { int depth; char *bytes; size_t count, room; } open_content;

static void grow(size_t more) {
    if (open_content.count + more <= open_content.room) return;
    open_content.room = (open_content.count + more) * 2;
    open_content.bytes = realloc(open_content.bytes, open_content.room);
}

static void append(const char *bytes, size_t count) {
    grow(count);
    memcpy(open_content.bytes + open_content.count, bytes, count);
    open_content.count += count;
}

static void on_start(void *c, const xmlChar *name, const xmlChar *p, const xmlChar *u, int nn, const xmlChar **ns, int n,
                     int d, const xmlChar **a) {
    static const char *const names[] = {"description", "encoded", "content", "summary", "subtitle", "body", "abstract"};
    if (open_content.depth > 0) { /* markup of XHTML content */
        open_content.depth++;
        append("<", 1); append((const char *)name, strlen((const char *)name)); append(">", 1);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp((const char *)name, names[i]) == 0) { open_content.depth = 1; open_content.count = 0; }
}

static void on_end(void *c, const xmlChar *name, const xmlChar *p, const xmlChar *u) {
    if (open_content.depth == 0) return;
    if (--open_content.depth > 0) {
        append("</", 2); append((const char *)name, strlen((const char *)name)); append(">", 1);
        return;
    }
    if (open_content.count == 0) return;
    if (content_count == content_room)
        contents = realloc(contents, (content_room = content_room * 2 + 1024) * sizeof *contents);
    Text *text = &contents[content_count++];
    text->bytes = malloc(open_content.count);
    text->count = open_content.count;
    memcpy(text->bytes, open_content.bytes, open_content.count);
    content_bytes += text->count;
}

static void on_text(void *c, const xmlChar *bytes, int count) {
    if (open_content.depth > 0) append((const char *)bytes, (size_t)count);
}

static void empty_start(void *c, const xmlChar *l, const xmlChar *p, const xmlChar *u, int nn, const xmlChar **ns, int n,
                        int d, const xmlChar **a) {}
static void empty_end(void *c, const xmlChar *l, const xmlChar *p, const xmlChar *u) {}
static void empty_text(void *c, const xmlChar *bytes, int count) {}
static void empty_error(void *c, xmlErrorPtr error) {}

/* The bytes of a file, in a buffer that is used again. */
static Text read_file(const char *path) {
    static char *bytes;
    static size_t room;
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    setvbuf(file, NULL, _IONBF, 0);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    if (size > room) bytes = realloc(bytes, room = size);
    Text document = {bytes, fread(bytes, 1, size, file)};
    fclose(file);
    return document;
}

static void parse(const Text *document, xmlSAXHandler *sax) {
    xmlParserCtxtPtr context = xmlCreatePushParserCtxt(sax, NULL, NULL, 0, NULL);
    xmlCtxtUseOptions(context, OPTIONS);
    for (size_t start = 0; start < document->count; start += CHUNK) {
        size_t left = document->count - start;
        xmlParseChunk(context, document->bytes + start, (int)(left < CHUNK ? left : CHUNK), 0);
    }
    xmlParseChunk(context, NULL, 0, 1);
    if (context->myDoc) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    size_t total = 0;
    xmlInitParser();
    xmlSAXHandler collecting = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end,
                                .characters = on_text, .cdataBlock = on_text, .ignorableWhitespace = on_text,
                                .serror = (xmlStructuredErrorFunc)empty_error};
    for (int i = 1; i < argc; i++) {
        Text document = read_file(argv[i]);
        open_content.depth = 0;
        total += document.count;
        parse(&document, &collecting);
    }

    xmlSAXHandler empty = {.initialized = XML_SAX2_MAGIC, .startElementNs = empty_start, .endElementNs = empty_end,
                           .characters = empty_text, .cdataBlock = empty_text, .ignorableWhitespace = empty_text,
                           .serror = (xmlStructuredErrorFunc)empty_error};
    double start = seconds();
    for (int i = 1; i < argc; i++) {
        Text document = read_file(argv[i]);
        parse(&document, &empty);
    }
    double sax = seconds() - start;

    start = seconds();
    for (size_t i = 0; i < content_count; i++) {
        htmlDocPtr tree = htmlReadMemory(contents[i].bytes, (int)contents[i].count, NULL, "utf-8",
                                         HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
        if (tree) xmlFreeDoc(tree);
    }
    double html = seconds() - start;
    printf("{\"sax\":%.4f,\"html\":%.4f,\"bytes\":%zu,\"contents\":%zu,\"content_bytes\":%zu}\n", sax, html, total,
           content_count, content_bytes);
    return 0;
}
