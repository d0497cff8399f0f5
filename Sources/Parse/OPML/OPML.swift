import Characters
import Bytes
import XML

/// Subscription lists (<http://opml.org/spec2.opml>) as other feed readers export them.
public enum OPML {
    public struct Subscription: Sendable, Equatable {
        /// As written: it may be not a URL at all.
        public var feedURL: String
        public var homePageURL: String?
        public var title: String?
        /// Names of the outlines around it, outermost first, and of its own `category`.
        public var folders: [String]
    }

    /// The subscriptions in document order, those that come twice too; may be empty.
    /// - Throws: `malformed` for a list that is cut off, or that a limit ended, which is half of one; `notAFeed` for anything
    ///   else.
    public static func read(
        _ body: [UInt8], contentType: String? = nil, limits: ParseLimits = .default
    ) throws(ParseError) -> [Subscription] {
        guard body.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let (reader, cutOffLine, limitLine) = body.withUnsafeBufferPointer { served in
            let bytes = DocumentBytes(served, charset: Charset.parameter(of: contentType))
            var document = XMLDocument(served, bytes: bytes, vocabulary: .opml, textLimit: 0, chunk: limits.chunk)
            let reader = document.read { OPMLReader(limits: limits, tagBytes: 4 * served.count + 1 << 20) }
            return (reader, document.cutOffLine, document.limitLine)
        }
        guard reader.isOutline else { throw .notAFeed("no OPML outline") }
        if let line = cutOffLine, !hasEnd(body) { throw .malformed("the list is cut off", line: line) }
        if let limitLine { throw .malformed("the list has too many different names", line: limitLine) }
        return reader.subscriptions
    }
}

extension OPML {
    /// Whether `</body` is there, in any case: then only what closes the document is missing.
    private static func hasEnd(_ body: [UInt8]) -> Bool {
        let end = Array("</body".utf8)
        return body.indices.reversed().contains { start in
            body[start] == end[0]
                && body[start...].prefix(end.count).map { $0 | 0x20 }.elementsEqual(end.map { $0 | 0x20 })
        }
    }
}

extension XMLVocabulary {
    fileprivate static let opml = XMLVocabulary(tags: ["opml", "outline"], namespaces: [])
}

/// Reads `<outline>` elements: those with an address are subscriptions, the others folders. Names of attributes count
/// in any case.
private final class OPMLReader: XMLDocumentReader {
    /// Around one feed; those further in are not names of folders that anybody gave.
    private static let mostFolders = 32

    /// Each is compared with those before it.
    private static let mostCategories = 256

    private enum Tag: UInt16 { case opml = 1, outline }

    private let limits: ParseLimits
    /// What the names of folders may still take, of all subscriptions: each has those that it is in.
    private var tagBytes: Int
    private(set) var isOutline = false
    private(set) var subscriptions: [OPML.Subscription] = []
    /// Whether each open element is a folder with a name.
    private var isFolder: [Bool] = []
    /// The names of the open folders, outermost first.
    private var names: [String] = []
    var line: (() -> Int)?

    init(limits: ParseLimits, tagBytes: Int) { (self.limits, self.tagBytes) = (limits, tagBytes) }

    func start(_ element: borrowing XMLElement, _ text: inout XMLText) {
        var folder: String?
        switch Tag(rawValue: element.name.tag) {
        case .opml: isOutline = true
        case .outline: folder = read(element.attributes)
        case nil: break
        }
        isFolder.append(folder != nil)
        if let folder { names.append(folder) }
    }

    func end(_ localName: XMLLocalName, _ text: inout XMLText) {
        if isFolder.popLast() == true { names.removeLast() }
    }

    /// A repaired list is a list: nothing is reported of it.
    func note(_ message: String, line: Int?) {}

    func finish() {}

    /// The name of a folder; nil for a subscription, which is taken down.
    private func read(_ attributes: XMLAttributes) -> String? {
        let title = attributes["title"].nonEmpty ?? attributes["text"].nonEmpty
        guard let address = attributes["xmlurl"].nonEmpty ?? feedAddress(attributes) else { return title }
        guard subscriptions.count < limits.items else { return nil }
        var folders = Array(names.prefix(Self.mostFolders))
        for category in attributes["category"].nonEmpty?.split(separator: ",").prefix(Self.mostCategories) ?? [] {
            let name = String(category).trimmed
            if !name.isEmpty && !folders.contains(name) { folders.append(name) }
        }
        let taken = folders.prefix { name in
            tagBytes -= name.utf8.count
            return tagBytes >= 0
        }
        subscriptions.append(
            OPML.Subscription(
                feedURL: address, homePageURL: attributes["htmlurl"].nonEmpty, title: title, folders: Array(taken)))
        return nil
    }

    /// `url`, which some programs write for `xmlUrl`; in a link or an inclusion it means something else.
    private func feedAddress(_ attributes: XMLAttributes) -> String? {
        attributes.has("type", "rss") || attributes.has("type", "atom") ? attributes["url"].nonEmpty : nil
    }
}
