import Bytes
package import Web

/// An absolute URL as feeds.toml has it: one that can be fetched, is comparable and good for a name.
///
/// `WebURL` reads it; what is wrong with it is said here in a user's words.
public struct WebAddress: Hashable, Sendable {
    public struct Problem: Error {
        /// Follows the key's name: "needs a host, …".
        public let reason: String
    }

    /// As written.
    public let text: String
    package let url: WebURL

    /// A feed's URL: http or https.
    public init(feed text: String) throws(Problem) {
        try self.init(text, schemes: ["http", "https"])
    }

    init(_ text: String, schemes: [String]) throws(Problem) {
        let bytes = text.utf8Span.span
        for index in bytes.indices where bytes[index] <= 0x20 || bytes[index] == 0x7F {
            throw Problem(reason: "holds a space or a control character; write it as %20 or remove it")
        }
        guard let schemeEnd = Self.schemeEnd(in: bytes) else {
            throw Problem(reason: "is not a URL; it must be one that \(Self.start(schemes))")
        }
        let scheme = String(decoding: text.utf8.prefix(schemeEnd).map(\.asciiLowercased), as: UTF8.self)
        guard schemes.contains(scheme) else {
            throw Problem(reason: "cannot be fetched; it must be a URL that \(Self.start(schemes))")
        }
        // A browser skips slashes here and takes the path's first name for the host.
        let start = schemeEnd + 3
        guard start < bytes.count, bytes[start] != .slash, bytes[start] != .backslash else {
            throw Problem(reason: Self.words(for: .noHost))
        }
        do throws(WebURLError) {
            // What follows a proxy's scheme is held to the same rules as what follows http.
            let rest = text.utf8.dropFirst(schemeEnd)
            url = try WebURL(parsing: scheme == "http" || scheme == "https" ? text : "http" + String(Substring(rest)))
        } catch {
            throw Problem(reason: Self.words(for: error))
        }
        guard url.port != 0 else { throw Problem(reason: Self.badPort) }
        guard let host = url.host, host.hasPrefix("[") || host.utf8.allSatisfy(\.isHostByte) else {
            throw Problem(reason: Self.badCharacter)
        }
        self.text = text
    }

    /// Where the first `://` is, if nothing but a scheme is before it.
    private static func schemeEnd(in bytes: Span<UInt8>) -> Int? {
        var end = 0
        while end < bytes.count, bytes[end].isSchemeByte { end += 1 }
        return bytes.matches("://", at: end) ? end : nil
    }

    private static func start(_ schemes: [String]) -> String {
        let prefixes = schemes.map { "\($0)://" }
        return "starts with \(prefixes.dropLast().joined(separator: ", ")) or \(prefixes.last ?? "")"
    }

    private static let badPort = "has a bad port; it is a number from 1 to 65535"
    private static let badCharacter = "has a host with a character that no host name has"

    private static func words(for error: WebURLError) -> String {
        switch error {
        case .noHost: return "needs a host, as in https://example.org/feed.xml"
        case .badPort: return badPort
        case .noScheme, .refusedScheme: return "is not a URL"
        case .badHost(let host):
            if host.hasPrefix("[") {
                guard let bracket = host.lastIndex(of: "]") else { return "has a host without its ']'" }
                let isLast = host.index(after: bracket) == host.endIndex
                return isLast ? "has a host that is not an IPv6 address" : "has something between ']' and its port"
            }
            guard host.utf8.allSatisfy(\.isHostByte) else { return badCharacter }
            let labels = host.split(separator: ".")
            let isNumeric = labels.last?.utf8.first?.isASCIIDigit == true
            return isNumeric ? "has a host that is not an IPv4 address" : "has a host that is not a host name"
        }
    }

    /// As written. `WebURL` has read it, so that its parts are where they should be.
    private var hostAndPath: (host: Substring, path: Substring) {
        let rest = text[(text.firstRange(of: "://")?.upperBound ?? text.startIndex)...]
        let bytes = rest.utf8
        let slash =
            bytes.firstIndex { $0 == .slash || $0 == .backslash || $0 == .question || $0 == .hash } ?? bytes.endIndex
        var host = bytes[..<slash]
        if let at = host.lastIndex(of: .at) { host = host[host.index(after: at)...] }
        if let colon = host.lastIndex(of: .colon), !host[colon...].contains(.closeBracket) { host = host[..<colon] }
        let path = bytes[slash...].prefix { $0 != .question && $0 != .hash }
        return (rest[host.startIndex..<host.endIndex], rest[path.startIndex..<path.endIndex])
    }
}

extension UInt8 {
    fileprivate var isSchemeByte: Bool { isASCIIAlphanumeric || isOne(of: "+-.") }

    /// Letters, digits, `-`, `.`, `_`, and whatever IDNA may make of other scripts.
    fileprivate var isHostByte: Bool { isASCIIAlphanumeric || isOne(of: "-._") || self >= 0x80 }

    private func isOne(of bytes: StaticString) -> Bool {
        for index in 0..<bytes.utf8CodeUnitCount where unsafe bytes.utf8Start[index] == self { return true }
        return false
    }
}

extension WebAddress {
    /// The same for two URLs that mean the same to a server: scheme and host in any case, the default port or none, the
    /// root's slash or none.
    public var identity: String { url.href }

    /// Host and path as one word: `example-org-blog-feed-xml`. Letters of any script, digits and single hyphens.
    public var slug: String {
        var bytes: [UInt8] = []
        let (host, path) = hostAndPath
        bytes.reserveCapacity(host.utf8.count + path.utf8.count)
        for byte in (host.lowercased() + path).utf8 {
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

}
