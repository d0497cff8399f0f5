package import Config
package import Fetch
package import Web

// How feeds.toml says that a feed is asked for.

extension Configuration {
    /// The GET that polls a feed, but for its validators.
    package func request(for feed: Feed, url: String, version: String) -> Request {
        request(version: version).polling(feed, url: url)
    }

    /// What the polls of all feeds have in common.
    package func request(version: String) -> Request {
        var request = Request(url: "")
        request.userAgent = http.userAgent(version: version)
        request.proxy = http.proxy?.text
        request.caFile = http.caFile
        request.addresses = addresses
        request.limits.total = daemon.timeout
        request.limits.connect = daemon.connectTimeout
        request.limits.body = daemon.maxBody
        return request
    }

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
    package func polling(_ feed: Configuration.Feed, url: String) -> Request {
        var request = self
        request.url = url
        request.secretsURL = feed.url
        request.headers = feed.headers.map { ($0.name, $0.value.text) }
        if let userAgent = feed.userAgent { request.userAgent = userAgent }
        if let username = feed.username {
            request.credentials = .init(username: username, password: feed.password?.text ?? "")
        }
        if let proxy = feed.proxy { request.proxy = proxy.text }
        if let file = feed.caFile { request.caFile = file }
        return request
    }
}
