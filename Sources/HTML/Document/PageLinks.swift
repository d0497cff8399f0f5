/// Where a page says that it leads: its `<link>` elements and the addresses of its `<a>`, in document order.
public struct PageLinks: Sendable {
    /// A `<link>` with an address.
    public struct Link: Sendable, Equatable {
        /// As written, white space at its ends removed; relative to `base`.
        public var href: String
        /// The words of `rel`, in lower case.
        public var rel: [String]
        /// The media type in lower case, without parameters; nil where absent.
        public var type: String?
        public var title: String?
    }

    /// An `<a>` with an address.
    public struct Anchor: Sendable, Equatable {
        /// As written.
        public var href: String
        /// What it says: its text, the names of its pictures, its title, label and classes; the beginning of it.
        public var text: String
    }

    /// `<base href>`, the first, as written.
    public private(set) var base: String?
    public private(set) var links: [Link] = []
    public private(set) var anchors: [Anchor] = []

    /// Links, and anchors, that are kept; the rest of a page is not looked at.
    private static let limit = 2000
    /// Bytes of an anchor's text that are kept.
    private static let textLimit = 200

    /// Reads a page in UTF-8; bytes that are none read as U+FFFD. Time is linear in its size, of which `limits` says how much
    /// is read.
    public init(_ page: some Sequence<UInt8>, limits: HTMLLimits = .default) {
        var text = String(decoding: Array(page).prefix(limits.bytes), as: UTF8.self)
        text.makeContiguousUTF8()
        let sink = text.withUTF8 { bytes in
            var tokenizer = HTMLTokenizer(bytes, sink: Sink())
            tokenizer.run()
            return tokenizer.sink
        }
        (base, links, anchors) = (sink.base, sink.links, sink.anchors)
    }

    private struct Sink: HTMLTokenSink {
        let attributeNames = HTMLAttributeNames.page()
        var base: String?
        var links: [Link] = []
        var anchors: [Anchor] = []
        /// An anchor has begun and not ended.
        private var isWithin = false

        mutating func startTag(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes, isClosed: Bool) {
            if tag == .a { isWithin = false }
            if isWithin {
                for name in [HTMLAttribute.alt, .title, .ariaLabel, .classes, .src] { say(attributes.string(name)) }
            }
            guard tag == .link || tag == .a || tag == .base else { return }
            guard let href = attributes.string(.href), !href.isEmpty else { return }
            switch tag {
            case .base: base = base ?? href
            case .a where anchors.count < PageLinks.limit:
                anchors.append(Anchor(href: href, text: ""))
                isWithin = true
                for name in [HTMLAttribute.title, .ariaLabel, .classes] { say(attributes.string(name)) }
            case .link where links.count < PageLinks.limit:
                let rel = attributes.string(.rel)?.lowercased() ?? ""
                let type = attributes.string(.type)?.lowercased().split(separator: ";").first
                let title = attributes.string(.title)
                links.append(
                    Link(
                        href: href, rel: rel.split(whereSeparator: \.isWhitespace).map(String.init),
                        type: type.map { String($0.filter { !$0.isWhitespace }) },
                        title: title?.isEmpty == false ? title : nil))
            default: break
            }
        }

        mutating func endTag(_ tag: HTMLTag) {
            if tag == .a { isWithin = false }
        }

        mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard isWithin else { return }
            say(String(decoding: bytes.prefix(PageLinks.textLimit), as: UTF8.self))
        }

        private mutating func say(_ words: String?) {
            guard let words, let last = anchors.indices.last, anchors[last].text.utf8.count < PageLinks.textLimit else {
                return
            }
            anchors[last].text += " " + words
        }
    }
}
