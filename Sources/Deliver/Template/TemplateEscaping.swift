import Bytes
import Mustache

/// What goes into a template must not break out of it.
enum TemplateEscaping: String {
    /// Between the quotes of a JSON string.
    case json = "newspool-json"
    /// One line of text: no control characters and marks of direction, for terminals and for programs that read lines.
    case line = "newspool-line"
    /// As it is; a name of mustache's own.
    case none = "TEXT"

    /// Makes them known to mustache, once a process.
    static let register: Void = {
        MustacheContentTypes.register(JSON(), named: json.rawValue)
        MustacheContentTypes.register(Line(), named: line.rawValue)
    }()

    private struct JSON: MustacheContentType {
        func escapeText(_ text: String) -> String {
            var escaped = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\"": escaped += "\\\"".unicodeScalars
                case "\\": escaped += "\\\\".unicodeScalars
                case "\n": escaped += "\\n".unicodeScalars
                case "\r": escaped += "\\r".unicodeScalars
                case "\t": escaped += "\\t".unicodeScalars
                case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                    let digits = String(scalar.value, radix: 16)
                    escaped += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
                default: escaped.append(scalar)
                }
            }
            return String(escaped)
        }
    }

    private struct Line: MustacheContentType {
        func escapeText(_ text: String) -> String { text.defused }
    }
}
