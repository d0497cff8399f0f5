/// A file that comes with an item: an enclosure, `media:content`, a JSON Feed attachment.
public struct Attachment: Sendable, Equatable, Hashable {
    public var url: String
    public var mimeType: String?, title: String?
    /// Bytes, as announced.
    public var size: Int?
    /// Seconds.
    public var duration: Double?
    public init(
        url: String, mimeType: String? = nil, title: String? = nil, size: Int? = nil, duration: Double? = nil
    ) {
        (self.url, self.mimeType, self.title, self.size, self.duration) = (url, mimeType, title, size, duration)
    }
}
