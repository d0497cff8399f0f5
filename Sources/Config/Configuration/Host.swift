extension Configuration {
    /// One `[[host]]`: how a host and its subdomains, all together, want to be asked.
    public struct Host: Sendable, Equatable {
        /// Lower case, without a port.
        public var name: String
        /// The least time between the starts of two polls; nil: as for all hosts.
        public var delay: Duration?
        /// Polls under way at once; nil: as for all hosts.
        public var places: Int?

        public init(name: String, delay: Duration? = nil, places: Int? = nil) {
            (self.name, self.delay, self.places) = (name, delay, places)
        }
    }
}
