import Web

/// Where a hub is asked: the secret goes to it, so to none that would send it over the open network.
package enum HubAddress: Equatable, Sendable {
    case url(String)
    /// A public host without TLS.
    case unsafe

    /// - Parameter hub: as the feed names it. Many still name a public hub with http, which https serves as well.
    package init(_ hub: String) {
        guard let url = try? WebURL(parsing: hub), url.isHTTP, let host = url.host else {
            self = .unsafe
            return
        }
        if url.scheme == "https" || PrivateHost.contains(host) {
            self = .url(hub)
        } else if url.port == nil {
            self = .url("https" + hub.dropFirst("http".count))
        } else {
            self = .unsafe
        }
    }

    /// Where a hub has sent a request on to.
    /// - Parameter url: that answered.
    package init(redirect location: String, from url: String) {
        guard let target = (try? WebURL(parsing: url))?.resolving(location) else {
            self = .unsafe
            return
        }
        self.init(target.href)
    }
}
