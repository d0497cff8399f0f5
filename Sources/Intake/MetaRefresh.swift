import Bytes
import Foundation
import Web

/// `<meta http-equiv="refresh" content="0; url=/feed.xml">`: a page that leads on, where a feed was asked for.
package enum MetaRefresh {
    /// Bytes that are looked through, and seconds after which it is not a redirect but a page that renews itself.
    private static let searched = 16 << 10, longestPause = 5.0

    /// - Parameter url: of the document.
    /// - Returns: another http or https URL.
    package static func target(in body: [UInt8], at url: String) -> String? {
        // Nearly all documents are feeds, and their first tag tells.
        guard isPage(body.span.extracting(first: searched)) else { return nil }
        let head = String(decoding: body.prefix(searched), as: UTF8.self)
        let lower = head.lowercased()
        guard lower.contains("http-equiv"), lower.contains("refresh"), lower.utf8.count == head.utf8.count else {
            return nil
        }
        var rest = lower[...]
        while let start = rest.range(of: "<meta") {
            let end = rest[start.upperBound...].firstIndex(of: ">") ?? rest.endIndex
            let offset = lower.utf8.distance(from: lower.startIndex, to: start.upperBound)
            let length = lower.utf8.distance(from: start.upperBound, to: end)
            let from = head.utf8.index(head.startIndex, offsetBy: offset)
            let tag = String(head[from..<head.utf8.index(from, offsetBy: length)])
            if value(of: "http-equiv", in: tag)?.lowercased() == "refresh", let content = value(of: "content", in: tag)
            {
                return target(of: content, at: url)
            }
            rest = rest[end...]
        }
        return nil
    }

    /// The first element is a page's: a feed may quote a page.
    private static func isPage(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        // A byte order mark and blanks may come before the first tag.
        while index < min(bytes.count, 256), bytes[index] <= .space || !bytes[index].isASCII { index += 1 }
        while index < bytes.count, bytes[index] == UInt8(ascii: "<") {
            if bytes.matches("<!--", at: index) {
                index += 4
                while index < bytes.count, !bytes.matches("-->", at: index) { index += 1 }
            } else if index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "!"), bytes[index + 1] != .question {
                let start = index + 1
                index = start
                while index < bytes.count, bytes[index].isASCIILetter || bytes[index] == .colon { index += 1 }
                for element in elements where bytes.equals(element, in: start..<index) { return true }
                return false
            }
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
        }
        return false
    }

    private static let elements: [StaticString] = ["html", "head", "meta", "title", "link", "script", "style", "body"]

    private static func target(of content: String, at url: String) -> String? {
        let parts = content.split(maxSplits: 1) { $0 == ";" || $0 == "," }
        guard parts.count == 2, let pause = Double(parts[0].filter { !$0.isWhitespace }), pause <= longestPause,
            let start = parts[1].range(of: "url", options: .caseInsensitive),
            let equals = parts[1][start.upperBound...].firstIndex(of: "=")
        else { return nil }
        let text = parts[1][parts[1].index(after: equals)...].filter { $0 != "\"" && $0 != "'" }
            .trimmingCharacters(in: .whitespaces)
        guard let target = (try? WebURL(parsing: url))?.resolving(text.replacing("&amp;", with: "&")), target.isHTTP
        else {
            return nil
        }
        let found = "\(target)"
        return found == url ? nil : found
    }

    /// The value of an attribute, quoted or not.
    private static func value(of name: String, in tag: String) -> String? {
        guard let start = tag.range(of: name, options: .caseInsensitive) else { return nil }
        var rest = tag[start.upperBound...].drop(while: \.isWhitespace)
        guard rest.first == "=" else { return nil }
        rest = rest.dropFirst().drop(while: \.isWhitespace)
        if let quote = rest.first, quote == "\"" || quote == "'" {
            return String(rest.dropFirst().prefix { $0 != quote })
        }
        return String(rest.prefix { !$0.isWhitespace && $0 != ">" })
    }
}
