import Bytes

/// Knows images that are there to count readers and not to be seen.
enum BeaconPolicy {
    /// Parts of the addresses of counters and of feed services' buttons, each as it is from
    /// the start of a host's label or of a path's part, in lower case.
    private static let beacons: [StaticString] = [
        "feeds.feedburner.com/~r/", "feeds.feedburner.com/~ff/", "feeds.feedburner.com/~fs/", "feedburner.com/~r/",
        "feedproxy.google.com/~r/", "feedproxy.google.com/~ff/", "/~4/", "feedsportal.com/", "stats.wordpress.com/",
        "pixel.wp.com/", "stats.wp.com/", "feeds.wordpress.com/1.0/", "doubleclick.net/", "pixel.quantserve.com/",
        "google-analytics.com/", "scorecardresearch.com/", "assoc-amazon.", "amazon-adsystem.com/e/ir", "pheedo.com/",
        "feedads.g.", "rss.buysellads.com/", "counter.theconversation.", "hits.theguardian.com/", "facebook.com/tr?",
        "pixel.adsafeprotected.com/", "pixel.newscred.com/", "medium.com/_/stat", "pi.feedsportal.com/",
        "blogger.googleusercontent.com/tracker/", "blogblog.com/1kt/blank", "tracking.feedpress.it/",
        "tracking.feedpress.com/", "feedpress.me/link/", "api.follow.it/track", "emltrk.com/", "list-manage.com/track/",
        "mailchimp.com/track/", "sendgrid.net/wf/open", "awstrack.me/", "pixel.parsely.com/",
        "certify.alexametrics.com/",
        "metrics.apple.com/", "sb.voicefive.com/", "imp.i.ad", "googleadservices.com/", "googlesyndication.com/",
        "api.substack.com/o/", "eotrx.substackcdn.com/open", "blogger.com/feeds/", "tracker.wordpress.com/",
    ]

    /// The beacons in the order of their first characters, and where those of each ASCII character begin: most places of
    /// an address begin none.
    private static let sorted: [StaticString] = beacons.sorted { $0.utf8Start[0] < $1.utf8Start[0] }
    private static let starts: [Int] = (0...128).map { initial in
        sorted.firstIndex { Int($0.utf8Start[0]) >= initial } ?? sorted.count
    }

    /// Whether an image of this address (absolute, any case) is a known counter.
    static func isBeacon(_ url: [UInt8]) -> Bool {
        guard let start = url.firstIndex(of: UInt8(ascii: ":")).map({ $0 + 3 }), start < url.count,
            url.startsIgnoringCase("http")
        else { return false }
        // Host and a little of the path: `/~4/` in a query does not count readers.
        let rest = url[start...].prefix(160)
        var isBorder = true
        for index in rest.indices {
            let byte = rest[index]
            if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { return false }
            if isBorder || byte == UInt8(ascii: "/") {
                let initial = Int(byte.asciiLowercased & 0x7F)
                for place in starts[initial]..<starts[initial + 1]
                where url[index...].startsIgnoringCase(sorted[place]) {
                    return true
                }
            }
            isBorder = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
        }
        return false
    }

    /// Whether width and height say that nothing is to be seen: both 0 or 1, in attributes or in the style.
    static func isInvisible(_ attributes: borrowing HTMLTokenAttributes) -> Bool {
        let isThin = attributes.withValue(.width, isTiny) ?? false
        let isFlat = attributes.withValue(.height, isTiny) ?? false
        if isThin && isFlat { return true }
        return attributes.withValue(.style) { hides($0, isThinOrFlat: isThin || isFlat) } ?? false
    }

    /// Whether the style hides the element.
    static func isHidden(_ attributes: borrowing HTMLTokenAttributes) -> Bool {
        attributes.withValue(.style) { hides($0, isThinOrFlat: true) } ?? false
    }

    private static func hides(_ style: UnsafeBufferPointer<UInt8>, isThinOrFlat: Bool) -> Bool {
        let plain = style.filter { $0 != 0x20 }.map(\.asciiLowercased)
        let declarations = plain.trimmed.split(separator: UInt8(ascii: ";"))
        if isThinOrFlat, declarations.contains(where: { $0.startsIgnoringCase("display:none") }) { return true }
        let isThin = declarations.contains {
            $0.equalsIgnoringCase("width:1px") || $0.equalsIgnoringCase("width:0") || $0.equalsIgnoringCase("width:0px")
        }
        return isThin
            && declarations.contains {
                $0.equalsIgnoringCase("height:1px") || $0.equalsIgnoringCase("height:0")
                    || $0.equalsIgnoringCase("height:0px")
            }
    }

    private static func isTiny(_ size: UnsafeBufferPointer<UInt8>) -> Bool {
        let size = size.trimmed
        guard let digit = size.first, digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1") else { return false }
        return size.count == 1 || size.dropFirst().equalsIgnoringCase("px")
    }
}
