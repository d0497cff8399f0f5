import Bytes

/// Sources on this machine: a program, a file. Nothing but feeds.toml can name one.
extension ValueReader {
    /// A program and its arguments. A path with a slash begins where the file is; a bare name is looked up in `PATH`.
    func command(_ node: TomlNode) -> [String]? {
        guard node.kind == .array else {
            return wrongType(node, "a list such as [\"/usr/local/bin/fetch-it\", \"argument\"]")
        }
        var words: [String] = []
        for child in node.children {
            guard let word = child.string else { return wrongType(child, "a string in double quotes") }
            guard !word.utf8.contains(0) else {
                return refuse(child, "this holds a NUL, which no argument can; remove it")
            }
            words.append(word)
        }
        guard let program = words.first, !program.isEmpty else {
            return refuse(node, "'command' names no program; write it first: [\"/usr/local/bin/fetch-it\"]")
        }
        if program.contains("/") { words[0] = paths.resolve(program) }
        return words
    }

    func isFileAddress(_ node: TomlNode) -> Bool {
        guard let text = node.string, text.utf8.count >= 5 else { return false }
        return text.utf8Span.span.equals("file:", in: 0..<5)
    }

    /// The path of `file:///srv/feeds/a.xml`.
    func filePath(_ node: TomlNode) -> String? {
        guard var rest = node.string?.dropFirst(5) else { return nil }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let host = rest.prefix { $0 != "/" }
            guard host.isEmpty || host.lowercased() == "localhost" else {
                return refuse(node, "\(named(node)) is a file of another machine; write file:/// and a path")
            }
            rest = rest.dropFirst(host.count)
        }
        guard rest.hasPrefix("/"), let path = Self.withoutPercents(rest), !path.utf8.contains(0) else {
            return refuse(node, "\(named(node)) is not the address of a file; write file:/// and a path")
        }
        return path
    }

    /// Bytes for `%2F` and the like; nil where that is no UTF-8, or a percent sign is alone.
    private static func withoutPercents(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let decoded = UInt8(String(Substring(rest.prefix(2))), radix: 16), rest.count >= 2 else { return nil }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
