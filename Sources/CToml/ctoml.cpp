#include "ctoml.h"

// Header-only, so that the program does not depend on libtomlplusplus3. Errors are values: nothing is thrown for bad
// input. feeds.toml nests three deep; the limit keeps the recursive parser and destructors on any thread's stack.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32

#include <exception>

/// toml++ 3.3 asserts where its parser meets what it did not expect (`[` and a control character): that is a fault of the
/// text, and must not end the process.
struct unexpected_text : std::exception {};
#undef NDEBUG
#define TOML_ASSERT(condition) \
    do { \
        if (!(condition)) throw unexpected_text(); \
    } while (false)
#include <toml++/toml.h>

#include <new>
#include <string>
#include <string_view>
#include <vector>

struct ctoml_document {
    toml::table root;
    std::vector<ctoml_node> nodes;
    bool failed = false;
    std::string error;
    ctoml_position error_at = {0, 0};
};

namespace {

/// toml++ 3.3 bounds nested values but not `a.a.a.a…`, and each part of such a key is a table within a table.
constexpr size_t max_key_dots = 32;

ctoml_position position(const toml::source_position &from) { return {from.line, from.column}; }

/// The index just past the string that starts with the quote at `i`, or the end of the text.
size_t skip_string(std::string_view text, size_t i) {
    const char quote = text[i];
    const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
    const bool multiline = text.substr(i, 3) == triple;
    for (i += multiline ? 3 : 1; i < text.size(); i++) {
        if (text[i] == '\\' && quote == '"') i++;
        else if (!multiline && (text[i] == quote || text[i] == '\n')) return i + 1;
        else if (multiline && text.substr(i, 3) == triple) return i + 3;
    }
    return text.size();
}

/// Fails the document if a key has too many dots. Knows just enough of TOML to tell keys from strings and comments.
void refuse_deep_keys(std::string_view text, ctoml_document &document) {
    size_t dots = 0, i = 0;
    while (i < text.size()) {
        switch (text[i]) {
        case '"': case '\'': i = skip_string(text, i); continue;
        case '#': i = std::min(text.find('\n', i), text.size()); continue;
        case '=': case ',': case '[': case ']': case '{': case '}': case '\n': dots = 0; break;
        case '.': dots++; break;
        }
        if (dots > max_key_dots) {
            size_t line = 1, start = 0;
            for (size_t j = 0; j < i; j++)
                if (text[j] == '\n') line++, start = j + 1;
            document.failed = true;
            document.error = "key with too many dots";
            document.error_at = {uint32_t(line), uint32_t(i - start + 1)};
            return;
        }
        i++;
    }
}

/// Appends a value and its descendants. Recursion is as deep as the document, which is bounded.
void flatten(const toml::node &value, const toml::key *key, std::vector<ctoml_node> &nodes) {
    const size_t index = nodes.size();
    ctoml_node node = {};
    node.at = position(value.source().begin);
    node.until = position(value.source().end);
    if (key) {
        node.key_at = position(key->source().begin);
        node.key = key->data();
        node.key_length = key->length();
    }
    switch (value.type()) {
    case toml::node_type::table:
        node.kind = CTOML_TABLE;
        node.headed = !value.as_table()->is_inline() && !(key && key->source().begin == value.source().begin);
        break;
    case toml::node_type::array: node.kind = CTOML_ARRAY; break;
    case toml::node_type::string: {
        const std::string &text = **value.as_string();
        node.kind = CTOML_STRING;
        node.text = text.data();
        node.text_length = text.size();
        break;
    }
    case toml::node_type::integer: node.kind = CTOML_INTEGER; node.integer = **value.as_integer(); break;
    case toml::node_type::floating_point: node.kind = CTOML_FLOAT; break;
    case toml::node_type::boolean: node.kind = CTOML_BOOLEAN; node.boolean = **value.as_boolean(); break;
    default: node.kind = CTOML_DATE; break;
    }
    nodes.push_back(node);
    if (const toml::table *table = value.as_table())
        for (auto &&[name, child] : *table) flatten(child, &name, nodes);
    if (const toml::array *array = value.as_array())
        for (auto &&child : *array) flatten(child, nullptr, nodes);
    nodes[index].next = uint32_t(nodes.size());
}

bool is_expected(std::string_view text) {
    try {
        toml::parse_result result = toml::parse(text);
        return true;
    } catch (const unexpected_text &) {
        return false;
    }
}

/// Fails the document at the line with which the text becomes one that the parser does not expect.
void refuse_unexpected(std::string_view text, ctoml_document &document) {
    std::vector<size_t> ends;  // of the lines, each without its line break
    for (size_t i = 0; i < text.size(); i++)
        if (text[i] == '\n') ends.push_back(i);
    ends.push_back(text.size());
    size_t low = 0, high = ends.size() - 1;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (is_expected(text.substr(0, ends[middle]))) low = middle + 1; else high = middle;
    }
    document.failed = true;
    document.error = "unexpected character";
    document.error_at = {uint32_t(low + 1), 1};
}

void parse(std::string_view text, ctoml_document &document) {
    refuse_deep_keys(text, document);
    if (document.failed) return;
    toml::parse_result result;
    try {
        result = toml::parse(text);
    } catch (const unexpected_text &) {
        return refuse_unexpected(text, document);
    }
    if (!result) {
        document.failed = true;
        document.error = std::string(result.error().description());
        document.error_at = position(result.error().source().begin);
        return;
    }
    document.root = std::move(result).table();
    flatten(document.root, nullptr, document.nodes);
}

}  // namespace

ctoml_document *ctoml_parse(const char *bytes, size_t length) {
    ctoml_document *document = new (std::nothrow) ctoml_document();
    if (!document) return nullptr;
    try {  // only memory can run out
        parse(std::string_view(bytes, length), *document);
    } catch (const std::exception &) {
        delete document;
        return nullptr;
    }
    return document;
}

void ctoml_free(ctoml_document *document) { delete document; }

const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count) {
    *count = document->nodes.size();
    return document->nodes.data();
}

const char *ctoml_error(const ctoml_document *document, ctoml_position *at) {
    *at = document->error_at;
    return document->failed ? document->error.c_str() : nullptr;
}
