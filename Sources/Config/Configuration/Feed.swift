public import Bytes

extension Configuration {
    /// One `[[feed]]`. What is nil here is as the other tables say: see `Configuration.interval(of:)` and its like.
    @dynamicMemberLookup
    public struct Feed: Sendable, Equatable {
        /// What most feeds have.
        public struct Settings: Sendable, Equatable {
            /// Not empty; unique. A slug of the URL's host and path where the file names none.
            public var name: String
            /// http or https, as written. Feeds without such an address have one of their own kind here (`push:NAME`, `command:NAME`, `file:`), which no
            /// request ever has: the store knows feeds by it.
            public var url: String
            public var title: String?
            public var tags: [String] = []
            public var interval: Duration?
            public var enabled = true
            /// The line of the table's header, from 1; 0 if it comes from no file.
            public var line = 0
            /// The included file that holds the table; nil: feeds.toml itself.
            public var file: String?
            /// The lists that name it; empty: a `[[feed]]` does.
            public var lists: [String] = []
            /// All its lists have left it out: it is off, and remembered.
            public var isUnlisted = false

            @usableFromInline var rare = RareSettings.none

            @usableFromInline init(name: String, url: String) { (self.name, self.url) = (name, url) }
        }

        /// What few feeds have: all others share one value of it.
        public struct RareSettings: Sendable, Equatable {
            public var origin = Origin.web
            /// Where relative links begin, for feeds without an address.
            public var base: String?
            public var adaptive: Bool?
            public var firstFetch: FirstFetch?
            public var updates: Updates?
            /// The first fetch follows the feed's archive pages (RFC 5005).
            public var history = false
            public var fullText = FullText.no
            /// Selectors of the items of a page that is the feed, and of their parts, in the order of `PageKey`; empty: the
            /// document is a feed.
            public var page: [PageSelector] = []
            /// A page without items is no failure.
            public var mayBeEmpty = false
            /// CSS selectors of the article within its page, and of what is cut from it.
            public var selector: String?
            public var remove: [String] = []
            /// In the order of the file.
            public var headers: [Header] = []
            public var userAgent: String?
            public var username: String?
            public var password: Secret?
            /// How the password is sent.
            public var authentication = Authentication.basic
            /// Nil: as `[http]` says.
            public var proxy: Secret?
            /// `proxy = "none"`: not even that of `[http]`.
            public var isWithoutProxy = false
            public var caFile: String?
            /// PEM files with which newspool proves who it is.
            public var clientCertificate: String?
            public var clientKey: String?
            /// Changes with what the files of certificates hold; 0 where the table names none.
            package var certificateVersion: UInt32 = 0
            public var timeout: Duration?
            public var maxBody: Int?
            public var version: HTTPVersion?
            /// No validators are sent.
            public var alwaysDownload = false
            /// Its hubs may be asked to push.
            public var webSub = true
            /// An article must match `keep`, and must not match `drop`.
            public var keep: ItemPattern?
            public var drop: ItemPattern?

            fileprivate static let none = CopyOnWrite(RareSettings())
        }

        // There may be a hundred thousand feeds, which all parts of the daemon have.
        @usableFromInline var shared: CopyOnWrite<Settings>

        public init(name: String, url: String) { shared = CopyOnWrite(Settings(name: name, url: url)) }

        /// Nothing is set but what most feeds have.
        package var isPlain: Bool { shared.value.rare == RareSettings.none }

        /// Whether both have one value for what few feeds have.
        func sharesRareSettings(with other: Feed) -> Bool {
            shared.value.rare.isShared(with: other.shared.value.rare)
        }

        @inlinable public subscript<Value>(dynamicMember setting: KeyPath<Settings, Value>) -> Value {
            shared.value[keyPath: setting]
        }

        @inlinable public subscript<Value>(dynamicMember setting: WritableKeyPath<Settings, Value>) -> Value {
            get { shared.value[keyPath: setting] }
            _modify { yield &shared.value[keyPath: setting] }
        }

        @inlinable public subscript<Value>(dynamicMember setting: KeyPath<RareSettings, Value>) -> Value {
            shared.value.rare.value[keyPath: setting]
        }

        /// Setting what is there already takes no memory.
        @inlinable public subscript<Value: Equatable>(dynamicMember setting: WritableKeyPath<RareSettings, Value>)
            -> Value
        {
            get { shared.value.rare.value[keyPath: setting] }
            @inline(__always)  // else the key path is looked at while the program runs
            set {
                guard shared.value.rare.value[keyPath: setting] != newValue else { return }
                shared.value.rare.value[keyPath: setting] = newValue
            }
        }
    }

    /// What is looked for in a page that is the feed; the raw values are the keys.
    public enum PageKey: String, CaseIterable, Sendable {
        case items
        case title = "item_title", link = "item_link", date = "item_date"
        case content = "item_content", author = "item_author", image = "item_image"
    }

    public struct PageSelector: Sendable, Equatable {
        public var key: PageKey
        /// A CSS selector; of a part, an attribute may follow: `a@href`.
        public var text: String

        public init(_ key: PageKey, _ text: String) { (self.key, self.text) = (key, text) }
    }

    /// Where a feed's documents come from. Only feeds.toml says so: nothing that comes over the network changes it.
    public enum Origin: Sendable, Equatable {
        /// `url` is asked for them.
        case web
        /// Programs bring them: `newspool ingest`.
        case push
        /// A program's standard output: itself and its arguments.
        case command([String])
        /// A file of this machine, by its absolute path.
        case file(path: String)
    }

    /// Whether articles are completed from their page.
    public enum FullText: Sendable, Equatable {
        case no, yes
        /// Only where the page holds more than the feed.
        case longer
    }

    public enum Authentication: String, CaseIterable, Sendable { case basic, digest }

    /// The highest version of HTTP that is spoken.
    public enum HTTPVersion: String, CaseIterable, Sendable {
        case one = "1.1"
        case two = "2"
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
