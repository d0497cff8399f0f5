import Bytes

/// Finds the picture of an `img` that a script was to fill in. A good `src` is never swapped for another one.
enum LazyImage {
    private static let sources: [HTMLAttribute] = [
        .dataSrc, .dataLazySrc, .dataOriginal, .dataActualsrc, .dataHiResSrc, .dataEcho, .dataLazy, .dataUrl,
    ]
    private static let candidateLists: [HTMLAttribute] = [.dataSrcset, .dataLazySrcset]

    /// The attribute that holds the address, `.src` where nothing better is there.
    static func source(of attributes: borrowing HTMLTokenAttributes) -> HTMLAttribute {
        if let isFine = attributes.withValue(.src, { !isPlaceholder($0) }), isFine { return .src }
        for name in sources {
            if let isFine = attributes.withValue(name, { isAddress($0) }), isFine { return name }
        }
        return .src
    }

    /// The attribute that holds the candidates, nil where none does.
    static func candidates(of attributes: borrowing HTMLTokenAttributes) -> HTMLAttribute? {
        if let isFine = attributes.withValue(.srcset, { !isPlaceholder($0) }), isFine { return .srcset }
        for name in candidateLists where attributes.has(name) { return name }
        return nil
    }

    /// Whether an address is a stand-in: empty, in the page itself, or named like one.
    static func isPlaceholder(_ url: some BidirectionalCollection<UInt8>) -> Bool {
        let url = url.trimmed
        guard let first = url.first else { return true }
        switch first.asciiLowercased {
        case UInt8(ascii: "#"): return url.count == 1
        case UInt8(ascii: "a"): if url.startsIgnoringCase("about:") { return true }
        case UInt8(ascii: "d"):
            if url.startsIgnoringCase("data:") { return url.startsIgnoringCase("data:image/svg") || url.count < 512 }
        default: break
        }
        let path = url.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let name = path.lastIndex(of: UInt8(ascii: "/")).map { path[path.index(after: $0)...] } ?? path[...]
        guard let letter = name.first.map(\.asciiLowercased) else { return false }
        return standIns.contains { $0.utf8Start[0] == letter && name.startsIgnoringCase($0) }
    }

    /// How the names of stand-ins begin.
    private static let standIns: [StaticString] = [
        "placeholder", "blank.", "spacer.", "loading.", "lazy.", "lazyload", "lazy_", "lazy-", "pixel.", "transparent.",
        "1x1", "grey.", "gray.", "clear.gif", "trans.gif", "empty.", "s.gif", "dot.gif", "default-image", "ajax-loader",
        "loader.", "fallback.",
    ]

    /// `data-lazy="true"` and the like are not addresses.
    private static func isAddress(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        !isPlaceholder(value) && (value.contains(UInt8(ascii: "/")) || value.contains(UInt8(ascii: ".")))
    }
}
