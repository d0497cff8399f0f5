/// Follows one selector down a tree: of `a > b c`, which of `a`, `a > b` and `a > b c` an element is.
struct SelectorSearch {
    /// A bit for each part of the selector, from the outermost on.
    struct Parts {
        /// The parts that end at the element.
        fileprivate var here: UInt64 = 0
        /// Those that end at it or at an element around it.
        fileprivate var around: UInt64 = 0
    }

    /// More than anybody writes, as `CSSSelectorParser` sees to.
    static let mostParts = 64

    private let compounds: [CSSSelector.Compound]
    /// What is between each part and the one before it.
    private let combinators: [CSSSelector.Combinator?]

    init(_ selector: CSSSelector.Complex) {
        compounds = selector.around.reversed().map(\.compound) + [selector.subject]
        combinators = [nil] + selector.around.reversed().map(\.combinator)
        precondition(compounds.count <= Self.mostParts)
    }

    /// - Parameters:
    ///   - parent: the parts of the element around it; nil at the top.
    ///   - isMatch: whether the element is what a part asks of it.
    func parts(of parent: Parts?, _ isMatch: (CSSSelector.Compound) -> Bool) -> Parts {
        var parts = Parts(here: 0, around: parent?.around ?? 0)
        for (number, compound) in compounds.enumerated() {
            let isPossible =
                switch combinators[number] {
                case nil: true
                case .child: (parent?.here ?? 0) & 1 << UInt64(number - 1) != 0
                case .descendant: (parent?.around ?? 0) & 1 << UInt64(number - 1) != 0
                }
            if isPossible, isMatch(compound) { parts.here |= 1 << UInt64(number) }
        }
        parts.around |= parts.here
        return parts
    }

    func isComplete(_ parts: Parts) -> Bool { parts.here & 1 << UInt64(compounds.count - 1) != 0 }
}
