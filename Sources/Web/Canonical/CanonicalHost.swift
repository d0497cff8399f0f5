import Bytes

/// The host layer: no `www.`, and the mobile sites of Wikipedia and YouTube are those sites.
enum CanonicalHost {
    static func append(_ host: Span<UInt8>, folding folds: CanonicalURL.Folds, to output: inout [UInt8]) {
        let start = output.count
        output.append(host, in: prefixLength(of: host, folding: folds)..<host.count)
        while output.hasSuffix(".m.wikipedia.org", from: start) {
            let label = output.count - "m.wikipedia.org".utf8.count
            output.removeSubrange(label..<label + 2)
        }
        if output.equals("m.youtube.com", in: start..<output.count) { output.removeSubrange(start..<start + 2) }
        guard folds.contains(.sites) else { return }
        for (name, site) in sites where output.equals(name, in: start..<output.count) {
            output.removeLast(output.count - start)
            output.append(contentsOf: site.utf8)
            return
        }
    }

    private static func prefixLength(of host: Span<UInt8>, folding folds: CanonicalURL.Folds) -> Int {
        var start = 0
        while let dot = dot(in: host, from: start), isPrefix(host, start..<dot, folding: folds),
            hasInnerDot(host, from: dot + 1)
        {
            start = dot + 1
        }
        return start
    }

    private static func isPrefix(_ host: Span<UInt8>, _ label: Range<Int>, folding folds: CanonicalURL.Folds) -> Bool {
        if host.equals("www", in: label) { return true }
        if folds.contains(.mobile), mobileLabels.contains(where: { host.equals($0, in: label) }) { return true }
        return folds.contains(.amp) && host.equals("amp", in: label)
    }

    /// Whether what begins at `start` is more than a top-level domain: `www.com` is a name of its own, as is `www.com.`.
    private static func hasInnerDot(_ host: Span<UInt8>, from start: Int) -> Bool {
        guard let dot = dot(in: host, from: start) else { return false }
        return dot > start && dot < host.count - 1
    }

    private static func dot(in host: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < host.count {
            if host[index] == .dot { return index }
            index += 1
        }
        return nil
    }

    private static let mobileLabels: [StaticString] = ["m", "mobile", "touch", "wap"]

    private static let sites: [(name: StaticString, site: String)] = [
        ("twitter.com", "x.com"), ("mobile.twitter.com", "x.com"),
        ("old.reddit.com", "reddit.com"), ("new.reddit.com", "reddit.com"),
    ]
}
