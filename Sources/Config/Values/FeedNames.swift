/// The names of feeds that are taken. Each feed has its own, and most are made of its URL.
public struct FeedNames {
    private var taken: Set<String>
    /// The number to try next behind a name that is taken.
    private var next: [String: Int] = [:]

    public init(_ taken: some Sequence<String>) { self.taken = Set(taken) }

    /// Takes a name for a feed of that URL: the usual one, or where that is another's one with a number.
    public mutating func take(for address: WebAddress) -> String {
        let slug = address.slug
        var name = slug
        while !taken.insert(name).inserted {
            let number = next[slug, default: 2]
            next[slug] = number + 1
            name = "\(slug)-\(number)"
        }
        return name
    }

    /// The name that a new feed of this URL must be given, because the usual one is another's; nil where that is free. A name
    /// that only followed from the order of the feeds would change with it.
    public mutating func takeNeeded(for address: WebAddress) -> String? {
        let isFree = !taken.contains(address.slug)
        let name = take(for: address)
        return isFree ? nil : name
    }
}
