import Bytes
import Config
import Control
import Operations
import Settings

/// Writes what `add` finds into feeds.toml, feed by feed, and says so.
struct FeedAddition {
    let source: ConfigurationSource
    let tags: [String]
    let name: String?
    /// The file that new feeds go to; nil: feeds.toml itself.
    let into: String?
    /// Of a page that is the feed.
    var page: [Configuration.PageSelector] = []
    var mayBeEmpty = false
    /// The first edit that failed; none is tried after it.
    private(set) var failure: Failure?
    /// URLs of this run, so that each is told once.
    private var told: Set<String> = []

    init(source: ConfigurationSource, tags: [String], name: String?, into: String?) {
        (self.source, self.tags, self.name, self.into) = (source, tags, name, into)
    }

    /// Whether the URL is in the file already; says so.
    mutating func skips(_ url: String, _ configuration: Configuration) -> Bool {
        guard let known = configuration.feed(at: url) else { return false }
        tell(known, url, configuration)
        return true
    }

    mutating func add(_ found: FeedFinder.Found) {
        guard failure == nil else { return }
        let comment = found.title?.onOneLine
        var feed = NewFeed(url: found.url, name: name, tags: tags, comment: comment)
        (feed.page, feed.mayBeEmpty, feed.isFullText) = (page, mayBeEmpty, found.isSitemap)
        do throws(EditError) {
            let known = try source.edit(into: into) {
                now, editor throws(ConfigurationEditors.Failure) -> Configuration.Feed? in
                let known = now.feed(at: found.url)
                if let known { return known }
                if feed.name == nil, let address = try? WebAddress(feed: found.url) {  // it was fetched from there
                    var names = FeedNames(now.feeds.map(\.name))
                    feed.name = names.takeNeeded(for: address)
                }
                try editor.append([feed])
                return nil
            }
            if let known { return tell(known, found.url, nil) }
            let name = (try? source.read())?.feed(at: found.url)?.name ?? found.url  // someone may be editing it again
            let items = found.items == 1 ? "1 item" : "\(found.items) items"
            Output.error("added \(name): \(found.url)  (\([comment, items].compactMap { $0 }.joined(separator: ", ")))")
        } catch {
            failure = error.failure(source.path)
        }
    }

    /// - Parameter configuration: nil where somebody has added the feed this very moment: it cannot be gone.
    private mutating func tell(_ known: Configuration.Feed, _ url: String, _ configuration: Configuration?) {
        guard told.insert(url).inserted else { return }
        // Who may not look into the state is told no more than that it is there.
        if let configuration,
            (try? RetiredFeedRevival(configuration, store: configuration.storeOpener).revive(known)) == true
        {
            return Output.error("\(known.name) is polled again: \(url) had been retired (410)")
        }
        Output.error("skipped \(url): it is in \(known.place(in: source.path)), as \(known.name)")
    }
}
