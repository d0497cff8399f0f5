/// The store's number for a feed; never used for another one.
public typealias FeedID = Int64
