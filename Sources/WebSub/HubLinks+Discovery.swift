package import Model
import Web

extension HubLinks {
    /// Bytes of an address that is kept.
    private static let longest = 2_048

    /// What an answer and the document in it say of hubs (W3C WebSub, section 4): where the server names one the document is not
    /// asked, and what names no topic is its own.
    ///
    /// - Parameters:
    ///   - headers: the values of the answer's `Link` fields.
    ///   - hubs: as the document names them, absolute.
    ///   - topic: the document's own address as it says it.
    ///   - address: where it was found.
    package init(headers: [String], hubs: [String], topic: String?, address: String) {
        let base = try? WebURL(parsing: address)
        let links = LinkHeader.links(headers)
        func targets(_ relation: String) -> [String] {
            links.filter { $0.relations.contains(relation) }.compactMap { link in
                Self.accepted(base?.resolving(link.target))
            }
        }
        let named = targets("hub")
        let all = named.isEmpty ? hubs.compactMap { Self.accepted(try? WebURL(parsing: $0)) } : named
        var unique: [String] = []
        for hub in all where !unique.contains(hub) { unique.append(hub) }
        let own = topic.flatMap { Self.accepted(try? WebURL(parsing: $0)) }
        let subject = targets("self").first ?? own ?? Self.accepted(base)
        guard let subject else {
            self = .none
            return
        }
        self.init(topic: subject, hubs: unique)
    }

    private static func accepted(_ url: WebURL?) -> String? {
        guard let url, url.isHTTP, !url.hasCredentials, url.href.utf8.count <= longest else { return nil }
        return url.href
    }
}
