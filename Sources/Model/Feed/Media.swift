/// What Media RSS says of an item besides its attachments.
public struct Media: Sendable, Equatable {
    public var thumbnails: [Thumbnail] = []
    public var credits: [Credit] = []
    public init() {}
    public var isEmpty: Bool { thumbnails.isEmpty && credits.isEmpty }

    public struct Thumbnail: Sendable, Equatable, Hashable {
        public var url: String
        /// Pixels.
        public var width: Int?, height: Int?
        public init(url: String, width: Int? = nil, height: Int? = nil) {
            (self.url, self.width, self.height) = (url, width, height)
        }
    }

    public struct Credit: Sendable, Equatable, Hashable {
        public var name: String, role: String?
        public init(name: String, role: String? = nil) { (self.name, self.role) = (name, role) }
    }
}
