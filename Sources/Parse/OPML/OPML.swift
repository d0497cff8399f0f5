import Markup

/// Subscription lists (<http://opml.org/spec2.opml>) as other feed readers export them.
public enum OPML {
    public struct Subscription: Sendable, Equatable {
        /// As written: it may be no URL at all.
        public var feedURL: String
        public var homePageURL: String?
        public var title: String?
        /// Names of the outlines around it, outermost first, and of its own `category`.
        public var folders: [String]
    }

    /// The subscriptions in document order, those that come twice too; may be empty. Throws `notAFeed` for anything else.
    public static func read(
        _ body: [UInt8], contentType: String? = nil, limits: ParseLimits = .default
    ) throws(ParseError) -> [Subscription] {
        guard body.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let reader = body.withUnsafeBufferPointer { served in
            let bytes = DocumentBytes(served, charset: Charset.parameter(of: contentType))
            var document = XMLDocument(served, bytes: bytes, vocabulary: .opml, textLimit: 0, chunk: limits.chunk)
            return document.read { OPMLReader(limits: limits) }
        }
        guard reader.isOutline else { throw .notAFeed("no OPML outline") }
        return reader.subscriptions
    }
}

extension XMLVocabulary {
    fileprivate static let opml = XMLVocabulary(tags: ["opml", "outline"], namespaces: [])
}

/// Reads `<outline>` elements: those with an address are subscriptions, the others folders. Names of attributes count in
/// any case.
private final class OPMLReader: XMLDocumentReader {
    private enum Tag: UInt16 { case opml = 1, outline }

    private let limits: ParseLimits
    private(set) var isOutline = false
    private(set) var subscriptions: [OPML.Subscription] = []
    /// The name of each open element that is a folder, nil for every other one.
    private var open: [String?] = []
    var line: (() -> Int)?

    init(limits: ParseLimits) { self.limits = limits }

    func start(_ element: borrowing XMLElement, _ text: inout XMLText) {
        var folder: String?
        switch Tag(rawValue: element.name.tag) {
        case .opml: isOutline = true
        case .outline: folder = read(element.attributes)
        case nil: break
        }
        open.append(folder)
    }

    func end(_ localName: UnsafeBufferPointer<UInt8>, _ text: inout XMLText) { _ = open.popLast() }

    func note(_ message: String, line: Int?) {}  // nothing is said of a list that could be read

    func finish() {}

    /// The name of a folder; nil for a subscription, which is taken down.
    private func read(_ attributes: XMLAttributes) -> String? {
        let title = attributes["title"].nonEmpty ?? attributes["text"].nonEmpty
        guard let address = attributes["xmlurl"].nonEmpty ?? feedAddress(attributes) else { return title }
        guard subscriptions.count < limits.items, open.count < limits.depth else { return nil }
        var folders = open.compactMap { $0 }
        for category in attributes["category"].nonEmpty?.split(separator: ",") ?? [] {
            let name = String(category).trimmed
            if !name.isEmpty && !folders.contains(name) { folders.append(name) }
        }
        subscriptions.append(
            OPML.Subscription(
                feedURL: address, homePageURL: attributes["htmlurl"].nonEmpty, title: title, folders: folders))
        return nil
    }

    /// `url`, which some programs write for `xmlUrl`; in a link or an inclusion it means something else.
    private func feedAddress(_ attributes: XMLAttributes) -> String? {
        attributes.has("type", "rss") || attributes.has("type", "atom") ? attributes["url"].nonEmpty : nil
    }
}
