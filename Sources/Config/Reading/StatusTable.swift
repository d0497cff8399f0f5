import Bytes
import Web

enum StatusKey: String, TableKey {
    case listen, hosts
    case baseURL = "base_url"
    case tokenFile = "token_file"

    static let table = "[status]"
}

extension ValueReader {
    func status(_ table: TomlNode) -> Configuration.Status {
        var status = Configuration.Status()
        read(table, StatusKey.self) { key, node in
            switch key {
            case .listen: status.listen = listenAddress(node)
            case .hosts: status.hosts = list(node, of: "host names in quotes", hostName) ?? []
            case .baseURL: status.baseURL = folder(node)
            case .tokenFile: status.token = bearerToken(node)
            }
        }
        return status
    }

    /// An address to listen on.
    func listenAddress(_ node: TomlNode) -> Configuration.ListenAddress? {
        guard let text = string(node) else { return nil }
        if text.hasPrefix("unix:") {
            guard text.utf8.count > 5, !text.hasSuffix("/"), !text.utf8.contains(0) else {
                return refuse(
                    node, "'listen' names no socket: write its path, such as \"unix:/run/newspool/status.sock\"")
            }
            return .unix(path: paths.resolve(String(text.dropFirst(5))))
        }
        guard let address = Configuration.ListenAddress(text) else {
            return refuse(
                node,
                "'listen' is not an address: \(quoted(text)); write an IP address or localhost, a colon and a port "
                    + "from 1 to 65535, such as \"127.0.0.1:8780\" or \"[::1]:8780\", or \"unix:\" and a path")
        }
        return address
    }

    /// A host as `Host` headers have it after the URL rules: lower-case, in ASCII, without a port.
    private func hostName(_ node: TomlNode) -> String? {
        guard let text = string(node) else { return nil }
        guard !text.contains(where: { "/:@?#".contains($0) }), let url = try? WebURL(parsing: "http://\(text)/"),
            let host = url.host
        else {
            return refuse(
                node, "\(quoted(text)) is not a host name; write it without scheme, port and path: \"news.example.org\""
            )
        }
        return host
    }

    /// RFC 6750 section 2.1.
    private func bearerToken(_ node: TomlNode) -> Secret? {
        guard let text = onlyLine(node) else { return nil }
        let digits = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCIIAlphanumeric || "-._~+/".utf8.contains($0) }) else {
            return refuse(
                node,
                "the file of \(named(node)) holds no token, which is letters, digits and -._~+/; make one with: "
                    + "openssl rand -hex 24", hidden: true)
        }
        return Secret(text)
    }

    /// An address below which others are, with a slash at its end.
    func folder(_ node: TomlNode) -> String? {
        guard let address = address(node) else { return nil }
        let url = address.url
        guard url.query == nil, url.fragment == nil, !url.hasCredentials else {
            return refuse(node, "\(named(node)) is the address of a folder: write it without password, '?' and '#'")
        }
        return url.href.hasSuffix("/") ? url.href : url.href + "/"
    }
}

extension Configuration.ListenAddress {
    /// `127.0.0.1:8780`, `[::1]:8780` or `localhost:8780`.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard digits.first != "+", let port = UInt16(digits), port >= 1 else { return nil }
        var host = String(text[..<colon])
        let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if bracketed { host = String(host.dropFirst().dropLast()) }
        guard host == "localhost" || IPAddress(host) != nil, host.contains(":") == bracketed else { return nil }
        self = .tcp(host: host, port: port)
    }
}
