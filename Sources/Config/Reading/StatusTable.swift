import Web

enum StatusKey: String, TableKey {
    case listen

    static let table = "[status]"
}

extension ValueReader {
    func status(_ table: TomlNode) -> Configuration.Status {
        var status = Configuration.Status()
        read(table, StatusKey.self) { key, node in
            switch key {
            case .listen: status.listen = listenAddress(node)
            }
        }
        return status
    }

    private func listenAddress(_ node: TomlNode) -> Configuration.ListenAddress? {
        guard let text = string(node) else { return nil }
        guard let address = Configuration.ListenAddress(text) else {
            return refuse(
                node,
                "'listen' is not an address: \(quoted(text)); write an IP address or localhost, a colon and a port "
                    + "from 1 to 65535, such as \"127.0.0.1:8780\" or \"[::1]:8780\"")
        }
        return address
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
        self.init(host: host, port: port)
    }
}
