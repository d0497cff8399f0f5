import Bytes

/// The fragment layer: kept, as a page may hold many entries (`#2024-01-04-1`), but for noise.
enum CanonicalFragment {
    /// Appends the form of `fragment`, its `#` included; nothing where none is left of it.
    static func append(_ fragment: Span<UInt8>, to output: inout [UInt8]) {
        let mark = output.count
        output.append(fragment, decoding: .unreserved)
        if let directive = directiveStart(in: output, from: mark + 1) { output.removeLast(output.count - directive) }
        removeTrackers(from: &output, after: mark)
        if isNoise(output, after: mark) { output.removeLast(output.count - mark) }
    }

    /// Where `:~:text=…` begins, which tells a browser what to mark and is not part of the fragment (URL Fragment Text
    /// Directives, section 3.3); nil where there is none from `start` on.
    static func directiveStart(in bytes: [UInt8], from start: Int) -> Int? {
        bytes[start...].indices.first { bytes[$0] == .colon && bytes.matches(":~:", at: $0) }
    }

    /// `#utm_source=rss`, `#xtor=RSS-1`. A tracker's name alone may be an anchor (`#ns_types`).
    private static func removeTrackers(from output: inout [UInt8], after mark: Int) {
        guard output.contains(.equals, from: mark) else { return }
        let trackers = TrackerList.shared
        output.removeParameters(from: mark + 1) { parameter, bytes in
            parameter.hasEquals && trackers.drops(parameter, of: bytes)
        }
    }

    /// Nothing at all, the top of the page (HTML section 7.4.6.4), what Facebook appends after a login, the places that
    /// each page of a blog has, and what services add to an address that is copied or shared.
    private static func isNoise(_ output: [UInt8], after mark: Int) -> Bool {
        let range = mark + 1..<output.count
        return range.isEmpty || places.contains { output.equals($0, in: range) } || isFold(output[range])
            || isShareMark(output, in: range)
    }

    /// `comments` and `rss` are left: pages have entries of these names.
    private static let places: [StaticString] = ["top", "_=_", "respond", "disqus_thread", "xtor"]

    /// `more-1187`, where WordPress folds an article.
    private static func isFold(_ fragment: ArraySlice<UInt8>) -> Bool {
        let digits = fragment.dropFirst("more-".utf8.count)
        return !digits.isEmpty && fragment.starts(with: "more-".utf8) && digits.allSatisfy(\.isASCIIDigit)
    }

    /// `tk.rss_all` (IDG), `ixzz2bQrStU` (Tynt), `sthash.Yk41xPqL.dpuf` (ShareThis), `.VYz3Kfl7xbE.twitter` (AddThis).
    private static func isShareMark(_ output: [UInt8], in range: Range<Int>) -> Bool {
        if output.matches("tk.", at: range.lowerBound) || output.matches("sthash.", at: range.lowerBound) {
            return range.count > 7
        }
        if output.matches("ixzz", at: range.lowerBound) {
            let id = output[range].dropFirst(4)
            return id.count >= 6 && id.count <= 8 && id.allSatisfy(\.isASCIIAlphanumeric)
        }
        return isAddThis(output[range])
    }

    /// A dot and 64 bits in base64, at the head of them the time since 2010; then, perhaps, the name of a service.
    /// Documentation has anchors like it (`#.fromString`, `#.EventEmitter`), but none with a digit, letters of either
    /// case and an end that no 64 bits lack.
    private static func isAddThis(_ fragment: ArraySlice<UInt8>) -> Bool {
        guard fragment.first == .dot, fragment.count >= 12 else { return false }
        let id = fragment.dropFirst().prefix(11)
        let service = fragment.dropFirst(12)
        guard let first = id.first, first >= UInt8(ascii: "T"), first <= UInt8(ascii: "Z"), let last = id.last,
            "AEIMQUYcgkosw048".utf8.contains(last),
            id.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }),
            id.contains(where: \.isASCIIDigit), id.contains(where: { $0 &- 0x61 < 26 })
        else { return false }
        return service.isEmpty
            || service.first == .dot && service.count > 1
                && service.dropFirst().allSatisfy { $0 &- 0x61 < 26 || $0 == UInt8(ascii: "_") }
    }
}
