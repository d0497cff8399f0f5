import Bytes
import Glibc

/// An absolute URL as the basic parser of the [WHATWG URL Standard](https://url.spec.whatwg.org) reads it: what a
/// browser would open. Serialized once, in ASCII; the components are ranges of it.
public struct WebURL: Sendable {
    /// The serialization, with fragment.
    public let href: String
    let layout: Layout

    /// Parses `text` as an absolute URL, or relative to `base`.
    ///
    /// Spaces and controls at both ends, and tabs and newlines anywhere, are dropped, as browsers do. Schemes other
    /// than http, https, ws, wss and ftp are read generically (`mailto:`, `data:`, `tag:` have an opaque path).
    public init(parsing text: String, base: WebURL? = nil) throws(WebURLError) {
        if let layout = Layout(ofClean: text) {
            (href, self.layout) = (text, layout)
        } else {
            var parser = try URLParser(text, base: base)
            (href, layout) = try parser.parse()
        }
    }

    init(href: String, layout: Layout) {
        self.href = href
        self.layout = layout
    }

    /// The URL that `reference` means on a page with this URL; nil where it means none.
    public func resolving(_ reference: String) -> WebURL? {
        try? WebURL(parsing: reference, base: self)  // why it failed does not matter for a link in a page
    }

    /// Appends the address of the URL that `reference` (UTF-8) means on a page with this URL; returns false, and
    /// appends nothing, where it means none. Most references are clean and need no parsing.
    public func resolve(_ reference: UnsafeBufferPointer<UInt8>, into address: inout [UInt8]) -> Bool {
        if unsafe Layout.isClean(reference) {
            unsafe address.append(contentsOf: reference)
        } else if unsafe Layout.isCleanOrigin(reference) {
            unsafe address.append(contentsOf: reference)
            address.append(.slash)
        } else if isHTTP, unsafe Layout.isCleanPath(reference) {
            address.append(href.utf8Span.span, in: 0..<layout.pathStart)
            unsafe address.append(contentsOf: reference)
        } else {
            guard let url = unsafe resolving(String(decoding: reference, as: UTF8.self)) else { return false }
            address.append(contentsOf: url.href.utf8)
        }
        return true
    }
}

extension WebURL {
    /// Whether a text is an http or https URL that the parser would give back byte for byte, whatever it is relative to.
    /// False says nothing against it.
    package static func isClean(_ text: String) -> Bool {
        unsafe text.utf8.withContiguousStorageIfAvailable(Layout.isClean) ?? false
    }

    /// Whether a text begins with what is before this URL's path, and a path follows: an address on the same host. False
    /// also where only parsing could tell.
    package func sharesOrigin(with text: String) -> Bool {
        unsafe href.utf8.withContiguousStorageIfAvailable { own in
            unsafe text.utf8.withContiguousStorageIfAvailable { other in
                let count = layout.pathStart
                guard layout.hasAuthority, count > 0, other.count > count, unsafe other[count] == .slash,
                    let (own, other) = unsafe own.baseAddress.flatMap({ own in
                        unsafe other.baseAddress.map { unsafe (own, $0) }
                    })
                else { return false }
                return unsafe memcmp(own, other, count) == 0
            } ?? false
        } ?? false
    }

    /// In lower case, without the colon.
    public var scheme: String { text(0..<layout.schemeEnd) }

    /// An A-label domain, an IPv4 address, an IPv6 address in brackets; nil in URLs without authority (`mailto:`).
    public var host: String? { layout.hasAuthority ? text(layout.hostStart..<layout.hostEnd) : nil }

    /// The host, and behind a colon the port where it is not the scheme's default; nil in URLs without authority.
    package var hostAndPort: String? { layout.hasAuthority ? text(layout.hostStart..<layout.pathStart) : nil }

    /// Nil where it is the scheme's default.
    public var port: Int? { layout.port.map(Int.init) }

    /// Starts with `/` in URLs with a special scheme.
    public var path: String { text(layout.pathStart..<layout.queryStart) }

    /// Without the `?`; nil where there is none, empty after a lone `?`.
    public var query: String? {
        layout.queryStart < layout.fragmentStart ? text(layout.queryStart + 1..<layout.fragmentStart) : nil
    }

    /// Without the `#`; nil where there is none, empty after a lone `#`.
    public var fragment: String? {
        layout.fragmentStart < layout.end ? text(layout.fragmentStart + 1..<layout.end) : nil
    }

    public var isHTTP: Bool { layout.special == .http || layout.special == .https }

    /// A name or a password before the host.
    package var hasCredentials: Bool { layout.hasAuthority && layout.hostStart > layout.schemeEnd + 3 }

    private func text(_ range: Range<Int>) -> String {
        let bytes = href.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        return String(href[start..<bytes.index(start, offsetBy: range.count)])
    }
}

extension WebURL: Hashable, CustomStringConvertible {
    public static func == (one: WebURL, other: WebURL) -> Bool { one.href == other.href }
    public func hash(into hasher: inout Hasher) { hasher.combine(href) }
    public var description: String { href }
}
