enum HTTPKey: String, TableKey {
    case userAgent = "user_agent"
    case contact, proxy
    case caFile = "ca_file"
    case noProxy = "no_proxy"
    case version
    case allowPrivate = "allow_private"

    static let table = "[http]"
}

extension ValueReader {
    func http(_ table: TomlNode) -> Configuration.HTTP {
        var http = Configuration.HTTP()
        read(table, HTTPKey.self) { key, node in
            switch key {
            case .userAgent: http.userAgent = line(node)
            case .contact: http.contact = contact(node)
            case .proxy: http.proxy = proxy(node)
            case .caFile: http.caFile = certificates(node)
            case .noProxy: http.noProxy = hostRules(node) ?? []
            case .version: http.version = choice(node, of: Configuration.HTTPVersion.self) ?? .two
            case .allowPrivate: http.allowPrivate = allowPrivate(node) ?? http.allowPrivate
            }
        }
        http.certificateVersion = paths.version(of: [http.caFile])
        return http
    }

    /// It is in a comment of the `User-Agent` header, so parentheses would end or open one.
    private func contact(_ node: TomlNode) -> String? {
        guard let text = line(node) else { return nil }
        guard !text.contains(where: { "()\\".contains($0) }) else {
            return refuse(node, "'contact' holds a parenthesis or a backslash; give a URL or a mail address without")
        }
        return text
    }

    private func allowPrivate(_ node: TomlNode) -> Configuration.AllowPrivate? {
        if let allowed = node.boolean { return allowed ? .yes : .no }
        guard node.kind == .array else {
            return wrongType(node, "true, false, or a list such as [\"10.1.2.0/24\", \"rsshub.lan\"]")
        }
        return hostRules(node).map { .only($0) }
    }

    private func hostRules(_ node: TomlNode) -> [String]? {
        list(node, of: "networks and host names in quotes") { element in
            guard let text = string(element) else { return nil }
            return HostRule.problem(text).map { refuse(element, "\(quoted(text)) \($0)") } ?? text
        }
    }
}
