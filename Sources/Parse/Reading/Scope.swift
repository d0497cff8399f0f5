import Model

/// The base URL and language in force inside an element (`xml:base`, `xml:lang`; XML Base, RFC 4287 section 2).
struct Scope {
    var base: WebURL?
    /// Nil where none is set, or the document took it back with `xml:lang=""`.
    var language: String?

    /// The absolute form of a link; the link as it stands where it has none (no base, not a URL).
    func resolve(_ link: String) -> String {
        if Self.isAbsolute(link) { return link }
        return resolved(link)?.href ?? link
    }

    /// Nil for what is empty or can only harm or mislead (`javascript:`).
    func address(_ link: String?) -> String? {
        guard let link, !link.isEmpty else { return nil }
        let address = resolve(link)
        return address.utf8.prefix(11).elementsEqual("javascript:".utf8) ? nil : address
    }

    func entering(base: String?, language: String?) -> Scope {
        var scope = self
        if let base, !base.isEmpty { scope.base = resolved(base) ?? self.base }
        if let language { scope.language = language.isEmpty ? nil : language }
        return scope
    }

    private func resolved(_ link: String) -> WebURL? {
        if let base { return base.resolving(link) }
        // Not a URL by itself, and nothing to take it relative to: it stays as it is.
        return try? WebURL(parsing: link)
    }

    /// Most links are absolute and tidy: those need no URL parser.
    private static func isAbsolute(_ link: String) -> Bool {
        var link = link
        return link.withUTF8 { bytes in
            guard bytes.starts(with: "http://".utf8) || bytes.starts(with: "https://".utf8) else { return false }
            guard bytes.count > 8, bytes[7] != UInt8(ascii: "/") || bytes[8] != UInt8(ascii: "/") else { return false }
            var slashes = 0
            for byte in bytes {
                if byte == UInt8(ascii: "/") { slashes += 1 }
                if byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "<")
                    || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"")
                { return false }
                // A host in capitals, and dots in the path that may be `..`, are for the URL parser.
                if slashes < 3, byte >= 0x41 && byte <= 0x5A { return false }
            }
            return slashes >= 3 && !hasDotSegment(bytes)
        }
    }

    private static func hasDotSegment(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 8..<(bytes.count - 1) where bytes[index] == UInt8(ascii: "/") && bytes[index + 1] == UInt8(ascii: ".") {
            return true
        }
        return false
    }
}
