import Bytes

/// Knows the lines of code blocks, and the numbers beside them, by the names and styles that highlighters give them.
enum CodeLine {
    enum Style { case plain, block, number }
    enum Name { case plain, line, number }

    /// `display: block` and its like begin a line; what cannot be selected is not part of the code where it is a
    /// number.
    static func style(_ style: UnsafeBufferPointer<UInt8>) -> Style {
        for declaration in style.split(separator: UInt8(ascii: ";")) {
            let plain = declaration.filter { !$0.isHTMLSpace }
            if plain.startsIgnoringCase("display:") {
                let value = plain.dropFirst(8)
                if blocks.contains(where: { value.equalsIgnoringCase($0) }) { return .block }
            } else if plain.startsIgnoringCase("user-select:none")
                || plain.startsIgnoringCase("-webkit-user-select:none")
            {
                return .number
            }
        }
        return .plain
    }

    private static let blocks: [StaticString] = ["block", "flex", "grid", "table-row", "list-item"]

    static func name(_ classes: UnsafeBufferPointer<UInt8>) -> Name {
        for name in classes.split(whereSeparator: \.isHTMLSpace) {
            if numbers.contains(where: { name.equalsIgnoringCase($0) }) { return .number }
            if lines.contains(where: { name.equalsIgnoringCase($0) }) { return .line }
        }
        return .plain
    }

    private static let numbers: [StaticString] = [
        "lineno", "linenos", "linenumber", "linenumbers", "line-number", "line-numbers", "line_number", "line_numbers",
        "ln", "lnt", "ln-num", "gutter", "hljs-ln-n", "hljs-ln-numbers", "crayon-num", "blob-num", "code-line-number",
        "react-syntax-highlighter-line-number",
    ]

    private static let lines: [StaticString] = ["line", "code-line", "view-line", "hljs-ln-line", "crayon-line", "row"]
}
