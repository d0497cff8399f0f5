import Bytes
import Characters
package import Fetch
import Foundation
package import Model

extension PollFailure {
    /// An answer with a status that brings no document: what its page calls itself, and what may help.
    package init(refusal response: Response, usesDigest: Bool = false) {
        self.init(status: response.status)
        if let scheme = RefusalPage.otherScheme(response, usesDigest: usesDigest) {
            sentence += "; it takes \(scheme) alone: auth = \"\(scheme.lowercased())\""
        }
        guard let title = RefusalPage.title(of: response.body) else { return }
        sentence += ", with the page “\(title)”"
        if RefusalPage.isChallenge(title: title, response) { sentence += "; \(RefusalPage.advice)" }
    }
}

/// A page that came where a document should have been.
package enum RefusalPage {
    package static let advice = "it holds programs off: another 'user_agent' may be let in"

    /// How a server wants to be shown a password, where it takes the one way alone and the request knew the other.
    fileprivate static func otherScheme(_ response: Response, usesDigest: Bool) -> String? {
        guard response.status == 401 else { return nil }
        let challenges = response.headers.values("www-authenticate").map {
            String(decoding: $0, as: UTF8.self).lowercased()
        }
        func offers(_ scheme: String) -> Bool {
            challenges.contains { $0.hasPrefix("\(scheme) ") || $0.contains(", \(scheme) ") }
        }
        guard offers("digest") != offers("basic") else { return nil }
        return usesDigest == offers("digest") ? nil : usesDigest ? "Basic" : "Digest"
    }

    /// At most 80 characters, in one line.
    package static func title(of body: [UInt8]) -> String? {
        let head = String(decoding: body.prefix(32 << 10), as: UTF8.self)
        guard let start = head.range(of: "<title", options: .caseInsensitive),
            let open = head[start.upperBound...].firstIndex(of: ">"),
            let end = head[open...].range(of: "</title", options: .caseInsensitive)
        else { return nil }
        let text = plain(head[head.index(after: open)..<end.lowerBound])
        return text.isEmpty ? nil : text.count > 80 ? text.prefix(79) + "…" : text
    }

    /// Without references, tags' signs, and what acts in a terminal or turns the direction of writing.
    private static func plain(_ text: Substring) -> String {
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        source.withUnsafeBufferPointer { source in
            var index = 0
            while index < source.count {
                if source[index] == .ampersand {
                    index = CharacterReferences.decode(source, at: index, inAttribute: false, into: &bytes)
                } else {
                    bytes.append(source[index])
                    index += 1
                }
            }
        }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        var scalars = words.joined(separator: " ").unicodeScalars
        scalars.removeAll {
            $0 == "<" || $0 == ">" || [.control, .format].contains($0.properties.generalCategory)
        }
        return String(scalars)
    }

    /// Whether a page checks or refuses its visitor.
    package static func isChallenge(title: String, body: [UInt8]) -> Bool {
        switch NoticeTitle.kind(of: title) {
        case .visitorCheck, .refusal: true
        default: VisitorCheck.isWhole(body)
        }
    }

    fileprivate static func isChallenge(title: String, _ response: Response) -> Bool {
        if response.headers["x-datadome"] != nil || VisitorCheck.isTold(by: response.headers) { return true }
        // Others have such titles for faults of the request.
        return response.status == 403
            ? isChallenge(title: title, body: response.body)
            : NoticeTitle.kind(of: title) == .visitorCheck || VisitorCheck.isWhole(response.body)
    }
}
