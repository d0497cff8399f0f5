import HTML

/// A list of CSS selectors: elements, `.class`, `#id`, `[attribute]` with its operators, descendants, children (`>`)
/// and commas (Selectors Level 4). Pseudo-classes and siblings are faults, not selectors that match nothing.
public struct CSSSelector: Sendable, Equatable {
    /// One of the list, right to left: what the element itself must be, then what is around it.
    package struct Complex: Sendable, Equatable {
        package var subject: Compound
        package var around: [(combinator: Combinator, compound: Compound)] = []

        package static func == (one: Complex, other: Complex) -> Bool {
            one.subject == other.subject
                && one.around.elementsEqual(other.around) {
                    $0.combinator == $1.combinator && $0.compound == $1.compound
                }
        }
    }

    package enum Combinator: Sendable { case descendant, child }

    /// What is asked of one element.
    package struct Compound: Sendable, Equatable {
        /// Lower case; nil for any.
        package var element: String?
        package var id: String?
        package var classes: [String] = []
        package var attributes: [Attribute] = []

        /// - Parameter element: in lower case.
        package init(element: String? = nil) { self.element = element }
    }

    package struct Attribute: Sendable, Equatable {
        package enum Test: Sendable { case isThere, equals, hasWord, startsWithDash, starts, ends, contains }
        /// Lower case.
        package var name: String
        package var test = Test.isThere
        package var value = ""
        var ignoresCase = false
    }

    package var list: [Complex]
    /// As written.
    public let text: String

    /// - Throws: the first fault, with its place.
    public init(_ text: String) throws(CSSSelectorError) {
        self.text = text
        var parser = CSSSelectorParser(text)
        list = try parser.list()
    }

    /// The attributes that are asked for, which a page must keep while it is read.
    package var attributeNames: [String] {
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
