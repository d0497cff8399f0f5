import Bytes

extension WebURL {
    /// Where the components lie in `href`, in bytes:
    ///
    ///     https://user@example.org:8080/path?query#fragment
    ///          |       |          |    |    |     |        |
    ///          |       hostStart  |    |    |     |        end
    ///          schemeEnd          |    |    |     fragmentStart (end, where there is no fragment)
    ///                             |    |    queryStart (fragmentStart, where there is no query)
    ///                             |    pathStart
    ///                             hostEnd
    struct Layout: Sendable, Equatable {
        var special: SpecialScheme?
        var hasAuthority = false
        var hasOpaquePath = false
        /// Nil where it is the scheme's default.
        var port: UInt16?
        var schemeEnd = 0
        var hostStart = 0
        var hostEnd = 0
        var pathStart = 0
        var queryStart = 0
        var fragmentStart = 0
        var end = 0

        var pathLength: Int { queryStart - pathStart }
    }
}

// Every index below is compared with the number of bytes just before it is used, or comes from a search, which ends there.
extension WebURL.Layout {
    /// The layout of an http or https URL that the parser would give back byte for byte, found in one pass; nil where
    /// the parser has to look, which says nothing against the URL. Most links in feeds are clean.
    init?(ofClean text: String) {
        guard let layout = unsafe text.utf8.withContiguousStorageIfAvailable(Self.clean) ?? nil else { return nil }
        self = layout
    }

    private static func clean(_ bytes: UnsafeBufferPointer<UInt8>) -> WebURL.Layout? {
        guard let scheme = unsafe scheme(of: bytes), let authority = unsafe authority(of: bytes, after: scheme),
            authority.end < bytes.count, let queryStart = unsafe pathEnd(in: bytes, from: authority.end)
        else { return nil }
        var layout = WebURL.Layout(special: scheme.special, hasAuthority: true)
        layout.schemeEnd = scheme.end
        layout.hostStart = layout.schemeEnd + 3
        (layout.hostEnd, layout.port) = (authority.hostEnd, authority.port)
        (layout.pathStart, layout.queryStart) = (authority.end, queryStart)
        guard let fragmentStart = unsafe queryEnd(in: bytes, from: queryStart),
            unsafe isCleanFragment(bytes, from: fragmentStart)
        else {
            return nil
        }
        (layout.fragmentStart, layout.end) = (fragmentStart, bytes.count)
        return layout
    }

    /// Whether the parser would give the http or https URL back byte for byte.
    static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { unsafe clean(bytes) != nil }

    /// Whether the parser would append the reference to an http or https URL's host byte for byte: an absolute path, perhaps
    /// with query and fragment.
    static func isCleanPath(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard unsafe bytes.first == .slash, unsafe bytes.count == 1 || bytes[1] != .slash,
            let queryStart = unsafe pathEnd(in: bytes, from: 0),
            let fragmentStart = unsafe queryEnd(in: bytes, from: queryStart)
        else { return false }
        return unsafe isCleanFragment(bytes, from: fragmentStart)
    }

    /// Whether the parser would only append a slash: a host of an http or https URL, and nothing behind it.
    static func isCleanOrigin(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let scheme = unsafe scheme(of: bytes) else { return false }
        return unsafe authority(of: bytes, after: scheme)?.end == bytes.count
    }

    /// A host, perhaps with a port, where a slash or the end follows.
    private static func authority(
        of bytes: UnsafeBufferPointer<UInt8>, after scheme: (special: SpecialScheme, end: Int)
    ) -> (hostEnd: Int, port: UInt16?, end: Int)? {
        let start = scheme.end + 3
        let plain = unsafe bytes.endOfPlainHost(from: start)
        guard let hostEnd = unsafe plain ?? dottedQuadEnd(in: bytes, from: start) else { return nil }
        guard hostEnd < bytes.count, unsafe bytes[hostEnd] == .colon else { return (hostEnd, nil, hostEnd) }
        var (end, number) = (hostEnd + 1, 0)
        while end < bytes.count, end - hostEnd <= 5, unsafe bytes[end].isASCIIDigit {
            unsafe number = number * 10 + Int(bytes[end] & 15)
            end += 1
        }
        guard end > hostEnd + 1, unsafe bytes[hostEnd + 1] != UInt8(ascii: "0"),
            unsafe end == bytes.count || bytes[end] == .slash,
            let port = UInt16(exactly: number), port != scheme.special.defaultPort
        else { return nil }
        return (hostEnd, port, end)
    }

    /// The end of an IPv4 address that is spelled as the parser spells it.
    private static func dottedQuadEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var end = start
        while end < bytes.count, unsafe bytes[end].isASCIIDigit || bytes[end] == .dot { end += 1 }
        guard unsafe end == bytes.count || bytes[end] == .slash || bytes[end] == .colon,
            unsafe IPv4Address(dottedQuad: UnsafeBufferPointer(rebasing: bytes[start..<end]).span) != nil
        else { return nil }
        return end
    }

    private static func scheme(of bytes: UnsafeBufferPointer<UInt8>) -> (special: SpecialScheme, end: Int)? {
        guard bytes.count > 8 else { return nil }
        let head = unsafe UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self).littleEndian
        if head == 0x2F2F_3A73_7074_7468 { return (.https, 5) }  // `https://`
        return head & 0x00FF_FFFF_FFFF_FFFF == 0x002F_2F3A_7074_7468 ? (.http, 4) : nil  // `http://`
    }

    /// The end of a path that holds nothing to encode and no segment that begins like `.`, `..` or `%2e`.
    private static func pathEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let end = unsafe bytes.endOfPlainPath(from: start)
        return unsafe end == bytes.count || bytes[end] == .question || bytes[end] == .hash ? end : nil
    }

    /// The end of a query that holds nothing to encode.
    private static func queryEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let end = unsafe bytes.endOfPlainQuery(from: start)
        return unsafe end == bytes.count || bytes[end] == .hash ? end : nil
    }

    private static func isCleanFragment(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        let unsafe = ByteSet.fragment
        for index in start..<bytes.count where unsafe unsafe.contains(bytes[index]) { return false }
        return true
    }
}
