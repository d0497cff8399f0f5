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
        var end = 0
        while let start = classes[end...].firstIndex(where: { !$0.isHTMLSpace }) {
            end = classes[start...].firstIndex(where: \.isHTMLSpace) ?? classes.count
            // Most spans name a colour, whose name begins otherwise or is short.
            for (word, name) in byInitial[Int(classes[start].asciiLowercased & 0x7F)]
            where word.utf8CodeUnitCount == end - start && classes[start..<end].equalsIgnoringCase(word) {
                return name
            }
        }
        return .plain
    }

    /// The names by the character that they begin with.
    private static let byInitial: [[(StaticString, Name)]] = {
        var table = [[(StaticString, Name)]](repeating: [], count: 128)
        for word in numbers { table[Int(word.utf8Start[0])].append((word, .number)) }
        for word in lines { table[Int(word.utf8Start[0])].append((word, .line)) }
        return table
    }()

    private static let numbers: [StaticString] = [
        "lineno", "linenos", "linenumber", "linenumbers", "line-number", "line-numbers", "line_number", "line_numbers",
        "ln", "lnt", "ln-num", "gutter", "hljs-ln-n", "hljs-ln-numbers", "crayon-num", "blob-num", "code-line-number",
        "react-syntax-highlighter-line-number",
    ]

    private static let lines: [StaticString] = ["line", "code-line", "view-line", "hljs-ln-line", "crayon-line", "row"]
}
