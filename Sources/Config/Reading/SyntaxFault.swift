/// What toml++ says about a file it cannot read, in the words of feeds.toml's users.
struct SyntaxFault {
    let position: Position
    let reason: String

    /// - Parameter above: what is above the error's line, if that could be read.
    /// - Parameter start: the line where the value of several lines begins that the error was found in.
    init(_ error: TomlError, lines: Lines, above: TomlDocument?, start: Int? = nil) {
        if error.isAtEnd, let start {
            position = Self.startOfValue(in: lines.bytes(of: start), line: start)
            reason = "not valid TOML: the value that begins here never ends; close its quotes or brackets"
            return
        }
        // "Error while parsing key-value pair: cannot redefine existing string 'url'"
        var message = error.message[...]
        if message.hasPrefix("Error while parsing "), let colon = message.firstIndex(of: ":") {
            message = message[colon...].dropFirst().drop { $0 == " " }
        }
        let isThere = error.position.line <= lines.count  // not so at the very end
        let line: ArraySlice<UInt8> = isThere ? lines.text(of: error.position.line) : []
        guard message.hasPrefix("cannot redefine existing "), let key = Self.quotedPart(of: message) else {
            (position, reason) = Self.plainly(message, at: error.position, line)
            return
        }
        let indent = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let isHeader = line.dropFirst(indent.count).first == UInt8(ascii: "[")
        let startsLine = isHeader || line.dropFirst(indent.count).starts(with: key.utf8)
        position = startsLine ? Position(line: error.position.line, column: indent.count + 1) : error.position
        let other =
            above.flatMap { Self.first(key, isHeader: isHeader, in: $0.root) }.map { "; first on line \($0)" } ?? ""
        reason =
            isHeader
            ? "duplicate table [\(key)]\(other); put all its keys below one header"
            : "duplicate key '\(key)'\(other); remove one of the two"
    }

    /// toml++'s message, but for the two that everybody meets: quotes or brackets that are never closed.
    private static func plainly(
        _ message: Substring, at position: Position, _ line: ArraySlice<UInt8>
    ) -> (Position, reason: String) {
        let width = String(decoding: line, as: UTF8.self).unicodeScalars.count { $0 != "\r" }
        let position = Position(line: position.line, column: min(position.column, width + 1))
        if message.contains("end-of-file") {  // and the value began on its last line
            return (position, "not valid TOML: the file ends within a value; close its quotes or brackets")
        }
        if message.contains("control characters"), position.column > width {
            return (position, "not valid TOML: the line ends within a string; close its quotes")
        }
        return (
            position, "not valid TOML: \(message.prefix(1).lowercased())\(message.dropFirst())\(advice(message, line))"
        )
    }

    /// What to do about the slips of those who know other formats.
    private static func advice(_ message: Substring, _ line: ArraySlice<UInt8>) -> String {
        if message.contains("unknown escape sequence") {
            return "; write \\\\ for a backslash, or put the text into single quotes"
        }
        if message.contains("expected '=', saw ':'") { return "; write key = value" }
        if message.contains("saw ';'") { return "; comments begin with #" }
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return "" }
        let value = String(decoding: line[equals...].dropFirst().drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
        switch value.lowercased().prefix(while: \.isLetter) {
        case "yes", "on", "true": return "; write true"
        case "no", "off", "false": return "; write false"
        default: break
        }
        let isWord = message.contains("could not determine value type") || message.contains("expected digit")
        return isWord && !value.isEmpty && !value.hasPrefix("\"")
            ? "; put text, durations and URLs into double quotes" : ""
    }

    /// Behind the `=` of `key = value`.
    private static func startOfValue(in line: ArraySlice<UInt8>, line number: Int) -> Position {
        let equals = line.firstIndex(of: UInt8(ascii: "=")) ?? line.startIndex - 1
        let value = line[(equals + 1)...].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        let before = line[..<(value ?? line.startIndex)]
        return Position(line: number, column: String(decoding: before, as: UTF8.self).unicodeScalars.count + 1)
    }

    private static func quotedPart(of message: Substring) -> Substring? {
        guard let open = message.firstIndex(of: "'") else { return nil }
        let inner = message[open...].dropFirst()
        return inner.firstIndex(of: "'").map { inner[..<$0] }
    }

    /// The line where a key, or a table by its header, is first.
    private static func first(_ key: Substring, isHeader: Bool, in root: TomlNode) -> Int? {
        var table = isHeader ? root : lastTable(of: root)
        for name in key.split(separator: ".") {
            guard let child = table.child(String(name)) else { return nil }
            table = child
        }
        return isHeader ? table.position.line : table.keyPosition.line
    }

    /// The table that a line at the end of the file would belong to.
    private static func lastTable(of root: TomlNode) -> TomlNode {
        var last = root
        func visit(_ node: TomlNode) {
            for child in node.children where child.kind == .table || child.kind == .array {
                if child.kind == .table, child.isHeaded, child.position >= last.position { last = child }
                visit(child)
            }
        }
        visit(root)
        return last
    }
}
