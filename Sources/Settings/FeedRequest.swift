package import Config
package import Fetch
package import Web

// How feeds.toml says that a feed is asked for.

extension Configuration {
    /// The GET that polls a feed, but for its validators.
    package func request(for feed: Feed, url: String, version: String) -> Request {
        request(version: version).polling(feed, url: url, proxies: proxies)
    }

    /// What the polls of all feeds have in common.
    package func request(version: String) -> Request {
        var request = Request(url: "")
        request.userAgent = http.userAgent(version: version)
        request.proxy = http.proxy?.text
        request.caFile = http.caFile
        request.certificateVersion = http.certificateVersion
        request.isHTTP1 = http.version == .one
        request.addresses = addresses
        request.limits.total = daemon.timeout
        request.limits.connect = daemon.connectTimeout
        request.limits.body = daemon.maxBody
        return request
    }

    /// Which proxy asks for what.
    package var proxies: ProxyChoice { ProxyChoice(http) }

    package var addresses: AddressPolicy {
        switch http.allowPrivate {
        case .no: .publicOnly
        case .yes: .allowAll
        case .only(let list): .publicAnd(list)
        }
    }

    /// What canonical URLs merge besides the usual.
    package var folds: CanonicalURL.Folds {
        dedupe.fold.reduce(into: []) { folds, fold in
            if let rule = CanonicalURL.Folds(named: fold.rawValue) { folds.formUnion(rule) }
        }
    }
}

extension Request {
    /// The same for one feed, whose own settings come first.
    package func polling(_ feed: Configuration.Feed, url: String, proxies: ProxyChoice) -> Request {
        var request = self
        request.url = url
        request.secretsURL = feed.url
        request.headers = feed.headers.map { ($0.name, $0.value.text) }
        if !feed.page.isEmpty { request.accept = "text/html, application/xhtml+xml, */*;q=0.1" }
        if let userAgent = feed.userAgent { request.userAgent = userAgent }
        if let username = feed.username {
            request.credentials = .init(username: username, password: feed.password?.text ?? "")
        }
        request.usesDigest = feed.authentication == .digest
        request.proxy = feed.isWithoutProxy ? nil : feed.proxy?.text ?? proxies.proxy(for: url)
        request.clientCertificate = feed.clientCertificate
        request.clientKey = feed.clientKey
        if let version = feed.version { request.isHTTP1 = version == .one }
        if let timeout = feed.timeout { request.limits.total = timeout }
        if let size = feed.maxBody { request.limits.body = size }
        if let file = feed.caFile { request.caFile = file }
        request.certificateVersion ^= feed.certificateVersion
        return request
    }
}
