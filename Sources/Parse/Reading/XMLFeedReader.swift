import Dates
import FoundationEssentials
import XML
import Model
import Web

/// Reads RSS, RDF, Atom and CDF from the elements of one document, and the vocabularies they carry.
///
/// An element's role is decided where it opens (`RSSVocabulary`, `AtomVocabulary` and the others: each a flat switch
/// over names); its text is stored where it ends (`XMLFeedReader+End`). What no one knows is passed over with all
/// inside.
final class XMLFeedReader: XMLDocumentReader {
    /// Nil until a root is found.
    var format: FeedFormat?
    /// What the root is where it is not a feed, in words.
    var foreignRoot: String?
    @exclusivity(unchecked) var items: [RawItem] = []
    var warnings: Warnings
    let limits: ParseLimits
    var dates: DateReader

    // Looked at for each element, by one task, and never from inside an access to itself: no need to check that each
    // time.
    /// Indexed by `Owner`. No array: no one else ever holds it, and each access would ask whether somebody does.
    let drafts: UnsafeMutablePointer<Draft>
    @exclusivity(unchecked) var frames: [Frame] = []
    @exclusivity(unchecked) var scopes: [Scope]
    /// Elements open inside one that is passed over.
    @exclusivity(unchecked) private var skippedDepth = 0
    /// The open item has elements that are passed over: it is not empty, whatever is known of it.
    @exclusivity(unchecked) var itemHasMore = false
    /// The first element that is not known and holds what items hold, where no item was met before it.
    private(set) var strangeName: String?
    /// The name of the unknown element that is passed over, until something that items hold is met in it.
    private var strangeCandidate: String?
    /// The namespace of the root where it is one no one knows: its elements are meant as if it were none.
    private var homeSpace: UInt8 = 0

    /// What the end of the open value element needs of its attributes: `isPermaLink`, `domain`, `url`, `role`. There is
    /// one such element at a time, because what is inside a value is passed over.
    @exclusivity(unchecked) var valueNote: String?
    /// A second attribute: `label`.
    @exclusivity(unchecked) var valueLabel: String?

    // Parts under construction.
    var person = Person()
    var feedImage = FeedImage()
    var mediaContent = Attachment(url: "")
    /// Pixels; 0 where it is not said.
    var mediaWidth = 0
    var mediaGroup = MediaGroup()
    /// What relative addresses of items are relative to, for the channel's link that it was made of.
    private var bodyBase: BodyBase?, bodyBaseLink: String?

    /// All of them, here because a global is asked for its existence each time.
    let tags = Tag.allCases
    /// The line that the parser has reached, while it runs.
    var line: (() -> Int)?

    init(scope: Scope, limits: ParseLimits, dates: DateReader) {
        self.limits = limits
        self.dates = dates
        warnings = Warnings(limit: limits.warnings)
        drafts = .allocate(capacity: Owner.allCases.count)
        for owner in Owner.allCases { (drafts + owner.rawValue).initialize(to: Draft()) }
        scopes = [scope]
        frames.reserveCapacity(32)
        items.reserveCapacity(32)
        frames.append(Frame(role: .document, owner: .feed, mark: 0, scope: 0))
    }

    deinit {
        drafts.deinitialize(count: Owner.allCases.count)
        drafts.deallocate()
    }

    var scope: Scope { scopes[frames[frames.count - 1].scope] }

    // MARK: Elements

    func start(_ element: borrowing XMLElement, _ text: inout XMLText) {
        if skippedDepth > 0 {
            if strangeCandidate != nil, isOfItems(element) { strangeName = strangeCandidate.take() }
            skippedDepth += 1
            return
        }
        guard frames.count < limits.depth else {
            warn("elements are nested too deep: the innermost are left out")
            return skip(&text)
        }
        let parent = frames.count - 1
        var frame = Frame(
            role: .ignored, owner: frames[parent].owner, mark: text.count, scope: frames[parent].scope)
        if element.attributes.count > 0 { enterScope(element.attributes, &frame) }
        switch frames[parent].role {
        case .text, .markup, .markupWrapper:
            startMarkup(element, &frame, parent: parent, &text)
        default:
            let name = name(of: element)
            frame.role = role(of: name, element, in: parent, &frame)
        }
        switch frame.role {
        case .ignored:
            if frame.owner != .feed { itemHasMore = true }
            leaveScope(frame.scope, parent: frames[parent].scope)
            return skip(&text)
        case .text, .date, .value, .person, .image:
            frame.isCollecting = true
        default: break
        }
        text.isCollecting = frame.isCollecting
        text.isEscaping = frame.isEscaping
        frames.append(frame)
    }

    func end(_ localName: XMLLocalName, _ text: inout XMLText) {
        if skippedDepth > 0 {
            skippedDepth -= 1
            if skippedDepth == 0 {
                strangeCandidate = nil
                restore(&text)
            }
            return
        }
        guard frames.count > 1, let frame = frames.popLast() else { return }
        switch frame.role {
        case .markup:
            MarkupWriter.end(localName.bytes, &text)
        case .markupWrapper: break
        default:
            close(frame, &text)
            text.cut(to: frame.mark)
        }
        leaveScope(frame.scope, parent: frames[frames.count - 1].scope)
        restore(&text)
    }

    /// Ends what a cut-off document left open. An item without its end is kept where only its last text is missing,
    /// because it has a title, an address or id, and a text already; of any other too much is missing, and a caller
    /// that fetches the document again will have it whole.
    func finish() {
        while frames.count > 1, let frame = frames.popLast() {
            guard case .item = frame.role else { continue }
            let draft = drafts + Owner.item.rawValue
            let isNamed = draft.pointee.title.value != nil && (draft.pointee.id ?? draft.pointee.link.value) != nil
            if isNamed, draft.pointee.summary.value != nil || draft.pointee.content.value != nil {
                warnings.add("the last item is cut off: its last text is left out")
                closeItem(frame)
            } else {
                warnings.add("the last item is cut off: it is left out")
            }
        }
    }

    func note(_ message: String, line: Int?) { warnings.add(message, line: line) }

    func warn(_ message: String) { warnings.add(message, line: line?()) }

    // MARK: Details

    private func skip(_ text: inout XMLText) {
        skippedDepth = 1
        text.isCollecting = false
    }

    private func restore(_ text: inout XMLText) {
        let innermost = frames.count - 1
        text.isCollecting = frames[innermost].isCollecting
        text.isEscaping = frames[innermost].isEscaping
    }

    private func enterScope(_ attributes: XMLAttributes, _ frame: inout Frame) {
        let (base, language) = (attributes.xmlBase, attributes.xmlLang)
        guard base != nil || language != nil else { return }
        scopes.append(scopes[frame.scope].entering(base: base, language: language))
        frame.scope = scopes.count - 1
    }

    private func leaveScope(_ scope: Int, parent: Int) {
        if scope != parent { scopes.removeLast(scopes.count - scope) }
    }

    /// The name with the vocabulary that it amounts to.
    private func name(of element: borrowing XMLElement) -> (space: Space, tag: Tag?) {
        if homeSpace != 0, element.name.space == homeSpace { return (.none, element.name.tag(in: tags)) }
        let space =
            switch element.name.declaredSpace {
            case .rss, .rss090, .rss10, .rss11: Space.none
            case .atom03: Space.atom
            case .googlePlay: Space.itunes
            case let other: other
            }
        return (space, element.name.tag(in: tags))
    }

    private func role(
        of name: (space: Space, tag: Tag?), _ element: borrowing XMLElement, in parent: Int, _ frame: inout Frame
    ) -> Role {
        guard let tag = name.tag else {
            switch frames[parent].role {
            case .document: return unknownRoot(element)
            // What is right below the root may be the channel, mistyped.
            case .wrapper where frames.count == 2 && items.isEmpty && isOwn(name.space): return .wrapper
            case .feed, .wrapper: noteStranger(element, in: name.space)
            default: break
            }
            return .ignored
        }
        switch frames[parent].role {
        case .document: return rootRole(name.space, tag, element, &frame)
        case .wrapper: return wrappedRole(name.space, tag, element, in: parent, &frame)
        case .feed, .item, .source, .subcategories: return memberRole(name.space, tag, element.attributes, &frame)
        case .mediaGroup, .mediaContent:
            return mediaRole(tag, element.attributes, &frame, isInside: true)
        case .person: return personRole(tag)
        case .image: return imageRole(tag)
        case .hours: return tag == .hour ? .value(.hour) : .ignored
        case .days: return tag == .day ? .value(.day) : .ignored
        case .place: return placeRole(name.space, tag)
        case .chapters: return chapterRole(tag, element.attributes, scopes[frame.scope])
        default: return .ignored
        }
    }

    /// Elements that feeds, items and sources have.
    private func memberRole(
        _ space: Space, _ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame
    ) -> Role {
        switch space {
        case .none:
            if isAtom {
                return atomRole(tag, attributes, &frame) ?? rssRole(tag, attributes, &frame) ?? .ignored
            }
            return rssRole(tag, attributes, &frame) ?? atomRole(tag, attributes, &frame) ?? .ignored
        case .atom: return atomRole(tag, attributes, &frame) ?? rssRole(tag, attributes, &frame) ?? .ignored
        case .content, .xhtml, .fullItem: return contentRole(space, tag, &frame)
        case .dublinCore, .dcTerms: return dublinCoreRole(tag, &frame)
        case .media: return mediaRole(tag, attributes, &frame, isInside: false)
        case .itunes, .podcast, .chapters: return podcastRole(space, tag, attributes, &frame)
        case .georss, .geo, .gml: return placeRole(space, tag)
        default: return otherRole(space, tag, attributes, &frame)
        }
    }

    /// What relative addresses of items are relative to, as far as the channel is known.
    func currentBodyBase() -> BodyBase {
        if let bodyBase, bodyBaseLink == drafts[0].link.value { return bodyBase }
        bodyBaseLink = drafts[0].link.value
        let base = BodyBase(site: bodyBaseLink, document: scopes[0].base)
        bodyBase = base
        return base
    }

    /// Whether it is the vocabulary of feeds itself.
    private func isOwn(_ space: Space) -> Bool { space == .none || space == .atom }

    var isAtom: Bool { format == .atom10 || format == .atom03 }

    private func isOfItems(_ element: borrowing XMLElement) -> Bool {
        switch element.name.tag(in: tags) {
        case .item, .entry, .title, .link, .guid, .id: true
        default: false
        }
    }

    /// Remembers an element of the feed's own vocabulary that this vocabulary does not have, where no item was met yet.
    private func noteStranger(_ element: borrowing XMLElement, in space: Space) {
        guard items.isEmpty, strangeName == nil, isOwn(space) else { return }
        strangeCandidate = String(decoding: element.localName.bytes, as: UTF8.self)
    }

    /// A root that no one knows: HTML is named, anything else is searched for a feed inside.
    private func unknownRoot(_ element: borrowing XMLElement) -> Role {
        if foreignRoot == nil {
            let name = String(decoding: element.localName.bytes, as: UTF8.self)
            foreignRoot = "an XML document of another kind (<\(name)>)"
        }
        return .wrapper
    }

    /// Takes the namespace of the root for none where no one knows it.
    func adoptHome(_ element: borrowing XMLElement) {
        if element.name.space >= XMLName.firstUnknownSpace { homeSpace = element.name.space }
    }
}
