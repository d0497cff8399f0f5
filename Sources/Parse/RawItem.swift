public import Model

/// What a feed document holds.
public struct ParsedFeed: Sendable {
    /// All that the document says of itself but for its texts (title, description, rights): `Cleaning` adds those.
    public var feed: Feed
    /// The feed's title, description and rights as published.
    public var title: RawText?, description: RawText?, rights: RawText?
    /// In document order; may be empty.
    public var items: RawItems
    /// A document that is cut off may be how its publisher writes it, or what is left of a transfer that broke off: only
    /// the code that fetched it can tell.
    public var completeness = Completeness.whole
}

/// An item as published: everything that needs no HTML work is done, and the texts are as the document has them.
///
/// The stage `Cleaning` makes an `Item` of it. An entry that is long known costs only `fingerprint()`.
public struct RawItem: Sendable {
    /// All fields but `title`, `titleHTML`, `contentHTML`, `contentText`, `summary`, `summaryHTML`, `rights`,
    /// `canonicalURL`, `imageCaption`, and whatever the texts are needed for. URLs are absolute where that is possible.
    public var item: Item
    public var title: RawText?, summary: RawText?, content: RawText?
    /// Few items have any of them: no room is kept for those that have none.
    private var rare: RareTexts?

    public init(item: Item = Item()) { self.item = item }

    public var rights: RawText? { rare?.rights }
    /// What a feed says of the item's picture.
    public var imageCaption: RawText? { rare?.imageCaption }
    /// The title of `item.source`.
    public var sourceTitle: RawText? { rare?.sourceTitle }

    /// Texts that few items have, all at once: they share a place.
    mutating func setRareTexts(rights: RawText?, imageCaption: RawText?, sourceTitle: RawText?) {
        rare = RareTexts(rights: rights, imageCaption: imageCaption, sourceTitle: sourceTitle)
    }

    /// Makes links in the texts relative to `base` where the document does not declare what they are relative to.
    mutating func rebase(_ base: String?) {
        guard let base else { return }
        var last: (old: TextSetting, new: TextSetting)?
        title?.rebase(base, &last)
        summary?.rebase(base, &last)
        content?.rebase(base, &last)
    }

    /// Bytes of the texts, as published.
    package var textLength: Int {
        (title?.value.utf8.count ?? 0) + (summary?.value.utf8.count ?? 0) + (content?.value.utf8.count ?? 0)
    }

    /// It says nothing but, perhaps, in which language.
    var isEmpty: Bool {
        guard item.guid == nil, item.url == nil, item.published == nil, item.attachments.isEmpty, title == nil,
            summary == nil, content == nil
        else { return false }
        var blank = Item()
        blank.language = item.language
        return item == blank && rights == nil && sourceTitle == nil
    }
}

/// The texts of an item that are seldom there.
private final class RareTexts: Sendable {
    let rights: RawText?, imageCaption: RawText?, sourceTitle: RawText?

    init(rights: RawText?, imageCaption: RawText?, sourceTitle: RawText?) {
        (self.rights, self.imageCaption, self.sourceTitle) = (rights, imageCaption, sourceTitle)
    }
}

/// A text as a feed has it, with what is needed to read it.
public struct RawText: Sendable, Equatable {
    public enum Kind: Sendable {
        /// Characters stand for themselves.
        case plain
        /// The same, of a vocabulary whose texts most readers show as HTML: HTML that shows it goes with it.
        case literal
        case html
        /// RSS does not say: HTML where it looks like it.
        case unknown
    }

    public var value: String
    public var kind: Kind
    /// Most texts of an item share one.
    private var setting: TextSetting

    /// What relative URLs inside are relative to; nil where the document has no address at all.
    public var base: String? { setting.base }
    /// BCP 47, from `xml:lang`.
    public var language: String? { setting.language }

    public init(_ value: String, kind: Kind = .unknown, base: String? = nil, language: String? = nil) {
        let isBlank = base == nil && language == nil
        self.init(value, kind: kind, isBlank ? .none : TextSetting(base: base, language: language))
    }

    init(_ value: String, kind: Kind, _ setting: TextSetting) {
        (self.value, self.kind, self.setting) = (value, kind, setting)
    }

    /// - Parameter last: the setting of the text before, and what became of it.
    fileprivate mutating func rebase(_ base: String, _ last: inout (old: TextSetting, new: TextSetting)?) {
        guard !setting.isDeclared else { return }
        if last?.old !== setting { last = (setting, TextSetting(base: base, language: setting.language)) }
        if let last { setting = last.new }
    }

    public static func == (one: RawText, other: RawText) -> Bool {
        one.value == other.value && one.kind == other.kind
            && (one.setting === other.setting || one.setting == other.setting)
    }
}

/// What is inherited by a text from the elements around it.
final class TextSetting: Sendable, Equatable {
    let base: String?
    /// The document declares that base (`xml:base`), and did not only come from there.
    let isDeclared: Bool
    let language: String?

    init(base: String?, language: String?, isDeclared: Bool = false) {
        (self.base, self.language, self.isDeclared) = (base, language, isDeclared)
    }

    static let none = TextSetting(base: nil, language: nil)

    static func == (one: TextSetting, other: TextSetting) -> Bool {
        one.base == other.base && one.language == other.language && one.isDeclared == other.isDeclared
    }
}
