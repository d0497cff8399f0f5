import Bytes

/// The attributes that anything here reads; all others are skipped as they are met.
package enum HTMLAttribute: UInt8, CaseIterable, Sendable {
    case none
    case abbr, align, alt, cite, classes, colspan, controls, data, dataActualsrc, dataEcho, dataHiResSrc, dataLazy
    case dataLazySrc, dataLazySrcset, dataOriginal, dataOriginalSrc, dataSrc, dataSrcset, dataUrl, dataVideoid, datetime
    case isDefault, dir, height, href, hreflang, kind, label, lang, media, isOpen, poster, reversed, rowspan, scope
    case sizes, span, src, srclang, srcset, start, style, title, type, value, width

    // What only tells about a page: never written.
    case ariaControls, ariaHidden, ariaLabel, ariaModal, charset, content, dataTestid, hidden, httpEquiv, id, itemprop,
        itemscope
    case itemtype, name, property, pubdate, rel, role
    /// One that a selector asks for: its value is its name, a NUL and the value.
    case other
    /// The name of an element that is not in the vocabulary.
    case elementName

    /// The name as HTML writes it.
    package var text: StaticString {
        switch self {
        case .none, .other, .elementName: ""
        case .abbr: "abbr"
        case .align: "align"
        case .alt: "alt"
        case .cite: "cite"
        case .classes: "class"
        case .colspan: "colspan"
        case .controls: "controls"
        case .data: "data"
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
        case .dataVideoid: "data-videoid"
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
        case .ariaControls: "aria-controls"
        case .ariaHidden: "aria-hidden"
        case .ariaLabel: "aria-label"
        case .ariaModal: "aria-modal"
        case .charset: "charset"
        case .content: "content"
        case .dataTestid: "data-testid"
        case .hidden: "hidden"
        case .httpEquiv: "http-equiv"
        case .id: "id"
        case .itemprop: "itemprop"
        case .itemscope: "itemscope"
        case .itemtype: "itemtype"
        case .name: "name"
        case .property: "property"
        case .pubdate: "pubdate"
        case .rel: "rel"
        case .role: "role"
        }
    }

    /// Whether a content may have it; all others only tell about a page.
    package var isOfContent: Bool { rawValue < HTMLAttribute.ariaControls.rawValue }
}

/// The attributes that readers of HTML text need.
struct HTMLAttributeNames: Sendable {
    private let table: NameTable
    /// Beyond the vocabulary, in lower case.
    private let others: [[UInt8]]

    private init(_ attributes: some Sequence<HTMLAttribute>, others: [[UInt8]] = []) {
        table = NameTable(attributes.map { ($0.text, $0.rawValue) })
        self.others = others
    }

    /// Those that a piece of content may have.
    static let content = HTMLAttributeNames(HTMLAttribute.allCases.filter { $0 != .none && $0.isOfContent })

    /// Those of content, those that tell about a page, and `others`.
    static func page(others: [String] = []) -> HTMLAttributeNames {
        others.isEmpty ? ofPage : HTMLAttributeNames(known, others: others.map { Array($0.utf8) })
    }

    private static let known = HTMLAttribute.allCases.filter { $0 != .none && $0 != .other && $0 != .elementName }
    private static let ofPage = HTMLAttributeNames(known)

    @inline(__always)
    func name(_ packed: PackedName, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> HTMLAttribute {
        let value = table.value(of: packed)
        if value != 0 { return HTMLAttribute(rawValue: value) ?? .none }
        if others.isEmpty { return .none }
        let isAsked = others.contains { name in name.elementsEqual(bytes[range].lazy.map(\.asciiLowercased)) }
        return isAsked ? .other : .none
    }
}
