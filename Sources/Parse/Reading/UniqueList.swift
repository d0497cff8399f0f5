import Model

/// What can be told apart from most others at a glance.
protocol Glanced: Hashable {
    /// Equal for equal values, and mostly different for others: a length is enough.
    var glance: Int { get }
}

/// Elements in the order of their coming, each once.
struct UniqueList<Element: Glanced> {
    private(set) var elements: [Element] = []
    /// One for each element, once they are more than a few: whole ones are compared only where these are equal.
    private var glances: [Int] = []
    /// Made only for long lists: short ones are searched faster one by one.
    private var known: Set<Element> = []

    /// Hashing some short strings takes longer than a look at a few hundred numbers.
    private static var longest: Int { 256 }
    private static var few: Int { 8 }

    /// False where the element is there already.
    @discardableResult
    mutating func append(_ element: Element) -> Bool {
        let glance = element.glance
        if contains(element, glance) { return false }
        elements.append(element)
        if !known.isEmpty {
            known.insert(element)
        } else if elements.count > Self.longest {
            known = Set(elements)
        } else if elements.count > Self.few {
            if glances.isEmpty { glances = elements.map(\.glance) } else { glances.append(glance) }
        }
        return true
    }

    private func contains(_ element: Element, _ glance: Int) -> Bool {
        if !known.isEmpty { return known.contains(element) }
        if glances.isEmpty { return elements.contains { $0.glance == glance && $0 == element } }
        for index in glances.indices where glances[index] == glance && elements[index] == element { return true }
        return false
    }
}

extension String: Glanced {
    var glance: Int { utf8.count }
}

extension Int: Glanced {
    var glance: Int { self }
}

extension Person: Glanced {
    var glance: Int { (name?.utf8.count ?? 0) << 16 + (url?.utf8.count ?? 0) }
}

extension Model.Category: Glanced {
    var glance: Int { term.utf8.count << 16 + (scheme?.utf8.count ?? 0) }
}

extension Link: Glanced {
    var glance: Int { href.utf8.count << 16 + rel.utf8.count }
}

extension Media.Thumbnail: Glanced {
    var glance: Int { url.utf8.count }
}

extension Media.Credit: Glanced {
    var glance: Int { name.utf8.count }
}
