extension Configuration {
    /// `[websub]`: where hubs reach newspool.
    public struct WebSub: Sendable, Equatable {
        /// The folder of all callbacks as hubs see it, with a slash at the end: `https://news.example.org/hub/`.
        public var callback: String
        /// Where newspool takes what a proxy, or a hub, sends to it.
        public var listen: ListenAddress

        public init(callback: String, listen: ListenAddress) { (self.callback, self.listen) = (callback, listen) }
    }
}
