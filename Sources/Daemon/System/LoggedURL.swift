import Web

/// A feed's address as a status may show it: its query belongs to it, a password does not.
enum WebAddressText {
    static func withoutSecrets(_ address: String) -> String {
        guard let slashes = address.range(of: "//") else { return address }
        let rest = address[slashes.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return address }
        return String(address[..<slashes.upperBound] + rest[rest.index(after: at)...])
    }
}

/// A URL as a log may show it: without the user's name and password, and without a query, which may hold a token.
struct LoggedURL: CustomStringConvertible {
    let description: String

    init(_ text: String) {
        guard let url = try? WebURL(parsing: text) else {  // then it is told as what it is: no URL
            description = "(not a URL)"
            return
        }
        let port = url.port.map { ":\($0)" } ?? ""
        description = "\(url.scheme)://\(url.host ?? "")\(port)\(url.path)\(url.query == nil ? "" : "?…")"
    }
}
