import FoundationEssentials

enum WebhookKey: String, TableKey {
    case name, url, secret
    case secretFile = "secret_file"
    case urlFile = "url_file"
    case feeds, tags, keep, drop, content, template, batch, enabled, headers
    case contentType = "content_type"
    case timeout, proxy
    case maxSize = "max_size"

    static let table = "[[webhook]]"
}

/// A webhook, and the places that checks across tables speak of.
struct WebhookDraft {
    var webhook: Configuration.Webhook
    /// The values of the keys of that name.
    var name: TomlNode?
    var feeds: TomlNode?
}

extension ValueReader {
    func webhook(_ table: TomlNode) -> WebhookDraft {
        var draft = WebhookDraft(webhook: Configuration.Webhook(name: "", url: ""))
        draft.webhook.line = table.position.line
        var (url, urlFile, secret, secretFile) = (TomlNode?.none, TomlNode?.none, TomlNode?.none, TomlNode?.none)
        read(table, WebhookKey.self) { key, node in
            switch key {
            case .name:
                draft.name = node
                draft.webhook.name = name(node) ?? ""
            case .url:
                url = node
                draft.webhook.url = address(node)?.text ?? ""
            case .urlFile:
                urlFile = node
                draft.webhook.url = address(inFile: node) ?? ""
            case .headers: draft.webhook.headers = headers(node)
            case .contentType: draft.webhook.contentType = line(node)
            case .timeout: draft.webhook.timeout = duration(node) ?? draft.webhook.timeout
            case .proxy:
                draft.webhook.isWithoutProxy = node.string == "none"
                if node.string != "none" { draft.webhook.proxy = proxy(node) }
            case .maxSize: draft.webhook.maxSize = size(node) ?? draft.webhook.maxSize
            case .secret: secret = node
            case .secretFile: secretFile = node
            case .feeds:
                draft.feeds = node
                draft.webhook.feeds = strings(node) ?? []
            case .tags: draft.webhook.tags = strings(node) ?? []
            case .content: draft.webhook.content = choice(node, of: Configuration.Content.self) ?? .full
            case .template: draft.webhook.template = template(node)
            case .keep: draft.webhook.keep = itemPattern(node)
            case .drop: draft.webhook.drop = itemPattern(node)
            case .batch: draft.webhook.batch = batch(node) ?? 1
            case .enabled: draft.webhook.enabled = boolean(node) ?? true
            }
        }
        if draft.name == nil { missing("name", in: WebhookKey.table, table, "name = \"chat\"") }
        if url != nil, let urlFile { log.report(urlFile.position, "'url_file' is beside 'url'; keep one of the two") }
        if url == nil, urlFile == nil {
            missing("url", in: WebhookKey.table, table, "url = \"https://example.org/hook\"")
        }
        draft.webhook.secrets = signingKeys(secret, secretFile)
        return draft
    }

    /// An address that is a secret by itself.
    private func address(inFile node: TomlNode) -> String? {
        guard let text = onlyLine(node) else { return nil }
        do throws(WebAddress.Problem) {
            return try WebAddress(feed: text).text
        } catch {
            return refuse(node, "the file of 'url_file' \(error.reason)", hidden: true)
        }
    }

    /// A body holds them all, and receivers bound bodies.
    private func batch(_ node: TomlNode) -> Int? {
        guard let number = count(node) else { return nil }
        guard number <= Configuration.Webhook.batchLimit else {
            return refuse(node, "'batch' is \(number); it must be at most \(Configuration.Webhook.batchLimit)")
        }
        return number
    }

    private func signingKeys(_ secret: TomlNode?, _ file: TomlNode?) -> [Secret] {
        if secret != nil, let file {
            log.report(file.position, "'secret_file' is beside 'secret'; keep one of the two")
        }
        let inline: [Secret]
        if let secret, secret.kind == .array {
            if secret.children.isEmpty {
                log.report(secret.position, "'secret' is an empty list; put a secret into it or remove the line")
            }
            inline = secret.children.compactMap { node in
                guard let text = string(node) else { return nil }
                return signingKey(text, at: node, "this secret")
            }
        } else {
            inline =
                secret.flatMap { node in
                    guard let text = node.string else {
                        return wrongType(node, "a string \"whsec_…\" or a list of them")
                    }
                    return signingKey(text, at: node, "'secret'")
                }.map { [$0] } ?? []
        }
        for _ in inline { secrets.note(path) }
        let filed = file.flatMap { node in
            secretFile(node)?.compactMap { signingKey($0, at: node, "the file of 'secret_file'") }
        }
        return inline + (filed ?? [])
    }

    /// Standard Webhooks 1.0.0: `whsec_` and the base64 of 24 to 64 bytes.
    private func signingKey(_ text: String, at node: TomlNode, _ what: String) -> Secret? {
        let prefix = "whsec_"
        guard text.hasPrefix(prefix) else {
            return refuse(node, "\(what) must start with \(prefix)\(Self.howToMakeSecret)", hidden: true)
        }
        guard let key = Data(base64Encoded: String(text.dropFirst(prefix.count))) else {
            return refuse(node, "\(what) is not base64 after \(prefix)\(Self.howToMakeSecret)", hidden: true)
        }
        guard (24...64).contains(key.count) else {
            let fault = "\(what) holds \(key.count) bytes and must hold 24 to 64"
            return refuse(node, fault + Self.howToMakeSecret, hidden: true)
        }
        return Secret(bytes: Array(key))
    }

    private static let howToMakeSecret = "; make one with: echo whsec_$(openssl rand -base64 32)"
}
