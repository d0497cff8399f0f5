/// What an element means to a tree builder: the classes of the HTML standard's section 13.2.6.
package struct HTMLTraits: OptionSet, Sendable {
    package let rawValue: UInt16

    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Has no content and no end tag.
    @inlinable package static var void: HTMLTraits { HTMLTraits(rawValue: 1 << 0) }
    /// Its content is raw text up to its end tag. None of these is ever shown.
    @inlinable package static var rawText: HTMLTraits { HTMLTraits(rawValue: 1 << 1) }
    /// Its start tag ends an open paragraph.
    @inlinable package static var closesParagraph: HTMLTraits { HTMLTraits(rawValue: 1 << 2) }
    /// Ends the search for an element that an inline end tag could mean.
    @inlinable package static var special: HTMLTraits { HTMLTraits(rawValue: 1 << 3) }
    /// Is opened again in the next block when a block's end cuts it short.
    @inlinable package static var formatting: HTMLTraits { HTMLTraits(rawValue: 1 << 4) }
    @inlinable package static var heading: HTMLTraits { HTMLTraits(rawValue: 1 << 5) }
    /// Its end tag may be left out.
    @inlinable package static var impliedEnd: HTMLTraits { HTMLTraits(rawValue: 1 << 6) }
    /// Hides what is open around it from start and end tags within it.
    @inlinable package static var barrier: HTMLTraits { HTMLTraits(rawValue: 1 << 7) }
    /// Lives in a table only.
    @inlinable package static var tablePart: HTMLTraits { HTMLTraits(rawValue: 1 << 8) }
    /// Takes no text and no elements but parts of a table.
    @inlinable package static var tableContext: HTMLTraits { HTMLTraits(rawValue: 1 << 9) }
    /// Says nothing when it is empty, so it is taken back then.
    @inlinable package static var vanishesEmpty: HTMLTraits { HTMLTraits(rawValue: 1 << 10) }
}

extension HTMLTag {
    @inlinable package var traits: HTMLTraits {
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
        case .annotation, .annotationXML, .ampDailymotion, .ampIframe, .ampVimeo, .ampYoutube: []
        case .text, .audio, .data, .label, .legend, .map, .math, .svg, .video: []
        // Their tags count for a page only, and there they hold everything.
        case .html, .head, .body: []
        }
    }

    @inlinable @inline(__always)
    package func `is`(_ trait: HTMLTraits) -> Bool { !traits.isDisjoint(with: trait) }
}
