public import FoundationEssentials
public import Model

/// What processes that share a store ask of it: who else is there, and which part of the work is theirs.
///
/// The work is divided into shards. A process holds a shard while its own row is valid, by the store's clock; the token of a
/// lease rises each time that the shard goes to another one, and what was begun under an old token is never written.
public protocol NodeStore: Sendable {
    /// This process, in its present life; nil before it has joined.
    var process: [UInt8]? { get }

    /// Begins the life of this process under its name. What it held in an earlier life is free at once.
    func join(_ node: NodeReport, name: String, version: String) throws(StoreError) -> Joining

    /// Makes this process's row valid for another `Lease.seconds`, and says how all are.
    /// - Returns: nil where its row has run out, or is another's: it holds nothing any more, and has to join again.
    func renew(_ node: NodeReport) throws(StoreError) -> Cluster?

    /// Cheap enough for twice a second.
    func signal() throws(StoreError) -> NodeSignal

    /// Takes those of the shards that are free or whose holder's row has run out.
    func take(_ shards: [Int]) throws(StoreError) -> [Lease]

    func giveBack(_ shards: [Int]) throws(StoreError)

    /// This process is about to end: no call waits long for a store that does not answer.
    func hurry()

    /// Gives all back and ends this life.
    func leave() throws(StoreError)

    /// Makes feeds.toml what all nodes have to have: its digest, and its feeds with the shards they belong to.
    /// - Parameter shard: of an address that is polled.
    func publish(
        _ configuration: [UInt8], _ sources: [FeedSource], shard: (String) -> Int
    ) throws(StoreError)

    /// Feeds of shards, a few thousand at a time, by their numbers.
    /// - Parameter first: the number to begin with.
    /// - Returns: them, and with which number to go on; nil: there are no more.
    func feeds(of shards: [Int], from first: FeedID) throws(StoreError) -> (records: [FeedRecord], next: FeedID?)

    /// Those of these feeds that are in shards.
    func feeds(_ feeds: [FeedID], of shards: [Int]) throws(StoreError) -> [FeedRecord]

    /// What hosts have asked for, as `PollRecord.manners` left it, by name.
    func manners() throws(StoreError) -> [String: [UInt8]]

    /// Asks the node that holds these feeds to poll them.
    /// - Returns: how many there are.
    func ask(for feeds: [String]) throws(StoreError) -> Int

    /// Takes what was asked for of the feeds in shards that this process holds.
    func takeAsked() throws(StoreError) -> [FeedID]

    /// Leaves a document of a feed for the node that polls it.
    /// - Returns: what its answer is asked with; nil: there is no such feed.
    func bring(_ document: BroughtDocument, for feed: String) throws(StoreError) -> Int64?

    /// The same for a feed by its number, where no one will ask for an answer.
    /// - Returns: false where there is no such feed.
    func bring(_ document: BroughtDocument, of feed: FeedID) throws(StoreError) -> Bool

    /// Documents of the feeds in shards that this process holds, which no one has answered yet; they stay until then.
    func brought() throws(StoreError) -> [(id: Int64, feed: FeedID, name: String, document: BroughtDocument)]

    /// Says what came of one; its bytes are no longer kept.
    func answer(_ bytes: [UInt8], to document: Int64) throws(StoreError)

    /// What came of one, once; nil: nothing yet.
    func takeAnswer(to document: Int64) throws(StoreError) -> [UInt8]?

    /// Feeds that name hubs, and those that have subscriptions.
    func hubFeeds() throws(StoreError) -> [HubFeed]

    /// Has all nodes look at what they share, sooner than they would.
    func callOthers() throws(StoreError)
}

extension NodeStore {
    /// All feeds of shards.
    package func feeds(of shards: [Int]) throws(StoreError) -> [FeedRecord] {
        var (all, first) = ([FeedRecord](), FeedID?.some(0))
        while let next = first {
            let page = try feeds(of: shards, from: next)
            all += page.records
            first = page.next
        }
        return all
    }
}

/// What a node has to know of a feed that another one polls, to subscribe to it at hubs.
public struct HubFeed: Sendable, Equatable {
    public let feed: FeedID
    /// As configured.
    public let url: String
    public let shard: Int
    /// `.none` where feeds.toml names the feed no longer.
    public let links: HubLinks
    public let why: String?

    package init(feed: FeedID, url: String, shard: Int, links: HubLinks, why: String?) {
        (self.feed, self.url, self.shard, self.links, self.why) = (feed, url, shard, links, why)
    }
}

/// A document that no one asked for, on its way to the process that polls its feed.
public struct BroughtDocument: Sendable, Equatable {
    public var bytes: [UInt8]
    public var contentType: String?
    public var address: String?
    /// A hub sent it, and is to send others until then; nil: somebody asks what comes of it.
    public var pushedUntil: Date?

    public init(bytes: [UInt8], contentType: String?, address: String?, pushedUntil: Date? = nil) {
        (self.bytes, self.contentType, self.address) = (bytes, contentType, address)
        self.pushedUntil = pushedUntil
    }
}
