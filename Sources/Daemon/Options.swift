import Config
import Fetch
import Foundation
import Identity
import Model
import Schedule
import Store
import Web

// What each module needs to know of the configuration, and no more.

extension Configuration {
    var scheduleOptions: ScheduleOptions {
        ScheduleOptions(
            interval: daemon.interval.seconds, minInterval: daemon.minInterval.seconds,
            maxInterval: daemon.maxInterval.seconds, adaptive: daemon.adaptive, concurrency: daemon.concurrency,
            perHost: daemon.perHost, hostDelay: daemon.hostDelay.seconds,
            privateHostDelay: daemon.privateHostDelay.seconds)
    }

    /// - Parameter url: where its polls go: it may have moved to another host, whose places they then take.
    func scheduled(_ feed: Feed, key: FeedKey, url: String, timing: FeedTiming) -> ScheduledFeed {
        let host = HostName(of: url)
        return ScheduledFeed(
            key: key, host: host.text, isPrivateHost: host.isPrivate, enabled: feed.enabled,
            interval: feed.interval?.seconds, adaptive: feed.adaptive, timing: timing)
    }

    var addresses: AddressPolicy {
        switch http.allowPrivate {
        case .no: .publicOnly
        case .yes: .allowAll
        case .only(let list): .publicAnd(list)
        }
    }

    /// The settings that differ and that a running daemon has built itself around.
    func settingsForRestart(since old: Configuration) -> [String] {
        let pairs = [
            ("daemon.state", daemon.state == old.daemon.state),
            ("daemon.concurrency", daemon.concurrency == old.daemon.concurrency),
            ("spool.path", spool.path == old.spool.path),
            ("spool.formats", spool.formats == old.spool.formats),
            ("status.listen", status.listen == old.status.listen),
            ("spool.journal", spool.journal == old.spool.journal),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }

    /// The GET that polls a feed, but for its validators.
    func request(for feed: Feed, url: String, version: String) -> Request {
        request(version: version).polling(feed, url: url)
    }

    /// What the polls of all feeds have in common.
    func request(version: String) -> Request {
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

    /// What canonical URLs merge besides the usual.
    var folds: CanonicalURL.Folds {
        dedupe.fold.reduce(into: []) { folds, fold in
            if let rule = CanonicalURL.Folds(named: fold.rawValue) { folds.formUnion(rule) }
        }
    }

    func identityPolicy(of feed: Feed) -> IdentityPolicy {
        let first: IdentityPolicy.FirstFetch =
            switch firstFetch(of: feed) {
            case .all: .all
            case .latest(let count): .latest(count)
            case .seed: .seed
            }
        return IdentityPolicy(
            scope: dedupe.scope == .all ? .all : .feed, updates: updates(of: feed) == .emit ? .emit : .ignore,
            firstFetch: first)
    }
}

extension Request {
    /// The same for one feed, whose own settings come first.
    func polling(_ feed: Configuration.Feed, url: String) -> Request {
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

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}

/// The host of a feed's URL with its port: what places, delays and a 429 count by.
struct HostName {
    var text: String
    /// Loopback and private addresses, and names without a dot: the operator's own machines.
    var isPrivate: Bool

    /// Whether it is an address that can be asked for a page.
    static func isFetched(_ url: String) -> Bool { (try? WebURL(parsing: url))?.isHTTP ?? false }

    init(of url: String) {
        guard let url = try? WebURL(parsing: url), let host = url.host else {  // unreadable: it will fail at its poll
            (text, isPrivate) = (url, false)
            return
        }
        text = url.port.map { "\(host):\($0)" } ?? host
        isPrivate = AddressPolicy.isPrivate(host: host)
    }
}
