import Model

/// What has a hash that costs next to nothing.
protocol QuickHashed: Hashable {
    /// Equal for equal values, and mostly different for others.
    var quickHash: Int { get }
}

/// Elements in the order of their coming, each once. Lists are bounded (`ParseLimits.parts`), and mostly short.
struct UniqueList<Element: QuickHashed> {
    private(set) var elements: [Element] = []
    /// The elements, once there are more than a few: the hashes are seeded, so that no document makes all of them alike.
    private var known: Set<Element> = []

    private static var few: Int { 16 }

    /// False where the element is there already.
    @discardableResult
    mutating func append(_ element: Element) -> Bool {
        if elements.count < Self.few {
            let quickHash = element.quickHash
            // By index: an iterator would take a copy of each.
            for index in elements.indices where elements[index].quickHash == quickHash && elements[index] == element {
                return false
            }
        } else {
            if elements.count == Self.few { known = Set(elements) }
            guard known.insert(element).inserted else { return false }
        }
        elements.append(element)
        return true
    }

    /// The elements, none of which are there after.
    mutating func take() -> [Element] {
        var taken: [Element] = []
        swap(&taken, &elements)
        known = []
        return taken
    }
}

extension String: QuickHashed {
    /// The length and the last bytes, where texts that begin alike differ.
    var quickHash: Int {
        utf8.withContiguousStorageIfAvailable { bytes in
            let last =
                bytes.count >= 8
                ? UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: bytes.count - 8, as: Int.self)
                : bytes.reduce(0) { $0 << 8 | Int($1) }
            return last &* 31 &+ bytes.count
        } ?? utf8.count
    }
}

extension Int: QuickHashed {
    var quickHash: Int { self }
}

extension Person: QuickHashed {
    var quickHash: Int { (name?.utf8.count ?? 0) << 16 + (url?.utf8.count ?? 0) }
}

extension Model.Category: QuickHashed {
    var quickHash: Int { term.quickHash &* 31 &+ (scheme?.utf8.count ?? 0) }
}

extension Link: QuickHashed {
    var quickHash: Int { href.quickHash &* 31 &+ rel.utf8.count }
}

extension Media.Thumbnail: QuickHashed {
    var quickHash: Int { url.quickHash }
}

extension Media.Credit: QuickHashed {
    var quickHash: Int { name.quickHash }
}
