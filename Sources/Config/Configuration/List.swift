extension Configuration {
    /// One `[[list]]`: an OPML document whose feeds come and go with it.
    public struct List: Sendable, Equatable {
        /// What its feeds have, and how the list itself is asked for: its name, its URL or file, and what goes with a
        /// request. Credentials and headers are for the list alone.
        public var feed: Feed
        /// Between two looks at it.
        public var interval = Duration.seconds(86_400)

        public init(_ feed: Feed) { self.feed = feed }

        public var name: String { feed.name }

        /// A feed that it names. Only an address comes from it: never a file, a program, or what goes with a request.
        public func feed(at address: WebAddress, title: String?, tags: [String]) -> Feed {
            var new = feed
            (new.name, new.url, new.origin, new.title) = (address.slug, address.text, .web, title)
            new.tags = tags + feed.tags.filter { !tags.contains($0) }
            (new.headers, new.username, new.password, new.authentication) = ([], nil, nil, .basic)
            (new.clientCertificate, new.clientKey) = (nil, nil)
            (new.line, new.file, new.lists) = (0, nil, [name])
            return new
        }
    }
}
