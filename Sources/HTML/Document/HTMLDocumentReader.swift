/// Reads a whole page: the tree, and what the head says. Scripts, styles, forms' fields and drawings stay out.
struct HTMLDocumentReader: HTMLTokenSink {
    let attributeNames: HTMLAttributeNames
    /// Elements of the page's own making are kept as inline ones.
    static let unknownElement: HTMLTag? = .span

    private var builder = HTMLTreeBuilder(depthLimit: 400, keepsEmpty: true)
    private var title: String?
    private var metas: [(name: String, content: String)] = []
    private var links: [HTMLDocument.Link] = []
    private var linkedData: [String] = []
    private var styleRules = StyleRules()
    private var language: String?
    private var direction: String?
    private var base: String?
    private var isLinkedData = false
    private var hasStreamedParts = false

    /// Bounds what hostile pages can make of their heads.
    private static let mostFacts = 2000

    init(attributeNames: HTMLAttributeNames) { self.attributeNames = attributeNames }

    mutating func finish() -> HTMLDocument {
        let tree = builder.finish()
        var page = HTMLDocument(tree: hasStreamedParts ? StreamedParts.inPlace(tree) : tree)
        (page.title, page.metas, page.links, page.linkedData) = (title, metas, links, linkedData)
        (page.language, page.direction, page.base) = (language, direction, base)
        page.styleRules = styleRules
        return page
    }

    mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
        if builder.hiding != nil { return builder.startHidden(tag) }
        switch tag {
        case .html, .body:
            if language == nil { language = attributes.string(.lang).flatMap(Self.nonEmpty) }
            if direction == nil { direction = attributes.string(.dir).flatMap(Self.nonEmpty) }
            if tag == .html { return }
        case .head: return
        case .base: if base == nil { base = attributes.string(.href) }
        case .meta:
            meta(attributes)
            if !attributes.has(.itemprop) { return }
        case .link: if let rel = attributes.string(.rel) { link(rel, attributes) }
        case .script:
            isLinkedData = attributes.string(.type)?.lowercased().contains("ld+json") ?? false
            return
        case .title, .style, .textarea, .xmp, .plaintext, .noembed, .noframes: return
        case .template where StreamedParts.isPlace(attributes.string(.id)): return placeOfPart(attributes)
        case .svg, .annotation, .annotationXML, .template, .select: return isClosed ? () : builder.hide(tag)
        default: break
        }
        let first = builder.attributeCount
        attributes.forEach { builder.append($0, $1) }
        builder.start(tag, firstAttribute: first)
        if isClosed, tag == .svg || tag == .iframe { builder.end(tag) }
    }

    /// What the page's script would put a part in, kept as an empty element.
    private mutating func placeOfPart(_ attributes: borrowing HTMLTokenAttributes) {
        let first = builder.attributeCount
        attributes.forEach { builder.append($0, $1) }
        builder.start(.span, firstAttribute: first)
        builder.end(.span)
        hasStreamedParts = true
        builder.hide(.template)
    }

    mutating func endTag(_ tag: HTMLTag) {
        switch tag {
        case .html, .head, .title, .script, .style, .textarea, .xmp, .plaintext, .noembed, .noframes: return
        case .br where builder.hiding == nil: builder.start(.br, firstAttribute: builder.attributeCount)
        default: builder.end(tag)
        }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) { builder.text(bytes) }

    mutating func rawText(of tag: HTMLTag, _ bytes: UnsafeBufferPointer<UInt8>) {
        if tag == .title, title == nil, builder.hiding == nil {
            // The references are decoded, and tags are text, but no one means those.
            title = PlainText.line(fromHTML: String(decoding: bytes.prefix(4096), as: UTF8.self)).nonBlank
        }
        if tag == .style, builder.hiding == nil { unsafe styleRules.read(bytes) }
        if tag == .script, isLinkedData, linkedData.count < 64 {
            linkedData.append(String(decoding: bytes, as: UTF8.self))
        }
    }

    private mutating func meta(_ attributes: borrowing HTMLTokenAttributes) {
        // Some archives write `value` for `content`, and `name` for `property`.
        guard metas.count < Self.mostFacts, let content = attributes.string(.content) ?? attributes.string(.value),
            !content.isEmpty
        else { return }
        for attribute in [HTMLAttribute.property, .name, .itemprop, .httpEquiv] {
            guard let names = attributes.string(attribute) else { continue }
            for name in names.split(whereSeparator: \.isWhitespace) { metas.append((name.lowercased(), content)) }
        }
    }

    private mutating func link(_ rel: String, _ attributes: borrowing HTMLTokenAttributes) {
        guard links.count < Self.mostFacts, let href = attributes.string(.href), !href.isEmpty else { return }
        links.append(
            HTMLDocument.Link(
                relations: rel.lowercased().split(whereSeparator: \.isWhitespace).map(String.init), href: href,
                type: attributes.string(.type), text: ""))
    }

    private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}

extension String {
    /// Nil where there is nothing but white space.
    var nonBlank: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
