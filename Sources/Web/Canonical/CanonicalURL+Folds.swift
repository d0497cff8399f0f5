extension CanonicalURL {
    /// What a reader may choose to overlook besides (`[dedupe] fold`): each merges links that may differ somewhere.
    public struct Folds: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The host's labels `m.`, `mobile.`, `touch.`, `wap.`.
        public static let mobile = Folds(rawValue: 1 << 0)
        /// The host's label `amp.`; `/amp/`, `/amp`, `.amp` and `.amp.html` in the path; `amp` and `outputType=amp`.
        public static let amp = Folds(rawValue: 1 << 1)
        /// Slashes in a row in the path.
        public static let slashes = Folds(rawValue: 1 << 2)
        /// `/print` at the path's end; `print`, `view=print` and their like in the query.
        public static let print = Folds(rawValue: 1 << 3)
        /// Names of one site: twitter.com is x.com, old.reddit.com is reddit.com.
        public static let sites = Folds(rawValue: 1 << 4)
        /// The parameters `ref`, `referer`, `referrer`.
        public static let referrer = Folds(rawValue: 1 << 5)
        /// The whole fragment.
        public static let fragment = Folds(rawValue: 1 << 6)
        /// Upper and lower case in the path and in the names of parameters.
        public static let `case` = Folds(rawValue: 1 << 7)

        /// All folds by the names that feeds.toml and the command line know, in the order of the manual.
        public static let named: [(name: String, fold: Folds)] = [
            ("mobile", .mobile), ("amp", .amp), ("slashes", .slashes), ("print", .print), ("sites", .sites),
            ("referrer", .referrer), ("fragment", .fragment), ("case", .case),
        ]

        /// The fold called `name`; nil where there is none.
        public init?(named name: String) {
            guard let fold = Self.named.first(where: { $0.name == name })?.fold else { return nil }
            self = fold
        }
    }
}
