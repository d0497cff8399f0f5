import Bytes
import FlyingFox
import Foundation

/// A page of the status listener: HTML without scripts, one style sheet for all.
struct StatusPage {
    /// Escaped by `text` where it comes from outside.
    private(set) var body = ""
    private let title: String

    init(_ title: String) { self.title = title }

    /// Markup of ours.
    mutating func raw(_ html: String) { body += html }

    /// A text between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String { MarkupEscape.html(text) }

    /// A link to the web; the bare words where the address is not of the web.
    static func link(_ address: String?, _ words: String) -> String {
        guard let address, address.hasPrefix("https://") || address.hasPrefix("http://") else { return escaped(words) }
        return "<a href=\"\(escaped(address))\" rel=\"noopener noreferrer\">\(escaped(words))</a>"
    }

    static func feedLink(_ name: String) -> String {
        "<a href=\"/feeds/\(PathSegment.encoded(name))\">\(escaped(name))</a>"
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
            <link rel="stylesheet" href="/style.css">
            <link rel="alternate" type="application/feed+json" title="All articles" href="/feed.json">
            <link rel="alternate" type="application/atom+xml" title="All articles" href="/atom.xml">
            </head>
            <body>
            <header><nav aria-label="Pages"><a class="home" href="/">newspool</a> <a href="/feeds">Feeds</a>
            <a href="/status.json">JSON</a> <a href="/metrics">Metrics</a> <a href="/atom.xml">Atom</a>
            <a href="/feeds.opml">OPML</a></nav></header>
            <main>
            \(body)
            </main>
            </body>
            </html>

            """
        return HTTPResponse(
            statusCode: .ok,
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
