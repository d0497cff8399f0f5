import CLibcurl

/// Where a hop goes: a http or https URL, taken apart as far as fetching it needs.
struct Target: Equatable {
    /// The URL without userinfo and fragment; percent-encoded where it held spaces, control characters or raw UTF-8.
    let url: String
    let scheme: String
    /// Lower case, an IPv6 address without brackets.
    let host: String
    /// As in the URL, the scheme's own where it names none.
    let port: String
    /// The URL's userinfo, decoded.
    let credentials: Request.Credentials?

    var isSecure: Bool { scheme == "https" }

    /// A name of Tor's (RFC 7686); with the root's dot it is the same name.
    var isOnion: Bool { host.hasSuffix(".onion") || host.hasSuffix(".onion.") }

    /// Scheme, host and port agree (RFC 6454 section 4).
    func hasOrigin(of other: Target) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    init(_ url: String) throws(FetchError) {
        if let target = Target(plain: url) { self = target } else { try self.init(parsing: url) }
    }

    init(parsing url: String) throws(FetchError) {
        let parser = CurlURL()
        // libcurl would stop at a NUL, and fetch something else than what was asked for.
        guard !url.utf8.contains(0),
            parser.set(CURLUPART_URL, url, flags: Self.parsing | CURLU_PATH_AS_IS) == CURLUE_OK
        else { throw .badURL(Self.withoutUserinfo(url)) }
        try self.init(parser, orThrow: .badURL(Self.withoutUserinfo(url)))
    }

    /// The target of a redirect from here. `location` is a reference as received: relative or absolute, perhaps with
    /// raw UTF-8 or blanks in it.
    func resolving(_ location: some Collection<UInt8>) throws(FetchError) -> Target {
        let parser = CurlURL()
        let shown = String(decoding: location.prefix(200), as: UTF8.self)
        var reference: [CChar] = []
        reference.reserveCapacity(location.count + 1)
        for byte in location { Self.append(byte, to: &reference) }
        reference.append(0)
        guard parser.set(CURLUPART_URL, url, flags: Self.parsing) == CURLUE_OK,
            parser.set(CURLUPART_URL, reference, flags: Self.parsing) == CURLUE_OK
        else { throw .badRedirect("to “\(shown)”, which is not a URL") }
        return try Target(parser, orThrow: .badRedirect("to “\(shown)”, which cannot be fetched"))
    }

    /// What no URL holds as it is (RFC 3986 appendix A) and servers refuse is escaped, as browsers do. Raw UTF-8 and blanks are
    /// libcurl's to escape.
    private static func append(_ byte: UInt8, to reference: inout [CChar]) {
        guard forbidden.contains(byte) else { return reference.append(CChar(bitPattern: byte)) }
        let digits = Array("0123456789ABCDEF".utf8)
        for digit in [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] {
            reference.append(CChar(bitPattern: digit))
        }
    }

    private static let forbidden = Set("\"<>{}^`".utf8)

    /// Other schemes are parsed too, so that the error can name them.
    private static let parsing = CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE

    private init(_ parser: borrowing CurlURL, orThrow error: @autoclosure () -> FetchError) throws(FetchError) {
        guard let scheme = parser.get(CURLUPART_SCHEME) else { throw error() }
        guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(scheme) }
        let user = parser.get(CURLUPART_USER, flags: CURLU_URLDECODE)
        let password = parser.get(CURLUPART_PASSWORD, flags: CURLU_URLDECODE)
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_FRAGMENT] {
            _ = parser.set(part, nil)  // clearing cannot fail
        }
        guard let host = parser.get(CURLUPART_HOST), !host.isEmpty, host != "[]",
            let port = parser.get(CURLUPART_PORT, flags: CURLU_DEFAULT_PORT), let url = parser.get(CURLUPART_URL)
        else { throw error() }
        self.url = url
        self.scheme = scheme
        self.host = (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host).lowercased()
        self.port = port
        credentials = user.map { Request.Credentials(username: $0, password: password ?? "") }
    }

    /// For the log, which no password may reach, not even out of what is not a URL.
    private static func withoutUserinfo(_ url: String) -> String {
        let authority = url.firstRange(of: "//")?.upperBound ?? url.startIndex
        let end = url[authority...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        guard let at = url[authority..<end].lastIndex(of: "@") else { return url }
        return String(url[..<authority] + url[url.index(after: at)...])
    }
}
