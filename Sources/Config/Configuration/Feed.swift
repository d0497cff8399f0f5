extension Configuration {
    /// One `[[feed]]`. What is nil here is as the other tables say: see `Configuration.interval(of:)` and its like.
    public struct Feed: Sendable, Equatable {
        /// Not empty; unique. A slug of the URL's host and path where the file names none.
        public var name: String
        /// http or https, as written.
        public var url: String
        public var title: String?
        public var tags: [String] = []
        public var interval: Duration?
        public var adaptive: Bool?
        public var enabled = true
        public var firstFetch: FirstFetch?
        public var updates: Updates?
        /// The first fetch follows the feed's archive pages (RFC 5005).
        public var history = false
        public var fullText = FullText.no
        /// CSS selectors of the article within its page, and of what is cut from it.
        public var selector: String?
        public var remove: [String] = []
        /// In the order of the file.
        public var headers: [Header] = []
        public var userAgent: String?
        public var username: String?
        public var password: Secret?
        public var proxy: Secret?
        public var caFile: String?
        /// No validators are sent.
        public var alwaysDownload = false
        /// Regular expressions in Swift's syntax, known to compile. An article must match `keep`, and must not match `drop`.
        public var keep: String?
        public var drop: String?
        /// The line of the table's header, from 1; 0 if it comes from no file.
        public var line = 0

        public init(name: String, url: String) {
            self.name = name
            self.url = url
        }
    }

    /// Whether articles are completed from their page.
    public enum FullText: Sendable, Equatable {
        case no, yes
        /// Only where the page holds more than the feed.
        case longer
    }

    /// A header of a feed's requests.
    public struct Header: Sendable, Equatable {
        /// A token (RFC 9110 section 5.6.2).
        public var name: String
        /// Without line breaks. A secret, for it may be a cookie or a token.
        public var value: Secret

        public init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }
    }
}
