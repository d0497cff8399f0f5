import Config
import Model
import Polling
import Settings
import Store

extension Configuration {
    /// Tells whether two nodes have the same feeds.toml, but for what is a node's own: its name, paths and listeners. What the
    /// files of certificates and secrets hold counts, and not where they are.
    var sharedDigest: [UInt8] {
        var rest = self
        (rest.feeds, rest.node, rest.status, rest.webSub, rest.store) = ([], Node(), Status(), nil, Store())
        (rest.include, rest.included, rest.files, rest.secretFiles) = ([], [], [], [:])
        (rest.daemon.state, rest.daemon.controlSocket, rest.spool.path) = ("", nil, "")
        rest.http.caFile = nil
        for index in rest.webhooks.indices { rest.webhooks[index].line = 0 }
        for index in rest.lists.indices {
            rest.lists[index].feed.forgetPlaces()
            if case .file = rest.lists[index].feed.origin {
                (rest.lists[index].feed.url, rest.lists[index].feed.origin) = ("", .file(path: ""))
            }
        }
        var bytes = Array(String(reflecting: rest).utf8)
        // Secrets keep out of every description.
        bytes += BodyDigest.of(http.proxy?.bytes ?? [])
        for webhook in webhooks {
            let secrets = webhook.secrets + webhook.headers.map(\.value) + [webhook.proxy].compactMap(\.self)
            bytes += BodyDigest.of(Array(secrets.map(\.bytes).joined(separator: [0])))
        }
        for list in rest.lists { bytes += list.feed.digest }
        // What lists name is the same sooner or later.
        for feed in feeds where feed.lists.isEmpty {
            // Most feeds have a few keys alone, and a description of all of them takes long.
            if feed.isPlain, feed.enabled {
                bytes += "\(feed.url)\n\(feed.name)\n\(feed.title ?? "")\n\(feed.tags)\n".utf8
                if let interval = feed.interval { bytes += "\(interval)\n".utf8 }
            } else {
                var feed = feed
                feed.forgetPlaces()
                bytes += feed.digest
            }
        }
        return BodyDigest.of(bytes)
    }

    /// As the store knows them.
    var sources: [FeedSource] { feeds.map { FeedSource(url: $0.url, name: $0.name) } }

    /// Of an address that is polled: all feeds of a host, as the schedule counts hosts, are in one.
    func shard(of url: String) -> Int { Shard.ofFeeds(at: placeOfPolls(at: HostName(of: url))) }

    /// The host whose places and delays polls of addresses at a host take.
    func placeOfPolls(at host: HostName) -> String {
        hosts.isEmpty ? host.text : manners(of: host.name)?.name ?? host.text
    }
}

extension Configuration.Feed {
    /// Leaves out where its table and its files are.
    fileprivate mutating func forgetPlaces() {
        (self.line, self.file) = (0, nil)
        (self.caFile, self.clientCertificate, self.clientKey) = (nil, nil, nil)
    }
}
