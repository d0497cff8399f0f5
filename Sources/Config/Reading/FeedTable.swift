enum FeedKey: String, TableKey {
    case url, command, push, base, name, title, tags, interval, adaptive, enabled
    case firstFetch = "first_fetch"
    case updates, history
    case fullText = "full_text"
    case selector, remove, items
    case itemTitle = "item_title", itemLink = "item_link", itemDate = "item_date"
    case itemContent = "item_content", itemAuthor = "item_author", itemImage = "item_image"
    case mayBeEmpty = "may_be_empty"
    case headers
    case userAgent = "user_agent"
    case username, password
    case passwordFile = "password_file"
    case auth, proxy
    case caFile = "ca_file"
    case clientCert = "client_cert"
    case clientKey = "client_key"
    case timeout
    case maxBody = "max_body"
    case httpVersion = "http_version"
    case alwaysDownload = "always_download"
    case webSub = "websub"
    case keep, drop

    static let table = "[[feed]]"
}

/// A feed, and what checks across tables need: the values of the keys of that name, and the URL taken apart.
struct FeedDraft {
    var feed: Configuration.Feed
    var name: TomlNode?
    var url: TomlNode?
    var push: TomlNode?
    var command: TomlNode?
    var base: TomlNode?
    var interval: TomlNode?
    var password: TomlNode?
    var passwordFile: TomlNode?
    var address: WebAddress?
}

extension ValueReader {
    func feed(_ table: TomlNode) -> FeedDraft {
        var draft = FeedDraft(feed: Configuration.Feed(name: "", url: ""))
        draft.feed.line = table.position.line
        read(table, FeedKey.self) { key, node in take(key, node, into: &draft) }
        settleOrigin(of: &draft, table)
        let order = Configuration.PageKey.allCases
        draft.feed.page.sort { order.firstIndex(of: $0.key) ?? 0 < order.firstIndex(of: $1.key) ?? 0 }
        if table.child("items") == nil {
            for child in table.children where child.key.hasPrefix("item_") || child.key == "may_be_empty" {
                guard FeedKey(rawValue: child.key) != nil else { continue }
                log.report(child.keyPosition, "'\(child.key)' needs 'items' beside it, which says what an item is")
            }
        }
        checkCompanions(of: &draft, table)
        return draft
    }

    /// Reads a key of a feed.
    func take(_ key: FeedKey, _ node: TomlNode, into draft: inout FeedDraft) {
        switch key {
        case .url:
            draft.url = node
            if isFileAddress(node) {
                let path = filePath(node) ?? ""
                (draft.feed.origin, draft.feed.url) = (.file(path: path), "file://\(path)")
            } else {
                draft.address = address(node)
                draft.feed.url = draft.address?.text ?? ""
            }
        case .command:
            draft.command = node
            draft.feed.origin = .command(command(node) ?? [])
        case .push:
            if boolean(node) ?? false { draft.push = node }
        case .base:
            draft.base = node
            draft.feed.base = address(node)?.text
        case .name:
            draft.name = node
            draft.feed.name = name(node) ?? ""
        case .title: draft.feed.title = line(node)
        case .tags: draft.feed.tags = strings(node) ?? []
        case .interval:
            draft.interval = node
            draft.feed.interval = duration(node)
        case .adaptive: draft.feed.adaptive = boolean(node)
        case .enabled: draft.feed.enabled = boolean(node) ?? true
        case .firstFetch: draft.feed.firstFetch = firstFetch(node)
        case .updates: draft.feed.updates = choice(node, of: Configuration.Updates.self)
        case .history: draft.feed.history = boolean(node) ?? false
        case .fullText: draft.feed.fullText = fullText(node) ?? .no
        case .selector: draft.feed.selector = selector(node)
        case .remove: draft.feed.remove = selectors(node) ?? []
        case .items, .itemTitle, .itemLink, .itemDate, .itemContent, .itemAuthor, .itemImage:
            if let key = Configuration.PageKey(rawValue: key.rawValue), let text = pageSelector(node, key) {
                draft.feed.page.append(.init(key, text))
            }
        case .mayBeEmpty: draft.feed.mayBeEmpty = boolean(node) ?? false
        case .headers: draft.feed.headers = headers(node)
        case .userAgent: draft.feed.userAgent = line(node)
        case .username: draft.feed.username = username(node)
        case .password: draft.password = node
        case .passwordFile: draft.passwordFile = node
        case .auth: draft.feed.authentication = choice(node, of: Configuration.Authentication.self) ?? .basic
        case .proxy:
            draft.feed.isWithoutProxy = node.string == "none"
            if node.string != "none" { draft.feed.proxy = proxy(node) }
        case .clientCert: draft.feed.clientCertificate = certificates(node)
        case .clientKey: draft.feed.clientKey = keyFile(node)
        case .timeout: draft.feed.timeout = duration(node)
        case .maxBody: draft.feed.maxBody = size(node)
        case .httpVersion: draft.feed.version = choice(node, of: Configuration.HTTPVersion.self)
        case .caFile: draft.feed.caFile = certificates(node)
        case .alwaysDownload: draft.feed.alwaysDownload = boolean(node) ?? false
        case .webSub: draft.feed.webSub = boolean(node) ?? true
        case .keep: draft.feed.keep = itemPattern(node)
        case .drop: draft.feed.drop = itemPattern(node)
        }
    }

    /// Keys that need others beside them.
    func checkCompanions(of draft: inout FeedDraft, _ table: TomlNode) {
        if draft.feed.clientKey != nil, draft.feed.clientCertificate == nil, let key = table.child("client_key") {
            log.report(key.keyPosition, "'client_key' needs a 'client_cert' beside it")
        }
        let certificates = [draft.feed.caFile, draft.feed.clientCertificate, draft.feed.clientKey]
        draft.feed.certificateVersion = paths.version(of: certificates)
        draft.feed.password = self.password(
            draft.password, draft.passwordFile, hasUser: table.child(FeedKey.username.rawValue) != nil)
    }

    /// Exactly one key says where the documents come from.
    private func settleOrigin(of draft: inout FeedDraft, _ table: TomlNode) {
        let given = [draft.url, draft.command, draft.push].compactMap { $0 }.sorted { $0.position < $1.position }
        guard let first = given.first else {
            return missing("url", in: FeedKey.table, table, "url = \"https://example.org/feed.xml\"")
        }
        for other in given.dropFirst() {
            log.report(
                other.keyPosition,
                "'\(other.key)' is beside '\(first.key)'; a feed has one source, so keep one of the two")
        }
        if draft.push != nil { (draft.feed.origin, draft.feed.url) = (.push, "push:\(draft.feed.name)") }
        if case .command = draft.feed.origin { draft.feed.url = "command:\(draft.feed.name)" }
        if draft.feed.origin == .web {
            if let base = draft.base {
                log.report(base.keyPosition, "'base' is for feeds without an address; remove it")
            }
        } else if draft.name == nil {
            missing("name", in: "a [[feed]] without an address", table, "name = \"newsletters\"")
        }
    }

    private func fullText(_ node: TomlNode) -> Configuration.FullText? {
        if let wanted = node.boolean { return wanted ? .yes : .no }
        return node.string == "longer" ? .longer : wrongType(node, "true, false or \"longer\"")
    }

    /// One selector or a list of them.
    private func selectors(_ node: TomlNode) -> [String]? {
        node.kind == .string ? selector(node).map { [$0] } : list(node, of: "selectors in quotes") { selector($0) }
    }

    func headers(_ table: TomlNode) -> [Configuration.Header] {
        guard table.kind == .table else {
            return wrongType(table, "a table such as { \"X-Name\" = \"value\" }") ?? []
        }
        let nodes = table.children.sorted { $0.keyPosition < $1.keyPosition }
        return nodes.compactMap { node in
            guard !node.key.isEmpty, node.key.utf8.allSatisfy(Self.isTokenByte) else {
                // Not quoted: who writes "Cookie: id=1" in one string shows more than a name.
                let fault = "this is not a name of a header; use letters, digits and hyphens"
                log.report(node.keyPosition, fault, hidden: true)
                return nil
            }
            guard !Self.framing.contains(node.key.lowercased()) else {
                log.report(
                    node.keyPosition, "header '\(node.key)' says how long a request is, which newspool does; remove it")
                return nil
            }
            guard let text = node.string else { return wrongType(node, "a string in double quotes") }
            guard text.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                return refuse(
                    node, "header '\(node.key)' holds a line break or a control character; remove it", hidden: true)
            }
            secrets.note(path)
            return Configuration.Header(name: node.key, value: Secret(text))
        }
    }

    /// Fields that frame a message (RFC 9112 section 6): beside those of libcurl they would let a server or a proxy see
    /// another request than was sent.
    private static let framing: Set<String> = ["content-length", "transfer-encoding"]

    /// RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// The colon ends it in Basic authentication (RFC 7617).
    private func username(_ node: TomlNode) -> String? {
        guard let text = line(node) else { return nil }
        return text.contains(":")
            ? refuse(node, "'username' holds a colon, which Basic authentication cannot carry") : text
    }

    private func password(_ password: TomlNode?, _ file: TomlNode?, hasUser: Bool) -> Secret? {
        if password != nil, let file {
            log.report(file.position, "'password_file' is beside 'password'; keep one of the two")
        }
        if let node = password ?? file, !hasUser {
            log.report(node.keyPosition, "\(named(node)) needs a 'username' beside it")
        }
        if password != nil { secrets.note(path) }
        let text = password.flatMap { line($0, hidden: true) } ?? file.flatMap { onlyLine($0) }
        return text.map { Secret($0) }
    }

    func onlyLine(_ file: TomlNode) -> String? {
        guard let lines = secretFile(file) else { return nil }
        return lines.count == 1 ? lines[0] : refuse(file, "the file of '\(file.key)' holds several lines; leave one")
    }
}
