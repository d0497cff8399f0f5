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
    static func isPlaceholder(_ url: some Collection<UInt8>) -> Bool {
        let url = url.trimmed
        if url.isEmpty || url.startsIgnoringCase("about:") || url.elementsEqual("#".utf8) { return true }
        if url.startsIgnoringCase("data:") { return url.startsIgnoringCase("data:image/svg") || url.count < 512 }
        let name =
            String(decoding: url.prefix(512), as: UTF8.self).lowercased().prefix { $0 != "?" && $0 != "#" }
            .split(separator: "/").last ?? ""
        return standIns.contains { name.hasPrefix($0) }
    }

    private static let standIns = [
        "placeholder", "blank.", "spacer.", "loading.", "lazy.", "lazyload", "lazy_", "lazy-", "pixel.", "transparent.",
        "1x1", "grey.", "gray.", "clear.gif", "trans.gif", "empty.", "s.gif", "dot.gif", "default-image", "ajax-loader",
        "loader.", "fallback.",
    ]

    /// `data-lazy="true"` and the like are no addresses.
    private static func isAddress(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        !isPlaceholder(value) && (value.contains(UInt8(ascii: "/")) || value.contains(UInt8(ascii: ".")))
    }
}
