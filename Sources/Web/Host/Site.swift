/// The web site that a URL belongs to, by its host.
package struct Site {
    private let name: Substring

    package init(_ url: String) { name = Self.host(of: url) }

    /// Whether another URL's host is this one, or one of the two lies within the other: `feeds.example.org` speaks for
    /// `example.org` and for `www.example.org`, a neighbour on `blogs.example` for itself alone.
    package func owns(_ url: String) -> Bool {
        let host = Self.host(of: url)
        return host == name || Self.lies(host, within: name) || Self.lies(name, within: host)
    }

    private static func lies(_ host: Substring, within other: Substring) -> Bool {
        // A top-level domain is not a site.
        other.utf8.contains(UInt8(ascii: ".")) && host.utf8.count > other.utf8.count + 1 && host.hasSuffix(other)
            && host.dropLast(other.count).utf8.last == UInt8(ascii: ".")
    }

    /// Without `www.` and port, in lower case.
    private static func host(of url: String) -> Substring {
        let bytes = url.utf8
        var start = bytes.startIndex
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), url[colon...].hasPrefix("://") {
            start = bytes.index(colon, offsetBy: 3)
        }
        var authority = url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        let nameEnd = authority.firstIndex(of: "]") ?? authority.startIndex
        if let port = authority[nameEnd...].firstIndex(of: ":") { authority = authority[..<port] }
        let lower = Substring(authority.lowercased())
        return lower.hasPrefix("www.") ? lower.dropFirst(4) : lower
    }
}
