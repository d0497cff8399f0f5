public import FoundationEssentials

/// The words of articles, in a file of its own beside the store. What it lacks is made again from the outbox: it may be
/// removed at any time. One writes, any number look.
public protocol SearchIndex: Sendable {
    /// All articles up to here are in it; 0: none.
    func lastSeq() throws(StoreError) -> Int64

    /// Takes articles, by rising `seq`, and notes that it has everything up to the last: all or nothing. What it has by now
    /// is left out.
    /// - Parameter keep: how long articles are found: what is removed together is about an eighth of it.
    func add(_ articles: [SearchText], keep: Duration) throws(StoreError)

    /// Forgets articles from before `date`, some of them later than it could.
    func remove(before date: Date) throws(StoreError)

    /// Forgets everything.
    func removeAll() throws(StoreError)

    /// The `seq` of articles, the best matches first: of a bounded number of the newest that match.
    func find(_ query: SearchQuery) throws(StoreError) -> [Int64]
}

/// Where the index of a configuration is, and how it is opened.
public protocol SearchOpener: Sendable {
    /// For people.
    var location: String { get }

    /// Opens it for its one writer, or makes it. One that is damaged, or of another version, is replaced by an empty one.
    func open() throws(StoreError) -> any SearchIndex

    /// Opens it to look only; nil where there is none.
    func openForReading() throws(StoreError) -> (any SearchIndex)?

    /// Removes it: its writer makes a new one at its next start.
    func remove() throws(StoreError)
}

/// An article as search takes it.
public struct SearchText: Sendable, Equatable {
    public let seq: Int64
    /// When it was committed; rises with `seq`.
    public let time: Date
    /// The feed's name when it was committed.
    public let feed: String
    /// Its own and its feed's, as they were.
    public let tags: [String]
    public let title: String
    /// Without markup.
    public let text: String

    public init(seq: Int64, time: Date, feed: String, tags: [String], title: String, text: String) {
        (self.seq, self.time, self.feed, self.tags) = (seq, time, feed, tags)
        (self.title, self.text) = (title, text)
    }
}

/// What is looked for.
public struct SearchQuery: Sendable, Equatable {
    public var terms: SearchTerms
    /// Of any of these; empty: of all feeds.
    public var feeds: [String] = []
    /// With any of these, or of one of `taggedFeeds`; empty: whatever their tags.
    public var tags: [String] = []
    /// Feeds that have one of the tags in feeds.toml.
    public var taggedFeeds: [String] = []
    /// Committed then or later.
    public var since: Date?
    /// With this number or a higher one.
    public var firstSeq: Int64 = 0

    public init(_ terms: SearchTerms) { self.terms = terms }
}
