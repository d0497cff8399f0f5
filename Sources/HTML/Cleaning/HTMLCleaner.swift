import Bytes

/// Lets through what may be shown, and hands it to a tree builder: allowed elements with allowed attributes, addresses
/// resolved first and then judged, lazy pictures made real, players' frames as links. All else goes: elements that are not
/// on the list leave their content, those that hold no text for readers go with it.
struct HTMLCleaner: HTMLTokenSink {
    private var builder: HTMLTreeBuilder
    private let resolver: ReferenceResolver
    /// The last address that was read; its room is used again for the next.
    private var address: [UInt8] = []

    /// The last picture while nothing but white space came after it, to find its twin in a `noscript`: where its address is
    /// `recentAddress`, or where it was to be filled in by a script, so that the twin may have another address.
    private var recentImage: RecentImage?
    private var recentAddress: [UInt8] = []
    /// The language that a code block's wrapper named, until the block comes.
    private var codeLanguage: [UInt8] = []

    /// There was a caption of WordPress's old form.
    private var hasCaptions = false

    private enum RecentImage { case real, lazy }

    /// - Parameter bytes: those of the HTML.
    init(depthLimit: Int, bytes: Int, resolver: @escaping ReferenceResolver) {
        builder = HTMLTreeBuilder(depthLimit: depthLimit, bytes: bytes)
        self.resolver = resolver
    }

    mutating func finish() -> HTMLTree {
        var tree = builder.finish()
        if hasCaptions { CaptionBox.makeFigures(in: &tree) }
        return tree
    }

    // MARK: Tokens

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if recentImage != nil, builder.hiding == nil, !bytes.allSatisfy(\.isHTMLSpace) { recentImage = nil }
        builder.text(bytes)
    }

    mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
        if let hiding = builder.hiding {
            if hiding == .noscript, tag == .img { return noscriptImage(attributes) }
            if tag == .source || tag == .track, hiding == .video || hiding == .audio { return source(tag, attributes) }
            builder.startHidden(tag)
        } else {
            start(tag, attributes)
        }
        // `<i/>` is meant to be empty, though HTML would have it go on; a link is more likely to be meant.
        if isClosed, tag != .a, !tag.is(.void) { endTag(tag) }
    }

    mutating func endTag(_ tag: HTMLTag) {
        if tag == .br, builder.hiding == nil { return start(.br, HTMLTokenAttributes()) }
        let hiding = builder.hiding
        guard let output = hiding == nil ? tag.allowed : tag else {
            if tag.is(.closesParagraph) { builder.separate() }
            return
        }
        builder.end(output)
        // A player is in the tree itself; only what stands in it was hidden.
        if hiding == tag, builder.hiding == nil, tag == .video || tag == .audio { builder.end(tag) }
    }

    private mutating func start(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        guard let output = tag.allowed else {
            if tag.hidesContent { return builder.hide(tag) }
            if tag == .iframe || tag == .embed { return frame(attributes) }
            if tag.is(.closesParagraph) { builder.separate() }
            return
        }
        let first = builder.attributeCount
        switch output {
        case .img: return image(attributes)
        case .source, .track: return source(output, attributes)
        case .video, .audio: return media(output, attributes)
        case .a: if !link(attributes) { return }
        case .pre, .code, .div, .figure: language(output, attributes)
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
    }

    // MARK: Attributes

    private mutating func copyPlain(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
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

    private mutating func copyText(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(name) { if !$0.isEmpty { builder.append(name, $0) } }
    }

    /// A short value of letters, digits and a few signs: a language, a date.
    private mutating func copyName(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(name) { value in
            let value = value.trimmed
            let isName = value.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-+:._ ".utf8.contains($0) }
            if isName, !value.isEmpty, value.count <= 64 { builder.append(name, value) }
        }
    }

    private mutating func copyWord(
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

    private mutating func copyNumber(
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

    private mutating func copyFlag(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        if attributes.has(name) { builder.append(name, EmptyCollection()) }
    }

    private mutating func copyAddress(
        _ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes, for use: URLPolicy.Use
    ) {
        if readAddress(name, attributes, for: use) { builder.append(name, address) }
    }

    /// Reads an attribute's value into `address`; false where it is no address that may be written.
    private mutating func readAddress(
        _ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes, for use: URLPolicy.Use
    ) -> Bool {
        attributes.withValue(name) { readAddress(UnsafeBufferPointer(rebasing: $0.trimmed), for: use) } ?? false
    }

    /// Pictures within the text are judged as they are: they may be long, and there is nothing to resolve.
    private mutating func readAddress(_ reference: UnsafeBufferPointer<UInt8>, for use: URLPolicy.Use) -> Bool {
        address.removeAll(keepingCapacity: true)
        if reference.isEmpty { return false }
        if use == .image, reference.startsIgnoringCase("data:") {
            address.append(contentsOf: reference)
        } else if !resolver(reference, &address) {
            return false
        }
        return URLPolicy.admits(&address, for: use)
    }

    /// The candidates of a list that may be written, nil where there are none.
    private mutating func readCandidates(
        _ name: HTMLAttribute?, _ attributes: borrowing HTMLTokenAttributes
    ) -> [UInt8]? {
        guard let name else { return nil }
        let list = attributes.withValue(name) { value in
            SourceSet.rewritten(value) { readAddress($0, for: .image) ? address : nil }
        }
        return list ?? nil
    }

    // MARK: Elements with addresses

    private mutating func link(_ attributes: borrowing HTMLTokenAttributes) -> Bool {
        guard readAddress(.href, attributes, for: .link) else { return false }
        builder.append(.href, address)
        return true
    }

    private mutating func image(_ attributes: borrowing HTMLTokenAttributes) {
        if BeaconPolicy.isInvisible(attributes) { return }
        let candidates = readCandidates(LazyImage.candidates(of: attributes), attributes)
        let name = LazyImage.source(of: attributes)
        let isAddress = readAddress(name, attributes, for: .image)
        if !isAddress || address.startsIgnoringCase("data:") && LazyImage.isPlaceholder(address) {
            guard let candidates else { return }
            address = Array(candidates.prefix { $0 != 0x20 && $0 != UInt8(ascii: ",") })
        }
        if BeaconPolicy.isBeacon(address) { return }
        let first = builder.attributeCount
        builder.append(.src, address)
        if let candidates {
            builder.append(.srcset, candidates)
            copySizes(attributes)
        }
        _ = attributes.withValue(.alt) { builder.append(.alt, $0) }
        copyText(.title, attributes)
        copyNumber(.width, attributes)
        copyNumber(.height, attributes)
        builder.start(.img, firstAttribute: first)
        recentImage = name == .src ? .real : .lazy
        swap(&recentAddress, &address)
    }

    /// A picture for readers without scripts, unless its twin for the others is there.
    private mutating func noscriptImage(_ attributes: borrowing HTMLTokenAttributes) {
        if let recent = recentImage {
            recentImage = .real
            if recent == .lazy || readAddress(.src, attributes, for: .image) && address == recentAddress { return }
        }
        let hidden = builder.hidden
        builder.hidden = []
        image(attributes)
        builder.hidden = hidden
    }

    private mutating func media(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        let first = builder.attributeCount
        copyAddress(.src, attributes, for: .media)
        if tag == .video {
            copyAddress(.poster, attributes, for: .image)
            copyNumber(.width, attributes)
            copyNumber(.height, attributes)
        }
        builder.append(.controls, EmptyCollection())
        builder.start(tag, firstAttribute: first)
        // What stands in it is for browsers without video; its sources are let through.
        builder.hide(tag)
    }

    private mutating func source(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        let parent = builder.current
        let first = builder.attributeCount
        if parent == .picture, tag == .source {
            let list = attributes.has(.srcset) ? HTMLAttribute.srcset : .dataSrcset
            guard let candidates = readCandidates(list, attributes) else { return }
            builder.append(.srcset, candidates)
            copySizes(attributes)
        } else if parent == .video || parent == .audio {
            guard readAddress(.src, attributes, for: .media) else { return }
            builder.append(.src, address)
            if tag == .track {
                copyWord(.kind, attributes, ["subtitles", "captions", "descriptions", "chapters", "metadata"])
                copyName(.srclang, attributes)
                copyText(.label, attributes)
                copyFlag(.isDefault, attributes)
            }
        } else {
            return
        }
        if tag == .source {
            copyPrintable(.type, attributes)
            copyPrintable(.media, attributes)
        }
        builder.start(tag, firstAttribute: first)
    }

    private mutating func copySizes(_ attributes: borrowing HTMLTokenAttributes) { copyPrintable(.sizes, attributes) }

    /// Media types, media queries and sizes: printable ASCII without the signs of markup and of functions that load.
    private mutating func copyPrintable(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(name) { value in
            let value = value.trimmed
            let isPlain = value.allSatisfy {
                $0 >= 0x20 && $0 < 0x7F && !"<>&\"'`:{}\\".utf8.contains($0) || $0 == 0x3A
            }
            if isPlain, !value.isEmpty, value.count <= 512, !value.contains(where: { $0 == 0x40 }) {
                builder.append(name, value)
            }
        }
    }

    /// A player's frame becomes a link to the page of what it plays, named by the frame's title or by that address.
    private mutating func frame(_ attributes: borrowing HTMLTokenAttributes) {
        let isReal = attributes.withValue(.src) { !LazyImage.isPlaceholder($0) } ?? false
        guard readAddress(isReal ? .src : .dataSrc, attributes, for: .media),
            let page = PlayerPolicy.page(for: address)
        else { return }
        address = Array(page.utf8)
        guard URLPolicy.admits(&address, for: .media) else { return }
        let title = attributes.string(.title) ?? ""
        let first = builder.attributeCount
        builder.append(.href, address)
        builder.start(.a, firstAttribute: first)
        (title.isEmpty ? address : Array(title.utf8)).withUnsafeBufferPointer { builder.text($0) }
        builder.end(.a)
        recentImage = nil
    }

    // MARK: Code

    /// Keeps a code block's language for whoever writes Markdown; HTML is written without it.
    private mutating func language(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        let named = attributes.withValue(.classes) { CodeLanguage.named(in: $0) } ?? nil
        if tag == .div || tag == .figure {
            if let named { codeLanguage = named }
            return
        }
        if let language = named ?? (codeLanguage.isEmpty ? nil : codeLanguage) {
            builder.append(.classes, language)
        }
        codeLanguage.removeAll()
    }
}
