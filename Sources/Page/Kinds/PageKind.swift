/// What a page is for: each kind keeps its content in another shape.
enum PageKind: Sendable {
    /// One text from its first paragraph to its last.
    case article
    /// Posts of several authors, in order.
    case forum
    /// Text with code, tables and notes.
    case documentation
    /// Entries, each of which leads to a page of its own.
    case listing
    /// Entries that are for sale.
    case collection
    /// One thing that is for sale: description, features, figures.
    case product
    /// Sections that say what somebody offers.
    case service
}

/// What a page says about itself outside of its body, for `PageKind`.
public struct PageFacts: Sendable {
    /// Types of linked data and of microdata, lower case, without their vocabulary's address.
    public var types: Set<String> = []
    /// `og:type`, lower case.
    public var openGraphType = ""
    /// Lower case.
    public var generator = ""
    /// Of the page's address, lower case.
    public var host = ""
    public var path = ""
    public var query = ""
    /// A time of publication is declared, as articles do.
    public var isDated = false
    /// An author or a day is declared.
    public var isSigned = false

    public init() {}

    /// A question of one person with the answers of others.
    var isQuestion: Bool {
        types.contains("qapage") || types.contains("question") && types.contains("answer") && !types.contains("faqpage")
    }
}
