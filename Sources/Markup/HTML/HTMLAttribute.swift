/// The attributes that anything here reads; all others are skipped as they are met.
enum HTMLAttribute: UInt8, CaseIterable, Sendable {
    case none
    case abbr, align, alt, cite, classes, colspan, controls, dataActualsrc, dataEcho, dataHiResSrc, dataLazy
    case dataLazySrc, dataLazySrcset, dataOriginal, dataOriginalSrc, dataSrc, dataSrcset, dataUrl, datetime
    case isDefault, dir, height, href, hreflang, kind, label, lang, media, isOpen, poster, reversed, rowspan, scope
    case sizes, span, src, srclang, srcset, start, style, title, type, value, width

    /// The name as HTML writes it.
    var name: StaticString {
        switch self {
        case .none: ""
        case .abbr: "abbr"
        case .align: "align"
        case .alt: "alt"
        case .cite: "cite"
        case .classes: "class"
        case .colspan: "colspan"
        case .controls: "controls"
        case .dataActualsrc: "data-actualsrc"
        case .dataEcho: "data-echo"
        case .dataHiResSrc: "data-hi-res-src"
        case .dataLazy: "data-lazy"
        case .dataLazySrc: "data-lazy-src"
        case .dataLazySrcset: "data-lazy-srcset"
        case .dataOriginal: "data-original"
        case .dataOriginalSrc: "data-original-src"
        case .dataSrc: "data-src"
        case .dataSrcset: "data-srcset"
        case .dataUrl: "data-url"
        case .datetime: "datetime"
        case .isDefault: "default"
        case .dir: "dir"
        case .height: "height"
        case .href: "href"
        case .hreflang: "hreflang"
        case .kind: "kind"
        case .label: "label"
        case .lang: "lang"
        case .media: "media"
        case .isOpen: "open"
        case .poster: "poster"
        case .reversed: "reversed"
        case .rowspan: "rowspan"
        case .scope: "scope"
        case .sizes: "sizes"
        case .span: "span"
        case .src: "src"
        case .srclang: "srclang"
        case .srcset: "srcset"
        case .start: "start"
        case .style: "style"
        case .title: "title"
        case .type: "type"
        case .value: "value"
        case .width: "width"
        }
    }

    static let vocabulary = NameTable(allCases.dropFirst().map { ($0.name, $0.rawValue) })
}
