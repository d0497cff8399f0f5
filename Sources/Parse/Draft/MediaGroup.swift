import Model

/// What a `media:group` says for all of its renditions.
struct MediaGroup {
    var title: String?
    var attachments: [Attachment] = []
    /// The rendition marked `isDefault`.
    var preferred: Int?
    /// The widest picture, the first of equals.
    var widest = (width: 0, index: 0)
}
