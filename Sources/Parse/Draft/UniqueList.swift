import Model

/// What can be told apart from most others at a glance.
protocol Glanced: Equatable {
    /// Equal for equal values, and mostly different for others.
    var glance: Int { get }
}

/// Elements in the order of their coming, each once. Lists are bounded (`ParseLimits.parts`), and mostly short.
struct UniqueList<Element: Glanced> {
    private(set) var elements: [Element] = []
    /// Where the first element of a glance is, once there are more than a few: most others are new at a glance.
    private var places: [Int: Int]?

    private static var few: Int { 16 }

    /// False where the element is there already.
    @discardableResult
    mutating func append(_ element: Element) -> Bool {
        let glance = element.glance
        if contains(element, glance) { return false }
        elements.append(element)
        if elements.count == Self.few {
            places = Dictionary(elements.indices.map { (elements[$0].glance, $0) }) { first, _ in first }
        } else if elements.count > Self.few, places?[glance] == nil {
            places?[glance] = elements.count - 1
        }
        return true
    }

    /// The elements, none of which are there after.
    mutating func take() -> [Element] {
        var taken: [Element] = []
        swap(&taken, &elements)
        places = nil
        return taken
    }

    private func contains(_ element: Element, _ glance: Int) -> Bool {
        var index = 0
        if elements.count >= Self.few {
            guard let first = places?[glance] else { return false }
            index = first
        }
        // By index: an iterator would take a copy of each.
        while index < elements.count {
            if elements[index].glance == glance && elements[index] == element { return true }
            index += 1
        }
        return false
    }
}

extension String: Glanced {
    /// The length and the last bytes, where texts that begin alike differ.
    var glance: Int {
        utf8.withContiguousStorageIfAvailable { bytes in
            let last =
                bytes.count >= 8
                ? UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: bytes.count - 8, as: Int.self)
                : bytes.reduce(0) { $0 << 8 | Int($1) }
            return last &* 31 &+ bytes.count
        } ?? utf8.count
    }
}

extension Int: Glanced {
    var glance: Int { self }
}

extension Person: Glanced {
    var glance: Int { (name?.utf8.count ?? 0) << 16 + (url?.utf8.count ?? 0) }
}

extension Model.Category: Glanced {
    var glance: Int { term.glance &* 31 &+ (scheme?.utf8.count ?? 0) }
}

extension Link: Glanced {
    var glance: Int { href.glance &* 31 &+ rel.utf8.count }
}

extension Media.Thumbnail: Glanced {
    var glance: Int { url.glance }
}

extension Media.Credit: Glanced {
    var glance: Int { name.glance }
}
