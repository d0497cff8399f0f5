import HTML

/// A list of CSS selectors: elements, `.class`, `#id`, `[attribute]` with its operators, descendants, children (`>`)
/// and commas (Selectors Level 4). Pseudo-classes and siblings are faults, not selectors that match nothing.
public struct CSSSelector: Sendable, Equatable {
    /// One of the list, right to left: what the element itself must be, then what is around it.
    struct Complex: Sendable, Equatable {
        var subject: Compound
        var around: [(combinator: Combinator, compound: Compound)] = []

        static func == (one: Complex, other: Complex) -> Bool {
            one.subject == other.subject
                && one.around.elementsEqual(other.around) {
                    $0.combinator == $1.combinator && $0.compound == $1.compound
                }
        }
    }

    enum Combinator: Sendable { case descendant, child }

    /// What is asked of one element.
    struct Compound: Sendable, Equatable {
        /// Lower case; nil for any.
        var element: String?
        var id: String?
        var classes: [String] = []
        var attributes: [Attribute] = []
    }

    struct Attribute: Sendable, Equatable {
        enum Test: Sendable { case isThere, equals, hasWord, startsWithDash, starts, ends, contains }
        /// Lower case.
        var name: String
        var test = Test.isThere
        var value = ""
        var ignoresCase = false
    }

    var list: [Complex]
    /// As written.
    public let text: String

    /// - Throws: the first fault, with its place.
    public init(_ text: String) throws(CSSSelectorError) {
        self.text = text
        var parser = CSSSelectorParser(text)
        list = try parser.list()
    }

    /// The attributes that are asked for, which a page must keep while it is read.
    var attributeNames: [String] {
        list.flatMap { complex in
            ([complex.subject] + complex.around.map(\.compound)).flatMap { $0.attributes.map(\.name) }
        }
    }
}

/// Why a selector cannot be read.
public struct CSSSelectorError: Error, Equatable {
    /// Where, in Unicode scalars from 0.
    public let offset: Int
    /// What is wrong and what to do about it, in one line without a full stop.
    public let reason: String
}
