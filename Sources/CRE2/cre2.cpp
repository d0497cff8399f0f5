#include "CRE2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>

struct cre2_pattern {
    RE2 expression;
    cre2_pattern(const re2::StringPiece &text, const RE2::Options &options) : expression(text, options) {}
};

static void put(const char *reason, char *fault, size_t room) {
    if (room == 0) return;
    std::strncpy(fault, reason, room - 1);
    fault[room - 1] = 0;
}

cre2_pattern *cre2_compile(const char *text, size_t length, char *fault, size_t room) {
    try {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_never_capture(true);
        auto pattern = new cre2_pattern(re2::StringPiece(text, length), options);
        if (pattern->expression.ok()) return pattern;
        put(pattern->expression.error().c_str(), fault, room);
        delete pattern;
    } catch (const std::bad_alloc &) {
        put("no memory for it", fault, room);
    }
    return nullptr;
}

bool cre2_finds(const cre2_pattern *pattern, const char *text, size_t length) {
    try {
        return RE2::PartialMatch(re2::StringPiece(text, length), pattern->expression);
    } catch (const std::bad_alloc &) {
        return false;
    }
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }
