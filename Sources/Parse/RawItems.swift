package import Model
package import Web

/// The items of a document, in its order. Where there may be very many small ones, each is made when it is asked for.
public struct RawItems: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable {
    private enum Storage: Sendable {
        case whole([RawItem]), small(SitemapItems)
    }

    private var storage: Storage

    public init(_ items: [RawItem]) { storage = .whole(items) }
    public init(arrayLiteral items: RawItem...) { storage = .whole(items) }
    init(_ items: SitemapItems) { storage = .small(items) }

    public var startIndex: Int { 0 }

    public var endIndex: Int {
        switch storage {
        case .whole(let items): items.count
        case .small(let items): items.count
        }
    }

    public subscript(index: Int) -> RawItem {
        switch storage {
        case .whole(let items): items[index]
        case .small(let items): items[index]
        }
    }

    /// An item, which is gone from memory with the caller's.
    public mutating func take(_ index: Int) -> RawItem {
        guard case .whole(var items) = storage else { return self[index] }
        storage = .whole([])
        var item = RawItem()
        swap(&item, &items[index])
        storage = .whole(items)
        return item
    }

    /// What deduplication looks at: one for each item.
    package func fingerprints(folding folds: CanonicalURL.Folds) -> [Fingerprint] {
        switch storage {
        case .whole(let items): items.map { $0.fingerprint(folding: folds) }
        case .small(let items): (0..<items.count).map { items[$0].fingerprint(folding: folds) }
        }
    }

    /// The links as published.
    package var urls: [String?] {
        switch storage {
        case .whole(let items): items.map(\.item.url)
        case .small(let items): (0..<items.count).map { items.url($0) }
        }
    }
}
