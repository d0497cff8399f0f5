import Bytes
package import Fetch
import Foundation
import Web

/// `<meta http-equiv="refresh" content="0; url=/feed.xml">`, or a field `Refresh` of the answer: a page that leads on, where a
/// feed was asked for.
package enum MetaRefresh {
    /// Bytes that are looked through, and seconds after which it is not a redirect but a page that renews itself.
    private static let searched = 16 << 10, longestPause = 5.0

    /// - Returns: another http or https URL.
    package static func target(of response: Response) -> String? {
        if let target = target(in: response.body, at: response.finalURL) { return target }
        guard let content = response.headers.text("refresh") else { return nil }
        let head = response.body.span.extracting(first: searched)
        guard isPage(head) || response.body.allSatisfy({ $0 <= .space }) else { return nil }
        return target(of: content, at: response.finalURL)
    }

    /// - Parameter url: of the document.
    /// - Returns: another http or https URL.
    static func target(in body: [UInt8], at url: String) -> String? {
        // Nearly all documents are feeds, and their first tag tells.
        guard isPage(body.span.extracting(first: searched)) else { return nil }
        let head = String(decoding: body.prefix(searched), as: UTF8.self)
        let lower = String(decoding: head.utf8.map(\.asciiLowercased), as: UTF8.self)  // as many bytes as before
        guard lower.contains("http-equiv"), lower.contains("refresh") else {
            return nil
        }
        var rest = lower[...]
        while let start = rest.range(of: "<meta") {
            // What a comment holds is not the page's.
            if let comment = rest[..<start.lowerBound].range(of: "<!--") {
                guard let end = rest[comment.upperBound...].range(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
                continue
            }
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
        guard parts.count == 2, let pause = Double(parts[0].filter { !$0.isWhitespace }), pause <= longestPause else {
            return nil
        }
        var rest = parts[1].drop(while: \.isWhitespace)
        if let word = rest.range(of: "url", options: [.caseInsensitive, .anchored]) {
            let value = rest[word.upperBound...].drop(while: \.isWhitespace)
            if value.first == "=" { rest = value.dropFirst() }
        }
        let text = rest.filter { $0 != "\"" && $0 != "'" }.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty, let target = (try? WebURL(parsing: url))?.resolving(text.replacing("&amp;", with: "&")),
            target.isHTTP
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
