import Bytes
import FlyingFox
import Foundation

/// A page of the status listener: HTML without scripts, one style sheet for all.
///
/// Links are relative, so that the pages work below any folder of a reverse proxy.
struct StatusPage {
    /// Escaped by `text` where it comes from outside.
    private(set) var body = ""
    private let title: String
    /// The way to `/`: `./` or `../`.
    let root: String
    private let status: HTTPStatusCode
    private let facts: Facts

    /// What each page says at its foot.
    struct Facts {
        /// Of the daemon.
        let version: String
        let time: Date
    }

    /// - Parameter depth: folders below `/`: 0 for `/feeds`, 1 for `/feeds/NAME`.
    init(_ title: String, depth: Int = 0, status: HTTPStatusCode = .ok, _ facts: Facts) {
        (self.title, self.status, self.facts) = (title, status, facts)
        root = depth == 0 ? "./" : String(repeating: "../", count: depth)
    }

    /// Markup of ours.
    mutating func raw(_ html: String) { body += html }

    /// A line of text between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String { MarkupEscape.html(text.defused) }

    /// A link to the web; the bare words where the address is not of the web.
    static func link(_ address: String?, _ words: String) -> String {
        guard let address, address.hasPrefix("https://") || address.hasPrefix("http://") else { return escaped(words) }
        return "<a href=\"\(escaped(address))\" rel=\"noopener noreferrer\">\(isolated(words))</a>"
    }

    /// Words from outside beside ours: their direction stays theirs.
    static func isolated(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }

    func feedLink(_ name: String) -> String {
        "<a href=\"\(root)feeds/\(PathSegment.encoded(name))\">\(Self.isolated(name))</a>"
    }

    static func time(_ date: Date, now: Date) -> String {
        let words = date > now ? "in \(Self.span(date.timeIntervalSince(now)))" : Self.span(now.timeIntervalSince(date))
        return "<time datetime=\"\(date.formatted(.iso8601))\" title=\"\(date.formatted(.iso8601))\">\(words)</time>"
    }

    private static func span(_ seconds: Double) -> String {
        switch Int(max(0, seconds)) {
        case let s where s < 100: "\(s)s"
        case let s where s < 6_000: "\(s / 60)m"
        case let s where s < 172_800: "\(s / 3_600)h"
        case let s: "\(s / 86_400)d"
        }
    }

    var response: HTTPResponse {
        let document = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>\(Self.escaped(title))</title>
            <link rel="icon" type="image/svg+xml" href="\(root)favicon.svg">
            <link rel="stylesheet" href="\(root)style.css">
            <link rel="alternate" type="application/feed+json" title="All articles" href="\(root)feed.json">
            <link rel="alternate" type="application/atom+xml" title="All articles" href="\(root)atom.xml">
            </head>
            <body>
            <header><nav aria-label="Pages"><a class="home" href="\(root)">newspool</a> <a href="\(root)feeds">Feeds</a>
            <a href="\(root)status.json">JSON</a> <a href="\(root)metrics">Metrics</a> <a href="\(root)atom.xml">Atom</a>
            <a href="\(root)feeds.opml">OPML</a></nav></header>
            <main>
            \(body)
            </main>
            <footer>newspool \(Self.escaped(facts.version)), as of <time datetime="\(facts.time.formatted(.iso8601))">\
            \(facts.time.formatted(.iso8601).replacing("T", with: " ").replacing("Z", with: " UTC"))</time></footer>
            </body>
            </html>

            """
        return HTTPResponse(
            statusCode: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"], body: Data(document.utf8))
    }
}

/// A name as one segment of a path (RFC 3986 section 3.3).
enum PathSegment {
    static func encoded(_ name: String) -> String {
        var path = ""
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                path.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                path += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        // A browser would take a segment of dots for a way up.
        return path == "." || path == ".." ? path.replacing(".", with: "%2E") : path
    }

    /// The segments of a request's path, decoded each by itself: a name may hold a slash.
    static func decoded(_ request: HTTPRequest) -> [String] {
        request.target.path().split(separator: "/", omittingEmptySubsequences: true)
            .map { $0.removingPercentEncoding ?? String($0) }
    }
}
