import Web

/// What robots.txt says of sitemaps (<https://www.sitemaps.org/protocol.html#submit_robots>).
enum RobotsFile {
    /// Absolute addresses of http and https; those that are for news first.
    static func sitemaps(in bytes: [UInt8], at url: WebURL) -> [String] {
        var found: [String] = []
        for line in String(decoding: bytes.prefix(512 << 10), as: UTF8.self).split(whereSeparator: \.isNewline) {
            let parts = line.prefix { $0 != "#" }.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingPrefix(while: \.isWhitespace).lowercased() == "sitemap" else {
                continue
            }
            let text = parts[1].filter { !$0.isWhitespace }
            guard let target = url.resolving(text), target.isHTTP, !found.contains(target.href) else { continue }
            found.append(target.href)
        }
        return found.filter { $0.contains("news") } + found.filter { !$0.contains("news") }
    }
}
