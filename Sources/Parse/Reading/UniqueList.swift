/// Elements in the order of their coming, each once.
struct UniqueList<Element: Hashable> {
    private(set) var elements: [Element] = []
    /// Made only for long lists: short ones are searched faster one by one.
    private var known: Set<Element> = []

    private static var longest: Int { 16 }

    /// False where the element is there already.
    @discardableResult
    mutating func append(_ element: Element) -> Bool {
        if contains(element) { return false }
        elements.append(element)
        if !known.isEmpty {
            known.insert(element)
        } else if elements.count > Self.longest {
            known = Set(elements)
        }
        return true
    }

    func contains(_ element: Element) -> Bool {
        known.isEmpty ? elements.contains(element) : known.contains(element)
    }
}
