/// What the iTunes, Google Play, Podcasting 2.0 and Podlove vocabularies say of a feed or an item.
public struct Podcast: Sendable, Equatable {
    public var explicit: Bool?
    /// The publisher asks directories to leave this out.
    public var block: Bool?
    public var season: Int?
    /// Between two episodes there may be a half.
    public var episode: Double?
    public var chapters: [Chapter] = []
    public init() {}
    public var isEmpty: Bool {
        explicit == nil && block == nil && season == nil && episode == nil && chapters.isEmpty
    }

    public struct Chapter: Sendable, Equatable {
        /// Seconds from the start.
        public var start: Double
        public var title: String?, url: String?, image: String?
        public init(start: Double, title: String? = nil, url: String? = nil, image: String? = nil) {
            (self.start, self.title, self.url, self.image) = (start, title, url, image)
        }
    }
}
