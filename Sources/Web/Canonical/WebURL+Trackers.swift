import Bytes

extension WebURL {
    /// Whether a query parameter of this name tracks in any link, whatever its value.
    public static func isTracker(_ name: [UInt8]) -> Bool {
        TrackerList.shared.alwaysDrops(Parameter(name.indices, of: name), of: name)
    }

    /// The URL without the parameters that track in any link, and else as published, byte for byte. Parameters that
    /// track with some values only are kept, and so is everything that a server might look at.
    public func strippingTrackers() -> WebURL {
        guard isHTTP, layout.queryStart < layout.end else { return self }
        let source = href.utf8Span.span
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        bytes.append(source, in: 0..<layout.fragmentStart)
        Self.removeTrackers(from: &bytes, after: layout.queryStart) { _ in true }
        let fragmentStart = bytes.count
        bytes.append(source, in: layout.fragmentStart..<layout.end)
        if CanonicalFragment.directiveStart(in: bytes, from: fragmentStart) == nil {
            Self.removeTrackers(from: &bytes, after: fragmentStart, where: \.hasEquals)
        }
        guard bytes.count < layout.end else { return self }
        var layout = layout
        (layout.fragmentStart, layout.end) = (fragmentStart, bytes.count)
        return WebURL(href: String(decoding: bytes, as: UTF8.self), layout: layout)
    }

    /// Strips the query or fragment whose `?` or `#` is at `mark`, and takes that along where nothing is left.
    private static func removeTrackers(
        from bytes: inout [UInt8], after mark: Int, where isParameter: (Parameter) -> Bool
    ) {
        guard bytes.count - mark > 1 else { return }
        let trackers = TrackerList.shared
        bytes.removeParameters(from: mark + 1) { isParameter($0) && trackers.alwaysDrops($0, of: $1) }
        if bytes.count == mark + 1 { bytes.removeLast() }
    }
}
