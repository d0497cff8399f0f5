/// An absolute URL as the configuration needs to know it: sound enough to be fetched, comparable, and good for a name.
///
/// Not a parser for what the web links to; that is another module's. This one says what is wrong in a user's words.
public struct WebAddress: Hashable, Sendable {
    public struct Problem: Error {
        /// Follows the key's name: "needs a host, …".
        public let reason: String
    }

    /// As written.
    public let text: String
    /// Lower case, the default port dropped.
    private let scheme: String
    private let host: String
    private let port: UInt16?
    /// User and password with their `@`, or empty.
    private let user: Substring
    /// From the path's slash on.
    private let path, query: Substring

    /// A feed's URL: http or https.
    public init(feed text: String) throws(Problem) {
        try self.init(text, schemes: ["http", "https"])
    }

    init(_ text: String, schemes: [String]) throws(Problem) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw Problem(reason: "holds a space or a control character; write it as %20 or remove it")
        }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8)
        else {
            throw Problem(reason: "is no URL; it must be one that \(Self.start(schemes))")
        }
        let scheme = text[..<colon].lowercased()
        guard schemes.contains(scheme) else {
            throw Problem(reason: "cannot be fetched; it must be a URL that \(Self.start(schemes))")
        }
        let rest = text[colon...].dropFirst(3)
        let slash = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || Self.endsPath($0) } ?? rest.endIndex
        let authority = rest[..<slash]
        let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")).map { authority.utf8.index(after: $0) }
        let (host, port) = try Self.split(authority[(at ?? authority.startIndex)...])
        let query = rest.utf8[slash...].firstIndex(where: Self.endsPath) ?? rest.endIndex
        self.text = text
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port == Self.defaultPorts[scheme] ? nil : port
        user = authority[..<(at ?? authority.startIndex)]
        path = rest[slash..<query]
        self.query = rest[query...]
    }

    private static func start(_ schemes: [String]) -> String {
        let prefixes = schemes.map { "\($0)://" }
        return "starts with \(prefixes.dropLast().joined(separator: ", ")) or \(prefixes.last ?? "")"
    }

    private static let defaultPorts: [String: UInt16] = ["http": 80, "https": 443]

    private static func split(_ authority: Substring) throws(Problem) -> (host: Substring, port: UInt16?) {
        var (host, port) = (authority, Substring?.none)
        let isBracketed = authority.utf8.first == UInt8(ascii: "[")
        if isBracketed {
            guard let bracket = authority.lastIndex(of: "]") else {
                throw Problem(reason: "has a host without its ']'")
            }
            host = authority[...bracket]
            let tail = authority[authority.index(after: bracket)...]
            guard tail.isEmpty || tail.hasPrefix(":") else {
                throw Problem(reason: "has something between ']' and its port")
            }
            port = tail.isEmpty ? nil : tail.dropFirst()
            guard IPAddress(String(host.dropFirst().dropLast()))?.isVersion6 == true else {
                throw Problem(reason: "has a host that is no IPv6 address")
            }
        } else if let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")) {
            host = authority[..<colon]
            port = authority[colon...].dropFirst()
        }
        guard !host.isEmpty else { throw Problem(reason: "needs a host, as in https://example.org/feed.xml") }
        guard isBracketed || host.utf8.allSatisfy(Self.isHostByte) else {
            throw Problem(reason: "has a host with a character that no host name has")
        }
        guard let port, !port.isEmpty else { return (host, nil) }
        guard let number = UInt16(port), number >= 1, port.utf8.first != UInt8(ascii: "+") else {
            throw Problem(reason: "has a bad port; it is a number from 1 to 65535")
        }
        return (host, number)
    }

    private static func endsPath(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") }

    /// Letters, digits, `-`, `.`, `_`, and whatever IDNA may make of other scripts.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: byte >= 0x80
        }
    }
}

extension WebAddress {
    /// The same for two URLs that differ only in the case of scheme and host, the default port or the root's slash.
    public var identity: String {
        let port = port.map { ":\($0)" } ?? ""
        return "\(scheme)://\(user)\(host)\(port)\(path.isEmpty ? "/" : path)\(query)"
    }

    /// Host and path as one word: `example-org-blog-feed-xml`. Letters of any script, digits and single hyphens.
    public var slug: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(host.utf8.count + path.utf8.count)
        for byte in (host + path).utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
                bytes.append(byte)
            default: if bytes.last != UInt8(ascii: "-") { bytes.append(UInt8(ascii: "-")) }
            }
        }
        let slug = String(decoding: bytes, as: UTF8.self)
        let start = slug.drop { $0 == "-" }
        return String(start.last == "-" ? start.dropLast() : start)
    }

    /// `https://example.org/` for `feed://example.org/` and `feed:https://example.org/`, which some programs write.
    public static func withoutFeedScheme(_ text: String) -> String {
        guard text.prefix(5).lowercased() == "feed:" else { return text }
        let rest = text.dropFirst(5)
        return rest.hasPrefix("//") ? "https:" + rest : rest.hasPrefix("http") ? String(rest) : text
    }

    /// The name that a new feed of this URL must be given, because the usual one is another's; nil where that is free. A name
    /// that only followed from the order of the feeds would change with it.
    public func nameNeeded(beside names: Set<String>) -> String? {
        guard names.contains(slug) else { return nil }
        return (2...).lazy.map { "\(slug)-\($0)" }.first { !names.contains($0) }
    }
}
