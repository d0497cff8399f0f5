import Bytes

/// The basic URL parser of the WHATWG URL Standard (section 4.4), without its state overrides.
///
/// The standard's state machine is written as one method a component. The components come in the order in which they
/// are serialized, so each is appended to the serialization as soon as it is read. `file:` URLs are read as others
/// with an optional host: newspool refuses them, so Windows drive letters have no special place here.
struct URLParser {
    private let input: [UInt8]
    private var position = 0
    private let base: WebURL?
    private var output: [UInt8] = []
    private var layout = WebURL.Layout()

    init(_ text: String, base: WebURL?) throws(WebURLError) {
        input = Self.trimmed(text)
        self.base = base
        output.reserveCapacity(input.count + 16)
    }

    mutating func parse() throws(WebURLError) -> (href: String, layout: WebURL.Layout) {
        if let schemeEnd = schemeEnd() {
            try parseAbsolute(schemeEnd: schemeEnd)
        } else if let base {
            if base.layout.hasOpaquePath, peek() != .hash { throw .noScheme }
            try parseRelative(to: base)
        } else {
            throw .noScheme
        }
        layout.end = output.count
        return (String(decoding: output, as: UTF8.self), layout)
    }

    // MARK: Input

    private static func trimmed(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        while let last = bytes.last, last <= .space { bytes.removeLast() }
        let start = bytes.firstIndex { $0 > .space } ?? bytes.endIndex
        bytes.removeSubrange(..<start)
        if bytes.contains(where: \.isTabOrNewline) { bytes.removeAll(where: \.isTabOrNewline) }
        return bytes
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < input.count ? input[position + offset] : nil
    }

    private func isSlash(_ byte: UInt8?) -> Bool {
        byte == .slash || (byte == .backslash && layout.special != nil)
    }

    private func endsPath(_ byte: UInt8) -> Bool { byte == .question || byte == .hash }

    /// The first index from `position` on where `isEnd` holds, or the input's end.
    private func end(where isEnd: (UInt8) -> Bool) -> Int {
        input[position...].firstIndex(where: isEnd) ?? input.endIndex
    }

    // MARK: Scheme

    private func schemeEnd() -> Int? {
        guard let first = input.first, first.isASCIILetter else { return nil }
        let end = end { !$0.isASCIIAlphanumeric && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") && $0 != .dot }
        return end < input.count && input[end] == .colon ? end : nil
    }

    private mutating func parseAbsolute(schemeEnd: Int) throws(WebURLError) {
        for byte in input[..<schemeEnd] { output.append(byte.asciiLowercased) }
        layout.schemeEnd = schemeEnd
        layout.special = SpecialScheme(rawValue: String(decoding: output, as: UTF8.self))
        output.append(.colon)
        position = schemeEnd + 1
        let hasTwoSlashes = peek() == .slash && peek(1) == .slash
        if layout.special == .file {
            try parseFile()
        } else if let special = layout.special {
            if let base, base.layout.special == special, !hasTwoSlashes {
                try parseRelative(to: base)  // `http:page` on an http page
            } else {
                try parseAuthorityAfterSlashes()
            }
        } else if hasTwoSlashes {
            position += 2
            try parseAuthority()
        } else if peek() == .slash {
            parsePathWithoutAuthority()
        } else {
            parseOpaquePath()
        }
    }

    private mutating func parseFile() throws(WebURLError) {
        if isSlash(peek()), isSlash(peek(1)) {
            position += 2
            try parseAuthority()
        } else if let base, base.layout.special == .file {
            try parseRelative(to: base)
        } else {
            appendEmptyHost()
            parsePathAndRest()
        }
    }

    // MARK: Relative references

    private mutating func parseRelative(to base: WebURL) throws(WebURLError) {
        layout.special = base.layout.special
        let first = peek()
        if isSlash(first), isSlash(peek(1)) {
            copy(base, upTo: base.layout.schemeEnd + 1)
            position += 2
            if layout.special == nil || layout.special == .file {
                try parseAuthority()
            } else {
                try parseAuthorityAfterSlashes()
            }
        } else if isSlash(first) {
            copyAuthority(of: base)
            parsePathAndRest()
        } else if first == .hash || first == nil {
            copy(base, upTo: base.layout.fragmentStart)
            parseFragment()
        } else if first == .question {
            copy(base, upTo: base.layout.queryStart)
            parseQueryAndFragment()
        } else {
            copyAuthority(of: base)
            output.append(contentsOf: base.href.utf8.dropFirst(base.layout.pathStart).prefix(base.layout.pathLength))
            removeLastSegment()
            parseSegments()
            parseQueryAndFragment()
        }
    }

    /// Starts with the serialization of `base` up to `end`, in place of what was written.
    private mutating func copy(_ base: WebURL, upTo end: Int) {
        output.removeAll(keepingCapacity: true)
        output.append(contentsOf: base.href.utf8.prefix(end))
        layout = base.layout
        layout.queryStart = min(layout.queryStart, end)
        layout.fragmentStart = min(layout.fragmentStart, end)
    }

    private mutating func copyAuthority(of base: WebURL) {
        // Without authority, `/.` may be before the path: it is not part of either.
        copy(base, upTo: base.layout.hasAuthority ? base.layout.pathStart : base.layout.schemeEnd + 1)
        layout.pathStart = output.count
    }

    // MARK: Authority

    private mutating func parseAuthorityAfterSlashes() throws(WebURLError) {
        while isSlash(peek()) { position += 1 }
        try parseAuthority()
    }

    private mutating func parseAuthority() throws(WebURLError) {
        let end = end { isSlash($0) || endsPath($0) }
        var authority = input[position..<end]
        position = end
        layout.hasAuthority = true
        output.append(.slash)
        output.append(.slash)
        if let at = authority.lastIndex(of: .at) {
            appendCredentials(authority[..<at])
            authority = authority[(at + 1)...]
            if authority.isEmpty { throw .noHost }
        }
        try appendHostAndPort(authority)
        parsePathAndRest()
    }

    private mutating func appendCredentials(_ credentials: ArraySlice<UInt8>) {
        let colon = credentials.firstIndex(of: .colon) ?? credentials.endIndex
        let password = credentials[colon...].dropFirst()
        output.append(credentials[..<colon], percentEncoding: .userinfo)
        if !password.isEmpty {
            output.append(.colon)
            output.append(password, percentEncoding: .userinfo)
        }
        if colon > credentials.startIndex || !password.isEmpty { output.append(.at) }
    }

    private mutating func appendHostAndPort(_ text: ArraySlice<UInt8>) throws(WebURLError) {
        var isInBrackets = false
        let colon = text.firstIndex { byte in
            if byte == .openBracket { isInBrackets = true }
            if byte == .closeBracket { isInBrackets = false }
            return byte == .colon && !isInBrackets
        }
        let host = text[..<(colon ?? text.endIndex)]
        let needsHost = layout.special.map { $0 != .file } ?? (colon != nil)
        if host.isEmpty, needsHost { throw .noHost }
        layout.hostStart = output.count
        if !host.isEmpty { try HostParser(isSpecial: layout.special != nil).append(host, to: &output) }
        if layout.special == .file, output.matches("localhost", at: layout.hostStart),
            output.count == layout.hostStart + 9
        {
            output.removeLast(9)
        }
        layout.hostEnd = output.count
        if let colon { try appendPort(text[(colon + 1)...]) }
    }

    private mutating func appendPort(_ digits: ArraySlice<UInt8>) throws(WebURLError) {
        var port = 0
        for digit in digits {
            guard digit.isASCIIDigit else { throw .badPort(String(decoding: digits, as: UTF8.self)) }
            port = min(port * 10 + Int(digit &- 0x30), 65536)
        }
        guard let number = UInt16(exactly: port) else { throw .badPort(String(decoding: digits, as: UTF8.self)) }
        layout.port = digits.isEmpty || number == layout.special?.defaultPort ? nil : number
        if let port = layout.port {
            output.append(.colon)
            output.append(contentsOf: String(port).utf8)
        }
    }

    private mutating func appendEmptyHost() {
        output.append(.slash)
        output.append(.slash)
        layout.hasAuthority = true
        layout.hostStart = output.count
        layout.hostEnd = output.count
    }

    // MARK: Path

    private mutating func parsePathAndRest() {
        if !layout.hasAuthority { return parsePathWithoutAuthority() }
        layout.pathStart = output.count
        if isSlash(peek()) {
            position += 1
            parseSegments()
        } else if layout.special != nil {
            parseSegments()
        }
        parseQueryAndFragment()
    }

    private mutating func parsePathWithoutAuthority() {
        layout.pathStart = output.count
        position += 1
        parseSegments()
        parseQueryAndFragment()
    }

    /// Appends `/` and a segment for each that is read, dot segments resolved (path state of the standard).
    private mutating func parseSegments() {
        while true {
            let end = end { isSlash($0) || endsPath($0) }
            let segment = input[position..<end]
            let isLast = end == input.count || endsPath(input[end])
            switch dots(in: segment) {
            case 2:
                removeLastSegment()
                if isLast { output.append(.slash) }
            case 1:
                if isLast { output.append(.slash) }
            default:
                output.append(.slash)
                output.append(segment, percentEncoding: .path)
            }
            position = end
            if isLast { break }
            position += 1
        }
        // Without `/.` the path would be read as an authority.
        if !layout.hasAuthority, output.matches("//", at: layout.pathStart) {
            output.insert(contentsOf: "/.".utf8, at: layout.pathStart)
            layout.pathStart += 2
        }
    }

    /// 1 for `.`, 2 for `..`, 0 for other segments; `%2e` counts as a dot.
    private func dots(in segment: ArraySlice<UInt8>) -> Int {
        guard let first = segment.first, first == .dot || first == .percent, segment.count <= 6 else { return 0 }
        var (count, index) = (0, segment.startIndex)
        while index < segment.endIndex {
            if segment[index] == .dot {
                index += 1
            } else if segment.percentDecodedByte(at: index) == .dot {
                index += 3
            } else {
                return 0
            }
            count += 1
        }
        return count <= 2 ? count : 0
    }

    private mutating func removeLastSegment() {
        let slash = output[layout.pathStart...].lastIndex(of: .slash) ?? layout.pathStart
        output.removeSubrange(slash...)
    }

    private mutating func parseOpaquePath() {
        layout.hasOpaquePath = true
        layout.pathStart = output.count
        let end = end(where: endsPath)
        output.append(input[position..<end], percentEncoding: .c0Control)
        // A space at the end would be lost once query and fragment are taken off.
        if end < input.count, output.last == .space {
            output.removeLast()
            output.appendPercentEncoded(.space)
        }
        position = end
        parseQueryAndFragment()
    }

    // MARK: Query and fragment

    private mutating func parseQueryAndFragment() {
        layout.queryStart = output.count
        if peek() == .question {
            let end = end { $0 == .hash }
            output.append(.question)
            output.append(input[(position + 1)..<end], percentEncoding: layout.special != nil ? .specialQuery : .query)
            position = end
        }
        parseFragment()
    }

    private mutating func parseFragment() {
        layout.fragmentStart = output.count
        guard peek() == .hash else { return }
        output.append(.hash)
        output.append(input[(position + 1)...], percentEncoding: .fragment)
    }
}
