/// What an element means to whoever builds a tree: the classes of the HTML standard's section 13.2.6.
struct HTMLTraits: OptionSet, Sendable {
    let rawValue: UInt16

    /// Has no content and no end tag.
    static let void = HTMLTraits(rawValue: 1 << 0)
    /// Its content is raw text up to its end tag. None of these is ever shown.
    static let rawText = HTMLTraits(rawValue: 1 << 1)
    /// Its start tag ends an open paragraph.
    static let closesParagraph = HTMLTraits(rawValue: 1 << 2)
    /// Ends the search for an element that an inline end tag could mean.
    static let special = HTMLTraits(rawValue: 1 << 3)
    /// Is opened again in the next block when a block's end cuts it short.
    static let formatting = HTMLTraits(rawValue: 1 << 4)
    static let heading = HTMLTraits(rawValue: 1 << 5)
    /// Its end tag may be left out.
    static let impliedEnd = HTMLTraits(rawValue: 1 << 6)
    /// Hides what is open around it from start and end tags within it.
    static let barrier = HTMLTraits(rawValue: 1 << 7)
    /// Lives in a table only.
    static let tablePart = HTMLTraits(rawValue: 1 << 8)
    /// Takes no text and no elements but parts of a table.
    static let tableContext = HTMLTraits(rawValue: 1 << 9)
    /// Says nothing when it is empty, so it is taken back then.
    static let vanishesEmpty = HTMLTraits(rawValue: 1 << 10)
}

extension HTMLTag {
    var traits: HTMLTraits {
        switch self {
        case .area, .base, .bgsound, .br, .embed, .frame, .img, .input, .keygen, .link, .meta, .param, .source, .track,
            .wbr:
            .void
        case .hr: [.void, .closesParagraph]
        case .col: [.void, .tablePart]
        case .script, .style, .xmp, .iframe, .noembed, .noframes, .textarea, .title, .plaintext: [.rawText, .special]
        case .p: [.closesParagraph, .special, .impliedEnd, .vanishesEmpty]
        case .address, .article, .aside, .blockquote, .center, .details, .dialog, .dir, .div, .dl, .fieldset,
            .figcaption,
            .figure, .footer, .form, .header, .hgroup, .listing, .main, .menu, .nav, .ol, .pre, .search, .section,
            .summary, .ul:
            [.closesParagraph, .special, .vanishesEmpty]
        case .h1, .h2, .h3, .h4, .h5, .h6: [.closesParagraph, .special, .heading, .vanishesEmpty]
        case .li, .dd, .dt: [.closesParagraph, .special, .impliedEnd]
        case .table: [.closesParagraph, .special, .barrier, .tableContext]
        case .caption: [.tablePart, .special, .barrier]
        case .td, .th: [.tablePart, .special, .barrier]
        case .colgroup, .thead, .tbody, .tfoot, .tr: [.tablePart, .special, .tableContext]
        case .a, .b, .big, .code, .em, .font, .i, .s, .small, .strike, .strong, .tt, .u: [.formatting, .vanishesEmpty]
        case .rb, .rp, .rt, .rtc, .option, .optgroup: .impliedEnd
        case .abbr, .acronym, .bdi, .bdo, .cite, .del, .dfn, .ins, .kbd, .mark, .picture, .q, .ruby, .samp, .span, .sub,
            .sup, .time, .variable:
            .vanishesEmpty
        case .applet, .button, .frameset, .noscript, .object, .select, .template: .special
        case .text, .audio, .data, .label, .legend, .map, .math, .svg, .video: []
        // Their tags count for a page only, and there they hold everything.
        case .html, .head, .body: []
        }
    }

    @inline(__always)
    func `is`(_ trait: HTMLTraits) -> Bool { !traits.isDisjoint(with: trait) }
}
