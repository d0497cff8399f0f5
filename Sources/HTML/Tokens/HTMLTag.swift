/// The elements that mean something to newspool. All others are unknown: their tags vanish and their content stays.
package enum HTMLTag: UInt8, CaseIterable, Sendable {
    /// Not an element: a run of text in an `HTMLTree`.
    case text
    case a, abbr, acronym, address, applet, area, article, aside, audio, b, base, bdi, bdo, bgsound, big
    case blockquote, br, button, caption, center, cite, code, col, colgroup, data, dd, del, details, dfn, dialog
    case dir, div, dl, dt, em, embed, fieldset, figcaption, figure, font, footer, form, frame, frameset, h1, h2, h3, h4
    case h5, h6, header, hgroup, hr, i, iframe, img, input, ins, kbd, keygen, label, legend, li, link, listing
    case main, map, mark, math, menu, meta, nav, noembed, noframes, noscript, object, ol, optgroup, option, p
    case param, picture, plaintext, pre, q, rb, rp, rt, rtc, ruby, s, samp, script, search, section, select, small
    case source, span, strike, strong, style, sub, summary, sup, svg, table, tbody, td, template, textarea, tfoot
    case th, thead, time, title, tr, track, tt, u, ul, variable, video, wbr, xmp
    case annotation, annotationXML
    /// Frames and players of AMP, which have attributes of their own.
    case ampDailymotion, ampIframe, ampVimeo, ampYoutube
    // Only of whole pages.
    case html, head, body
}

extension HTMLTag {
    /// The name as HTML writes it.
    package var name: StaticString {
        switch self {
        case .text: "#text"
        case .a: "a"
        case .abbr: "abbr"
        case .acronym: "acronym"
        case .address: "address"
        case .applet: "applet"
        case .area: "area"
        case .article: "article"
        case .aside: "aside"
        case .audio: "audio"
        case .b: "b"
        case .base: "base"
        case .bdi: "bdi"
        case .bdo: "bdo"
        case .bgsound: "bgsound"
        case .big: "big"
        case .blockquote: "blockquote"
        case .br: "br"
        case .button: "button"
        case .caption: "caption"
        case .center: "center"
        case .cite: "cite"
        case .code: "code"
        case .col: "col"
        case .colgroup: "colgroup"
        case .data: "data"
        case .dd: "dd"
        case .del: "del"
        case .details: "details"
        case .dfn: "dfn"
        case .dialog: "dialog"
        case .dir: "dir"
        case .div: "div"
        case .dl: "dl"
        case .dt: "dt"
        case .em: "em"
        case .embed: "embed"
        case .fieldset: "fieldset"
        case .figcaption: "figcaption"
        case .figure: "figure"
        case .font: "font"
        case .footer: "footer"
        case .form: "form"
        case .frame: "frame"
        case .frameset: "frameset"
        case .h1: "h1"
        case .h2: "h2"
        case .h3: "h3"
        case .h4: "h4"
        case .h5: "h5"
        case .h6: "h6"
        case .header: "header"
        case .hgroup: "hgroup"
        case .hr: "hr"
        case .i: "i"
        case .iframe: "iframe"
        case .img: "img"
        case .input: "input"
        case .ins: "ins"
        case .kbd: "kbd"
        case .keygen: "keygen"
        case .label: "label"
        case .legend: "legend"
        case .li: "li"
        case .link: "link"
        case .listing: "listing"
        case .main: "main"
        case .map: "map"
        case .mark: "mark"
        case .math: "math"
        case .menu: "menu"
        case .meta: "meta"
        case .nav: "nav"
        case .noembed: "noembed"
        case .noframes: "noframes"
        case .noscript: "noscript"
        case .object: "object"
        case .ol: "ol"
        case .optgroup: "optgroup"
        case .option: "option"
        case .p: "p"
        case .param: "param"
        case .picture: "picture"
        case .plaintext: "plaintext"
        case .pre: "pre"
        case .q: "q"
        case .rb: "rb"
        case .rp: "rp"
        case .rt: "rt"
        case .rtc: "rtc"
        case .ruby: "ruby"
        case .s: "s"
        case .samp: "samp"
        case .script: "script"
        case .search: "search"
        case .section: "section"
        case .select: "select"
        case .small: "small"
        case .source: "source"
        case .span: "span"
        case .strike: "strike"
        case .strong: "strong"
        case .style: "style"
        case .sub: "sub"
        case .summary: "summary"
        case .sup: "sup"
        case .svg: "svg"
        case .table: "table"
        case .tbody: "tbody"
        case .td: "td"
        case .template: "template"
        case .textarea: "textarea"
        case .tfoot: "tfoot"
        case .th: "th"
        case .thead: "thead"
        case .time: "time"
        case .title: "title"
        case .tr: "tr"
        case .track: "track"
        case .tt: "tt"
        case .u: "u"
        case .ul: "ul"
        case .variable: "var"
        case .video: "video"
        case .wbr: "wbr"
        case .xmp: "xmp"
        case .annotation: "annotation"
        case .annotationXML: "annotation-xml"
        case .ampDailymotion: "amp-dailymotion"
        case .ampIframe: "amp-iframe"
        case .ampVimeo: "amp-vimeo"
        case .ampYoutube: "amp-youtube"
        case .html: "html"
        case .head: "head"
        case .body: "body"
        }
    }

    /// The element of a start or end tag's name, nil for an unknown one.
    @inline(__always)
    init?(_ name: PackedName, in table: NameTable) {
        let value = table.value(of: name)
        if value == 0 { return nil }
        self.init(rawValue: value)
    }

    /// Whether its content is not shown, or only in place of the element, so that a missing end tag would hide the rest.
    var hidesUntilEnd: Bool {
        switch self {
        case .annotation, .annotationXML, .audio, .button, .frameset, .noscript, .select, .svg, .template, .video: true
        default: false
        }
    }

    static let vocabulary = NameTable(
        allCases.dropFirst().map { ($0.name, $0.rawValue) } + otherNames.map { ($0.0, $0.1.rawValue) })

    /// Other names of elements: an old spelling, and those of AMP.
    private static let otherNames: [(StaticString, HTMLTag)] = [
        ("image", .img), ("amp-img", .img), ("amp-anim", .img), ("amp-video", .video), ("amp-audio", .audio),
    ]
}
