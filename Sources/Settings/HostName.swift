import Web

/// The host of a feed's URL with its port: what places, delays and a 429 count by.
package struct HostName {
    package var text: String
    /// Without the port.
    package var name: String
    /// Loopback and private addresses, and names without a dot: the operator's own machines.
    package var isPrivate: Bool

    /// Whether it is an address that can be asked for a page.
    package static func isFetched(_ url: String) -> Bool { (try? WebURL(parsing: url))?.isHTTP ?? false }

    package init(of url: String) {
        guard let url = try? WebURL(parsing: url), let host = url.host else {  // unreadable: it will fail at its poll
            (text, name, isPrivate) = (url, url, false)
            return
        }
        text = url.hostAndPort ?? host
        name = host
        isPrivate = PrivateHost.contains(host)
    }
}
