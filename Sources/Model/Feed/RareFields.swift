import FoundationEssentials

/// The fields that most items lack, in a place of their own: without them an item is half as large to move about, and a
/// feed of a hundred thousand small items half as large in memory.
struct RareFields: Sendable, Equatable {
    var externalURL: String?
    var titleHTML: String?
    var summaryHTML: String?
    var imageCaption: String?
    var bannerImage: String?
    var created: Date?
    var contributors: [Person] = []
    var publisher: Person?
    var byline: String?
    var siteName: String?
    var direction: String?
    var commentsURL: String?
    var commentsCount: Int?
    var rights: String?
    var license: String?
    var source: ItemSource?
    var media = Media()
    var location: Location?
    var podcast = Podcast()
}

/// A value on the heap, or the blank one, which takes none; it behaves as the value itself would.
struct Rare: Sendable, Equatable {
    /// Nil for the blank value. A field is read from where it is (`box?.fields.rights`): whatever is between would be
    /// given a copy of all of them.
    private(set) var box: Box?

    /// Written to only where it is known that no one else has it, so that no access can meet another.
    final class Box: @unchecked Sendable {
        @exclusivity(unchecked) fileprivate(set) var fields: RareFields
        init(_ fields: RareFields) { unsafe self.fields = fields }
    }

    private static let nothing = RareFields()

    init() {}
    init(_ fields: RareFields) { box = Box(fields) }

    /// - Parameter isBlank: what is written is what a blank item has there: it needs no place.
    mutating func set(isBlank: Bool, _ write: (inout RareFields) -> Void) {
        if isBlank && box == nil { return }
        if box == nil {
            box = Box(RareFields())
        } else if !isKnownUniquelyReferenced(&box), let shared = box {
            box = unsafe Box(shared.fields)
        }
        if let box { unsafe write(&box.fields) }
    }

    static func == (one: Rare, other: Rare) -> Bool {
        unsafe one.box === other.box || (one.box?.fields ?? nothing) == (other.box?.fields ?? nothing)
    }
}
