import Web

/// A URL as a log may show it: without the user's name and password, and without a query, which may hold a token.
package struct LoggedURL: CustomStringConvertible {
    package let description: String

    package init(_ text: String) {
        guard let url = try? WebURL(parsing: text) else {  // not a URL, and logged so
            description = "(not a URL)"
            return
        }
        let port = url.port.map { ":\($0)" } ?? ""
        description = "\(url.scheme)://\(url.host ?? "")\(port)\(url.path)\(url.query == nil ? "" : "?…")"
    }
}
