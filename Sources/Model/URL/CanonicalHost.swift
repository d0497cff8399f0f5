/// The host layer: no `www.`, and Wikipedia's mobile sites are Wikipedia.
enum CanonicalHost {
    static func append(_ host: ArraySlice<UInt8>, folding folds: CanonicalURL.Folds, to output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: withoutPrefixes(host, folding: folds))
        while output.hasSuffix(".m.wikipedia.org", from: start) {
            let label = output.count - "m.wikipedia.org".utf8.count
            output.removeSubrange(label..<label + 2)
        }
        guard folds.contains(.sites) else { return }
        for (name, site) in sites where output.equals(name, in: start..<output.count) {
            output.removeLast(output.count - start)
            output.append(contentsOf: site.utf8)
            return
        }
    }

    private static func withoutPrefixes(_ host: ArraySlice<UInt8>, folding folds: CanonicalURL.Folds) -> ArraySlice<
        UInt8
    > {
        var host = host
        while let dot = host.firstIndex(of: .dot), isPrefix(host[..<dot], folding: folds),
            hasInnerDot(host[(dot + 1)...])
        {
            host = host[(dot + 1)...]
        }
        return host
    }

    private static func isPrefix(_ label: ArraySlice<UInt8>, folding folds: CanonicalURL.Folds) -> Bool {
        guard label.count <= 6 else { return false }
        if label.elementsEqual("www".utf8) { return true }
        if folds.contains(.mobile), mobileLabels.contains(where: { label.elementsEqual($0.utf8) }) { return true }
        return folds.contains(.amp) && label.elementsEqual("amp".utf8)
    }

    /// Whether `host` is more than a top-level domain: `www.com` is a name of its own, and so is `www.com.`.
    private static func hasInnerDot(_ host: ArraySlice<UInt8>) -> Bool {
        host.first != .dot && host.dropLast().contains(.dot)
    }

    private static let mobileLabels = ["m", "mobile", "touch", "wap"]

    private static let sites: [(name: StaticString, site: String)] = [
        ("twitter.com", "x.com"), ("mobile.twitter.com", "x.com"),
        ("old.reddit.com", "reddit.com"), ("new.reddit.com", "reddit.com"),
    ]
}

extension [UInt8] {
    /// Whether the bytes from `start` on end in `suffix`.
    func hasSuffix(_ suffix: StaticString, from start: Int) -> Bool {
        let offset = count - suffix.utf8CodeUnitCount
        return offset >= start && matches(suffix, at: offset)
    }
}
