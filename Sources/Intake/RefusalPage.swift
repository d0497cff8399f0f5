import Bytes
package import Fetch
import Foundation
package import Model

extension PollFailure {
    /// An answer with a status that brings no document: what its page calls itself, and what may help.
    package init(refusal response: Response) {
        self.init(status: response.status)
        guard let title = RefusalPage.title(of: response.body) else { return }
        sentence += ", with the page “\(title)”"
        if RefusalPage.isChallenge(title: title, response) { sentence += "; \(RefusalPage.advice)" }
    }
}

/// A page that came where a document should have been.
package enum RefusalPage {
    package static let advice = "it holds programs off: another 'user_agent' may be let in"

    /// At most 80 characters, in one line.
    package static func title(of body: [UInt8]) -> String? {
        let head = String(decoding: body.prefix(32 << 10), as: UTF8.self)
        guard let start = head.range(of: "<title", options: .caseInsensitive),
            let open = head[start.upperBound...].firstIndex(of: ">"),
            let end = head[open...].range(of: "</title", options: .caseInsensitive)
        else { return nil }
        let words = head[head.index(after: open)..<end.lowerBound].split(whereSeparator: \.isWhitespace)
        let text = words.joined(separator: " ").filter { $0 != "<" && $0 != ">" }
        return text.isEmpty ? nil : text.count > 80 ? text.prefix(79) + "…" : text
    }

    /// Whether a page is a check of the visitor: Cloudflare, Anubis, DataDome, PerimeterX, Incapsula and others.
    package static func isChallenge(title: String, body: [UInt8] = []) -> Bool {
        let title = title.lowercased()
        if titles.contains(where: title.contains) { return true }
        let head = body.prefix(64 << 10)
        return marks.contains { head.contains($0.utf8) }
    }

    fileprivate static func isChallenge(title: String, _ response: Response) -> Bool {
        response.headers["cf-mitigated"] != nil || response.headers["x-datadome"] != nil
            || isChallenge(title: title, body: response.body)
    }

    private static let titles = [
        "just a moment", "making sure you're not a bot", "making sure you&#39;re not a bot", "attention required",
        "checking your browser", "ddos protection", "ddos-guard", "access denied",
        "access to this page has been denied",
        "are you a robot", "are you human", "human verification", "verify you are human", "security check",
        "pardon our interruption", "request unsuccessful", "bot verification", "one moment, please", "captcha",
        "please wait...", "client challenge", "robot check", "unusual traffic",
    ]

    private static let marks = [
        "/cdn-cgi/challenge-platform/", "anubis_challenge", "/.within.website/x/cmd/anubis", "captcha-delivery.com",
        "_Incapsula_Resource", "px-captcha", "perimeterx.net", "geo.captcha-delivery", "awswaf.com", "kasada",
        "ddos-guard.net",
    ]
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ word: String.UTF8View) -> Bool {
        let word = Array(word)
        guard let first = word.first, count >= word.count else { return false }
        var from = startIndex
        while let hit = self[from...].firstIndex(of: first), hit + word.count <= endIndex {
            if self[hit..<hit + word.count].elementsEqual(word) { return true }
            from = hit + 1
        }
        return false
    }
}
