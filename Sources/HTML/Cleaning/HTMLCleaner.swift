import Bytes

/// Lets through what may be shown, and hands it to a tree builder: allowed elements with allowed attributes, addresses
/// resolved first and then judged, lazy pictures made real, frames as links. All else goes: elements that are not on
/// the list leave their content, those that hold no text for readers go with it.
struct HTMLCleaner: HTMLTokenSink {
    var builder: HTMLTreeBuilder
    let resolver: ReferenceResolver
    /// The last address that was read; its room is used again for the next.
    var address: [UInt8] = []

    /// Bytes that relative addresses may still become longer by: a long base must not be multiplied.
    private var growth: Int
    private let room: Int

    /// The last picture while nothing but white space came after it, to find its twin in a `noscript`: where its
    /// address is `recentAddress`, or where it was to be filled in by a script, so that the twin may have another
    /// address.
    var recentImage: RecentImage?
    var recentAddress: [UInt8] = []
    /// The language that a code block's wrapper named, until the block comes.
    var codeLanguage: [UInt8] = []

    /// There was a caption of WordPress's old form.
    private var hasCaptions = false
    /// There was a `pre` or a `code`.
    private var hasCode = false

    enum RecentImage { case real, lazy }

    /// What a picture without an address says instead, until it is clear that no twin in a `noscript` shows the
    /// picture.
    var wordsForPicture: [UInt8] = []
    /// The largest candidate of the `source` elements of the present `picture`.
    var pictureAddress: [UInt8] = []
    /// The open `object` elements: where each would lead, and what there was before it, as a number of nodes and bytes.
    var objects: [(address: [UInt8], start: (nodes: Int, bytes: Int))] = []
    /// Where the last frame's link ended, as a number of nodes and bytes.
    var endOfFrame = (nodes: -1, bytes: -1)
    /// The open `span` elements of a code block, and what they are to it.
    var codeSpans: [CodeSpan] = []
    /// Where the text of a table's cell begins that is called the number of a line of code.
    var codeCell: (nodes: Int, bytes: Int)?
    /// Where a `span` that is a line of a code block ended without a line end, as a number of nodes and bytes.
    var endOfCodeLine = (nodes: -1, bytes: -1)

    /// - Parameter bytes: those of the HTML.
    init(_ limits: HTMLLimits, bytes: Int, resolver: @escaping ReferenceResolver) {
        (self.resolver, room, growth) = (resolver, limits.room, 2 * bytes + limits.room)
        builder = HTMLTreeBuilder(depthLimit: limits.depth, bytes: bytes, reopenings: min(100_000, growth / 16))
    }

    mutating func finish() -> HTMLTree {
        showWordsForPicture()
        var tree = builder.finish()
        if hasCaptions { CaptionBox.makeFigures(in: &tree) }
        if hasCode { CodeGutter.remove(from: &tree) }
        tree.room = room
        return tree
    }

    // MARK: Tokens

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if builder.hiding == nil, recentImage != nil || !wordsForPicture.isEmpty, !bytes.allSatisfy(\.isHTMLSpace) {
            recentImage = nil
            showWordsForPicture()
        }
        if builder.hiding == nil, endOfFrame == builder.place, let first = bytes.first, !first.isHTMLSpace {
            builder.appendSpace()
        }
        builder.text(bytes)
    }

    mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
        if let hiding = builder.hiding {
            if hiding == .noscript, tag == .img { return noscriptImage(attributes) }
            if tag == .source || tag == .track, hiding == .video || hiding == .audio { return source(tag, attributes) }
            builder.startHidden(tag)
        } else {
            if !wordsForPicture.isEmpty, tag != .noscript { showWordsForPicture() }
            start(tag, attributes)
        }
        // `<i/>` is meant to be empty, though HTML would have it go on; a link is more likely to be meant.
        if isClosed, tag != .a, !tag.is(.void) { endTag(tag) }
    }

    mutating func endTag(_ tag: HTMLTag) {
        if tag == .br, builder.hiding == nil { return start(.br, HTMLTokenAttributes()) }
        let hiding = builder.hiding
        if hiding == nil {
            if !wordsForPicture.isEmpty { showWordsForPicture() }
            switch tag {
            case .object, .applet: return endObject()
            case .span: return endSpan()
            default: break
            }
        }
        guard let output = hiding == nil ? tag.allowed : tag else {
            if tag.is(.closesParagraph) { builder.separate() }
            return
        }
        if let start = codeCell, tag == .td {
            builder.dropNumber(after: start)
            codeCell = nil
        }
        builder.end(output)
        // A player is in the tree itself; only what is in it was hidden.
        if hiding == tag, builder.hiding == nil, tag == .video || tag == .audio { builder.end(tag) }
    }

    mutating func start(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        guard let output = tag.allowed else {
            if tag.hidesContent { return builder.hide(tag) }
            switch tag {
            case .iframe, .embed, .ampIframe: return frame(attributes)
            case .ampDailymotion, .ampVimeo, .ampYoutube: return player(tag, attributes)
            case .object, .applet: return startObject(attributes)
            case .span: return startSpan(attributes)
            default: break
            }
            if tag.is(.closesParagraph) { builder.separate() }
            return
        }
        let first = builder.attributeCount
        switch output {
        case .img: return image(attributes)
        case .source, .track: return source(output, attributes)
        case .video, .audio: return media(output, attributes)
        case .a: if !link(attributes) { return }
        case .pre, .code, .div, .figure:
            if output == .pre || output == .code { hasCode = true }
            // Some write each line as a `code` of its own.
            if output == .code, builder.openCodeBlocks > 0, isAfterCodeLine { builder.endLine() }
            if !attributes.isEmpty || !codeLanguage.isEmpty { language(output, attributes) }
        case .picture: pictureAddress.removeAll(keepingCapacity: true)
        default: break
        }
        if !attributes.isEmpty {
            if let part = CaptionBox.part(of: output, attributes) {
                builder.append(.classes, part)
                hasCaptions = true
            }
            copyPlain(output, attributes)
        }
        builder.start(output, firstAttribute: first)
        if output == .td, builder.openCodeBlocks > 0 { startCodeCell(attributes) }
    }

    // MARK: Attributes

    mutating func copyPlain(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        copyText(.title, attributes)
        copyName(.lang, attributes)
        copyWord(.dir, attributes, ["ltr", "rtl", "auto"])
        switch tag {
        case .blockquote, .q: copyAddress(.cite, attributes, for: .media)
        case .ins, .del:
            copyAddress(.cite, attributes, for: .media)
            copyName(.datetime, attributes)
        case .time: copyName(.datetime, attributes)
        case .ol:
            copyNumber(.start, attributes, allowsMinus: true)
            copyFlag(.reversed, attributes)
            copyWord(.type, attributes, ["1", "a", "A", "i", "I"])
        case .li: copyNumber(.value, attributes, allowsMinus: true)
        case .td, .th:
            copyNumber(.colspan, attributes)
            copyNumber(.rowspan, attributes)
            copyWord(.align, attributes, ["left", "center", "right"])
            if tag == .th {
                copyWord(.scope, attributes, ["col", "row", "colgroup", "rowgroup"])
                copyText(.abbr, attributes)
            }
        case .col, .colgroup: copyNumber(.span, attributes)
        case .details: copyFlag(.isOpen, attributes)
        case .a: copyName(.hreflang, attributes)
        default: break
        }
    }

    mutating func copyText(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(name) { if !$0.isEmpty { builder.append(name, $0) } }
    }

    /// A short value of letters, digits and a few signs: a language, a date.
    mutating func copyName(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(name) { value in
            let value = value.trimmed
            let isName = value.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-+:._ ".utf8.contains($0) }
            if isName, !value.isEmpty, value.count <= 64 { builder.append(name, value) }
        }
    }

    mutating func copyWord(
        _ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes,
        _ words: @autoclosure () -> [StaticString]  // made only where the attribute is there
    ) {
        guard attributes.has(name) else { return }
        let words = words()
        _ = attributes.withValue(name) { value in
            let value = value.trimmed
            let isExact = { (word: StaticString) in word.withUTF8Buffer { value.elementsEqual($0) } }
            if let word = words.first(where: isExact) ?? words.first(where: { value.equalsIgnoringCase($0) }) {
                word.withUTF8Buffer { builder.append(name, $0) }
            }
        }
    }

    mutating func copyNumber(
        _ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes, allowsMinus: Bool = false
    ) {
        _ = attributes.withValue(name) { value in
            let value = value.trimmed
            var digits = value.prefix { $0.isASCIIDigit }
            var end = digits.endIndex
            if allowsMinus, value.first == UInt8(ascii: "-") {
                digits = value.dropFirst().prefix { $0.isASCIIDigit }
                end = digits.endIndex
            }
            let unit = value[end...]
            guard !digits.isEmpty, digits.count <= 5, unit.isEmpty || unit.equalsIgnoringCase("px") else { return }
            builder.append(name, value[..<end])
        }
    }

    mutating func copyFlag(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        if attributes.has(name) { builder.append(name, EmptyCollection()) }
    }

    mutating func copyAddress(
        _ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes, for use: URLPolicy.Use
    ) {
        if readAddress(name, attributes, for: use) { builder.append(name, address) }
    }

    /// Reads an attribute's value into `address`; false where it is not an address that may be written.
    mutating func readAddress(
        _ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes, for use: URLPolicy.Use
    ) -> Bool {
        attributes.withValue(name) { readAddress(UnsafeBufferPointer(rebasing: $0.trimmed), for: use) } ?? false
    }

    /// Pictures within the text are judged as they are: they may be long, and there is nothing to resolve.
    mutating func readAddress(_ reference: UnsafeBufferPointer<UInt8>, for use: URLPolicy.Use) -> Bool {
        address.removeAll(keepingCapacity: true)
        if reference.isEmpty { return false }
        if use == .image, reference.startsIgnoringCase("data:") {
            address.append(contentsOf: reference)
        } else if reference.contains(UInt8(ascii: "&")), let plain = AddressText.unescaped(reference) {
            return plain.withUnsafeBufferPointer { readAddress($0, for: use) }
        } else {
            guard reference.count <= AddressLimit.bytes, growth > 0 || URLPolicy.namesScheme(reference),
                resolver(reference, &address), address.count <= AddressLimit.bytes
            else { return false }
            let longer = address.count - reference.count
            guard longer <= growth else {
                // Once is enough: to find out takes as long as the base is, for each of them.
                growth = 0
                return false
            }
            growth -= max(0, longer)
        }
        return URLPolicy.admits(&address, for: use)
    }

    /// The candidates of a list that may be written, nil where there are none.
    mutating func readCandidates(
        _ name: HTMLAttribute?, _ attributes: borrowing HTMLTokenAttributes
    ) -> [UInt8]? {
        guard let name else { return nil }
        let list = attributes.withValue(name) { value in
            SourceSet.rewritten(value) { readAddress($0, for: .image) ? address : nil }
        }
        return list ?? nil
    }
}
