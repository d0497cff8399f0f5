import Model

/// What can be told apart from most others at a glance.
protocol Glanced: Equatable {
    /// Equal for equal values, and mostly different for others.
    var glance: Int { get }
}

/// Elements in the order of their coming, each once. Lists are short or bounded (`ParseLimits.parts`): even a thousand
/// numbers are looked through in less time than it takes to hash a few strings.
struct UniqueList<Element: Glanced> {
    private(set) var elements: [Element] = []
    /// One for each element, once they are more than a few: whole ones are compared only where these are equal.
    private var glances: [Int] = []

    private static var few: Int { 8 }

    /// False where the element is there already.
    @discardableResult
    mutating func append(_ element: Element) -> Bool {
        let glance = element.glance
        if contains(element, glance) { return false }
        elements.append(element)
        if elements.count > Self.few {
            if glances.isEmpty { glances = elements.map(\.glance) } else { glances.append(glance) }
        }
        return true
    }

    /// The elements, none of which are there after.
    mutating func take() -> [Element] {
        var taken: [Element] = []
        swap(&taken, &elements)
        glances = []
        return taken
    }

    private func contains(_ element: Element, _ glance: Int) -> Bool {
        if glances.isEmpty { return elements.contains { $0.glance == glance && $0 == element } }
        for index in glances.indices where glances[index] == glance && elements[index] == element { return true }
        return false
    }
}

extension String: Glanced {
    /// The length and the last bytes, where texts that begin alike differ.
    var glance: Int {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.suffix(8).reduce(bytes.count) { $0 &* 31 &+ Int($1) }
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
