extension HTMLTag {
    /// The element to write for this one, nil for one that is not written. Old elements become what they meant.
    var allowed: HTMLTag? {
        switch self {
        case .a, .abbr, .address, .article, .aside, .audio, .b, .bdi, .bdo, .blockquote, .br, .caption, .cite, .code,
            .col,
            .colgroup, .dd, .del, .details, .dfn, .div, .dl, .dt, .em, .figcaption, .figure, .footer, .h1, .h2, .h3,
            .h4,
            .h5, .h6, .header, .hr, .i, .img, .ins, .kbd, .li, .mark, .nav, .ol, .p, .picture, .pre, .q, .rp, .rt,
            .ruby,
            .s, .samp, .section, .small, .source, .strong, .sub, .summary, .sup, .table, .tbody, .td, .tfoot, .th,
            .thead,
            .time, .tr, .track, .u, .ul, .variable, .video, .wbr:
            self
        case .acronym: .abbr
        case .center, .dialog, .hgroup, .main, .search: .div
        case .dir, .menu: .ul
        case .listing: .pre
        case .rtc: .rt
        case .strike: .s
        case .tt: .code
        default: nil
        }
    }

    /// Whether the element goes with all that is in it. Drawings are among them; of formulas only the text stays, so that
    /// no text of ours can be read as markup of another language.
    var hidesContent: Bool {
        switch self {
        case .annotation, .annotationXML, .button, .frameset, .noscript, .select, .svg, .template: true
        default: false
        }
    }
}
