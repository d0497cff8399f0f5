import FlyingFox
import Foundation
import Model

/// The documents that republish what was collected, by the ends of their paths.
enum CollectedDocument: String {
    case json = "feed.json"
    case atom = "atom.xml"
    case opml = "feeds.opml"

    private var contentType: String {
        switch self {
        case .json: "application/feed+json"
        case .atom: "application/atom+xml; charset=utf-8"
        case .opml: "text/x-opml; charset=utf-8"
        }
    }

    /// 304 where the reader has these very bytes.
    func response(_ bytes: [UInt8], to request: HTTPRequest) -> HTTPResponse {
        let digest = BodyDigest.of(bytes).map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
        let tag = "\"\(digest)\""
        var headers = HTTPHeaders()
        headers[.eTag] = tag
        headers[.cacheControl] = "no-cache"
        if request.knows(tag) {
            return HTTPResponse(statusCode: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        return HTTPResponse(statusCode: .ok, headers: headers, body: Data(bytes))
    }
}

extension HTTPRequest {
    /// Whether the reader has what has this tag. RFC 9110 section 13.1.2: weak comparison, a list, or any.
    func knows(_ tag: String) -> Bool {
        func strong(_ tag: String) -> String { tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag }
        return (headers[.ifNoneMatch] ?? "").split(separator: ",").contains {
            let known = $0.trimmingCharacters(in: .whitespaces)
            return known == "*" || strong(known) == strong(tag)
        }
    }
}
