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

    /// Where `:~:text=…` begins, which tells a browser what to mark and is no part of the fragment (URL Fragment Text
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

    /// Nothing at all, the top of the page (HTML section 7.4.6.4), what Facebook appends after a login.
    private static func isNoise(_ output: [UInt8], after mark: Int) -> Bool {
        let range = mark + 1..<output.count
        return range.isEmpty || output.equals("top", in: range) || output.equals("_=_", in: range)
    }
}
