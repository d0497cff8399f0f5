import Bytes
import FoundationEssentials
import XML
import Model

/// What happens to an element's text where it ends.
extension XMLFeedReader {
    func close(_ frame: Frame, _ text: inout XMLText) {
        let owner = frame.owner.rawValue
        switch frame.role {
        case .text(let field): store(rawText(frame, text), as: field, in: owner)
        case .date(let field, let rank):
            store(readDate(text.bytes(from: frame.mark)), as: field, rank: rank, in: owner)
        case .value(let field):
            let value = plainValue(text, from: frame.mark)
            if !value.isEmpty { store(value, as: field, frame) }
            if valueNote != nil { valueNote = nil }
            if valueLabel != nil { valueLabel = nil }
        case .person(let field):
            closePerson(field, text: plainValue(text, from: frame.mark), owner: frame.owner)
        case .item: closeItem(frame)
        case .source: closeSource()
        case .image: closeImage(frame, text: TextBytes.string(text, from: frame.mark))
        case .mediaContent: closeMediaContent(frame)
        case .mediaGroup: closeMediaGroup(frame)
        default: break
        }
    }

    /// The text of an element that is a word, a name or an address.
    private func plainValue(_ text: borrowing XMLText, from mark: Int) -> String {
        let value = TextBytes.string(text, from: mark)
        return CDATAMarks.removed(value, isBody: false) ?? value
    }

    func closeItem(_ frame: Frame) {
        // The draft moves out whole, and leaves a blank one for the next item.
        let place = drafts + Owner.item.rawValue
        var draft = place.move()
        place.initialize(to: Draft())
        if draft.link.value == nil, let own = draft.links.elements.first(where: { $0.rel == "self" }) {
            draft.link.offer(own.href, rank: Draft.LinkRank.`self`)
        }
        if draft.link.value == nil, isAtom, let id = draft.id {
            draft.link.offer(addressLike(id), rank: Draft.LinkRank.guid)
        }
        let scope = scopes[frame.scope]
        let language = scope.language ?? (scope.isWithoutLanguage ? nil : drafts[0].language)
        var raw = RawItem()
        draft.move(to: &raw, language: language)
        if !scope.isDeclared { raw.rebase(currentBodyBase().base(ofItemAt: raw.item.url)) }
        guard itemHasMore || !raw.isEmpty else { return warn(Warnings.emptyItem) }
        items.append(consume raw)
    }

    /// An id that is an address of the web serves as one.
    private func addressLike(_ id: String) -> String? {
        guard id.hasPrefix("http://") || id.hasPrefix("https://"), !id.holds(" ") else { return nil }
        return scopes[0].address(id)
    }

    private func closeSource() {
        let source = drafts[Owner.source.rawValue]
        guard drafts[Owner.item.rawValue].source == nil else { return }
        drafts[Owner.item.rawValue].source = source.itemSource
        drafts[Owner.item.rawValue].sourceTitle = source.title.value
    }

    /// A nested image's title and link stay its own: they never become those of the channel or item around it.
    private func closeImage(_ frame: Frame, text: String) {
        if feedImage.url == nil, !text.isEmpty { feedImage.url = scopes[frame.scope].picture(text) }
        guard feedImage != FeedImage() else { return }
        if frame.owner == .feed {
            if drafts[0].feedImage.url == nil { drafts[0].feedImage = feedImage }
        } else {
            drafts[frame.owner.rawValue].image.offer(feedImage.url, rank: Draft.ImageRank.own)
        }
    }

    private func closePerson(_ field: PersonField, text: String, owner: Owner) {
        var closed = Person()
        swap(&closed, &person)
        if closed.isEmpty, !text.isEmpty { closed = PersonText.parse(text) }
        closed.name = closed.name.map(TextLine.plain)
        if closed.url?.isEmpty == true { closed.url = nil }
        if !closed.isEmpty { add(closed, as: field, to: owner) }
    }

    func add(_ person: Person, as field: PersonField, to owner: Owner) {
        let draft = owner.rawValue
        switch field {
        case .author: append(person, to: &drafts[draft].authors)
        case .podcastAuthor: append(person, to: &drafts[draft].podcastAuthors)
        case .contributor: append(person, to: &drafts[draft].contributors)
        case .publisher: drafts[draft].publisher.offer(person, rank: 0)
        }
    }

    func add(_ category: Model.Category, to owner: Owner) {
        guard !category.term.isEmpty else { return }
        var category = category
        category.term = TextLine.plain(category.term)
        category.label = category.label.map(TextLine.plain)
        category.scheme = Scope.taxonomy(category.scheme)
        append(category, to: &drafts[owner.rawValue].categories)
    }

    /// An attachment; one that is there already is only made more complete.
    func add(_ attachment: Attachment, to owner: Owner) {
        let draft = owner.rawValue
        if let index = drafts[draft].attachments.firstIndex(where: { $0.url == attachment.url }) {
            let known = drafts[draft].attachments[index]
            drafts[draft].attachments[index] = Attachment(
                url: known.url, mimeType: known.mimeType ?? attachment.mimeType, title: known.title ?? attachment.title,
                size: known.size ?? attachment.size, duration: known.duration ?? attachment.duration)
        } else if drafts[draft].attachments.count < Self.mostAttachments {
            drafts[draft].attachments.append(attachment)
        } else {
            warn("more than \(Self.mostAttachments) attachments: the rest is left out")
        }
    }

    /// Each is compared with all before it.
    private static let mostAttachments = 256

    func append<Part: QuickHashed>(_ part: Part, to parts: inout UniqueList<Part>) {
        guard parts.elements.count < limits.parts else {
            return warn("more than \(limits.parts) parts of a kind: the rest is left out")
        }
        parts.append(part)
    }

    // MARK: Fields

    private func store(_ text: consuming RawText?, as field: TextField, in draft: Int) {
        guard text != nil else { return }
        switch field {
        case .title(let rank): drafts[draft].title.offer(text, rank: rank)
        case .summary(let rank):
            // A second text of the same kind (`description` and `summary`) is the content.
            if rank == .own, drafts[draft].hasOwnSummary {
                drafts[draft].offerContent(text, rank: .second)
            } else {
                drafts[draft].summary.offer(text, rank: rank)
                if rank == .own { drafts[draft].hasOwnSummary = true }
            }
        case .content(let rank): drafts[draft].offerContent(text, rank: rank)
        case .rights: drafts[draft].rights.offer(text, rank: 0)
        case .mediaDescription: if drafts[draft].mediaDescription == nil { drafts[draft].mediaDescription = text }
        }
    }

    private func store(_ date: Date?, as field: DateField, rank: Draft.DateRank, in draft: Int) {
        guard let date else { return }
        switch field {
        case .published: drafts[draft].published.offerLast(date, rank: rank)
        case .modified: drafts[draft].modified.offerLast(date, rank: rank)
        case .created: drafts[draft].created.offerLast(date, rank: rank)
        }
    }

    private func store(_ value: String, as field: ValueField, _ frame: Frame) {
        let (owner, scope) = (frame.owner.rawValue, scopes[frame.scope])
        switch field {
        case .link: storeLink(value, frame)
        case .originalLink: drafts[owner].link.offer(scope.address(value), rank: Draft.LinkRank.original)
        case .originalEnclosure: replaceFirstAttachment(with: scope.address(value), in: owner)
        case .guid: storeGuid(value, frame)
        case .atomID: drafts[owner].id = drafts[owner].id ?? value
        case .identifier: drafts[owner].identifier = value
        case .category:
            add(Category(term: value, scheme: valueNote.nonEmpty, label: valueLabel.nonEmpty), to: frame.owner)
        case .keywords:
            for term in value.split(separator: ",") { add(Category(term: String(term).trimmed), to: frame.owner) }
        case .comments: drafts[owner].commentsURL = drafts[owner].commentsURL ?? scope.address(value)
        case .commentFeed: addLink(rel: "replies", value, type: "application/rss+xml", frame)
        case .commentAPI: addLink(rel: "http://wellformedweb.org/CommentAPI/comment", value, type: nil, frame)
        case .commentsCount: drafts[owner].commentsCount = drafts[owner].commentsCount ?? count(value)
        case .section:
            add(Category(term: value, scheme: "http://purl.org/rss/1.0/modules/slash/"), to: frame.owner)
        case .license: drafts[owner].license = drafts[owner].license ?? license(value, scope)
        case .language: drafts[owner].language = LanguageTag.normalized(value)
        case .source: storeSource(title: value, frame)
        case .generator: storeGenerator(value, frame)
        case .logo: drafts[owner].icon = drafts[owner].icon ?? scope.picture(value)
        case .icon: drafts[owner].favicon = drafts[owner].favicon ?? scope.picture(value)
        case .imageURL: feedImage.url = scope.picture(value)
        case .imageTitle: feedImage.title = value
        case .imageLink: feedImage.link = scope.address(value)
        case .itemImage: storeArtwork(scope.picture(value), frame.owner)
        case .hour:
            if let hour = Int(value), (0...24).contains(hour) { append(hour % 24, to: &drafts[owner].skipHours) }
        case .day: if let day = Weekday.name(value) { append(day, to: &drafts[owner].skipDays) }
        case .ttl: drafts[owner].ttl = drafts[owner].ttl ?? seconds(minutes: value)
        case .updatePeriod: drafts[owner].updatePeriod = UpdatePeriod.seconds(value)
        case .updateFrequency: drafts[owner].updateFrequency = Int(value)
        case .newLocation: drafts[owner].newLocation = scope.address(value)
        case .personName: person.name = value
        case .personEmail: person.email = value
        case .personURL: person.url = scope.address(value)
        default: storePodcast(value, as: field, frame)
        }
    }

    /// `<link>` as RSS writes it; with Atom's `rel` beside it, that counts.
    private func storeLink(_ href: String, _ frame: Frame) {
        if let relation = valueNote, relation != "alternate" {
            addLink(rel: relation, href, type: nil, frame)
        } else {
            drafts[frame.owner.rawValue].link.offer(scopes[frame.scope].address(href), rank: Draft.LinkRank.own)
        }
    }

    private func storeGuid(_ guid: String, _ frame: Frame) {
        let owner = frame.owner.rawValue
        if drafts[owner].id == nil || drafts[owner].idIsPermalink == nil { drafts[owner].id = guid }
        let isPermalink = valueNote?.trimmed.lowercased() != "false"
        drafts[owner].idIsPermalink = isPermalink
        // Only what looks like an address is one, whatever the default of the attribute says.
        guard isPermalink, guid.holds("/") || valueNote != nil, !guid.holds(" ") else { return }
        let start = guid.prefix(8).lowercased()
        if start.hasPrefix("http://") || start.hasPrefix("https://") || !guid.holds(":") {
            drafts[owner].link.offer(scopes[frame.scope].address(guid), rank: Draft.LinkRank.guid)
        }
    }

    private func storeSource(title: String, _ frame: Frame) {
        guard drafts[frame.owner.rawValue].source == nil else { return }
        var source = ItemSource()
        source.feedURL = scopes[frame.scope].address(valueNote)
        drafts[frame.owner.rawValue].source = source
        drafts[frame.owner.rawValue].sourceTitle = RawText(title)
    }

    /// A license is an address, or the name of one.
    private func license(_ value: String, _ scope: Scope) -> String? {
        let isName = !value.holds("/") && !value.holds(":")
        return isName ? value : scope.address(value)
    }

    private func storeGenerator(_ name: String, _ frame: Frame) {
        let url = valueNote ?? (name.hasPrefix("http") && !name.contains(" ") ? scopes[frame.scope].address(name) : nil)
        drafts[frame.owner.rawValue].generator = Generator(name: name, url: url, version: valueLabel)
    }

    func addLink(
        rel: String, _ href: String, type: String?, title: String? = nil, hreflang: String? = nil, _ frame: Frame
    ) {
        guard let href = scopes[frame.scope].address(href) else { return }
        append(
            Link(rel: rel, href: href, type: type, title: title, hreflang: hreflang),
            to: &drafts[frame.owner.rawValue].links)
    }

    private func replaceFirstAttachment(with url: String?, in draft: Int) {
        guard let url, !drafts[draft].attachments.isEmpty else { return }
        drafts[draft].attachments[0].url = url
    }

    private func count(_ value: String) -> Int? { Int(value).flatMap { $0 >= 0 ? $0 : nil } }

    private func seconds(minutes: String) -> Int? {
        guard let minutes = Int(minutes), minutes > 0, minutes < 1_000_000 else { return nil }
        return minutes * 60
    }
}
