import Bytes

/// The web site that a URL belongs to, by its host. All is done on bytes: each item of each feed is asked for its site.
package struct Site {
    /// In lower case.
    private let name: [UInt8]

    package init(_ url: String) {
        let bytes = url.utf8Span.span
        name = Self.host(in: bytes).map { bytes[$0].asciiLowercased }
    }

    /// Whether another URL's host is this one, or one of the two lies within the other: `feeds.example.org` speaks for
    /// `example.org` and for `www.example.org`, a neighbour on `blogs.example` for itself alone.
    package func owns(_ url: String) -> Bool {
        let bytes = url.utf8Span.span
        let host = bytes.extracting(Self.host(in: bytes))
        if host.count == name.count { return Self.ends(host, in: name.span) }
        return Self.lies(host, within: name.span) || Self.lies(name.span, within: host)
    }

    private static func lies(_ host: Span<UInt8>, within other: Span<UInt8>) -> Bool {
        // A top-level domain is not a site.
        host.count > other.count + 1 && host[host.count - other.count - 1] == .dot && ends(host, in: other)
            && other.contains(.dot)
    }

    /// Whether the last bytes of `host` are `other`, in any case; `other` is no longer than `host`.
    private static func ends(_ host: Span<UInt8>, in other: Span<UInt8>) -> Bool {
        let start = host.count - other.count
        for index in other.indices where host[start + index].asciiLowercased != other[index].asciiLowercased {
            return false
        }
        return true
    }

    /// Without `www.` and port.
    private static func host(in url: Span<UInt8>) -> Range<Int> {
        var start = 0
        if let colon = first(in: url, from: 0, where: { $0 == .colon }), url.matches("://", at: colon) {
            start = colon + 3
        }
        let authority = first(in: url, from: start) { $0 == .slash || $0 == .question || $0 == .hash } ?? url.count
        var (name, end) = (start, authority)
        for index in start..<authority {
            switch url[index] {
            case .at: (name, end) = (index + 1, authority)
            case .colon: end = min(end, index)
            case .closeBracket: end = authority  // the colons before it are of an IPv6 address
            default: break
            }
        }
        if end - name >= 4, url.equals("www.", in: name..<(name + 4)) { name += 4 }
        return name..<end
    }

    private static func first(in bytes: Span<UInt8>, from start: Int, where isWanted: (UInt8) -> Bool) -> Int? {
        for index in start..<bytes.count where isWanted(bytes[index]) { return index }
        return nil
    }
}
