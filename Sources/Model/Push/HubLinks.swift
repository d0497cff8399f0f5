/// Where a feed's news can be had without asking: its topic, and the hubs that tell of it (W3C WebSub, section 4).
///
/// Kept for every feed that was read, so as the one text that the store has: a line each, the topic first.
public struct HubLinks: Sendable, Equatable {
    /// Hubs of one feed that are looked at.
    public static let most = 4

    /// Empty where the feed names no hub.
    public let text: String

    /// Of a feed that names no hub.
    public static let none = HubLinks(text: "")

    /// As `text` had it.
    public init(text: String) { self.text = text }

    /// - Parameters:
    ///   - topic: what is subscribed to.
    ///   - hubs: in the order in which they are tried. URLs all: there is no line feed in them.
    public init(topic: String, hubs: [String]) {
        text = hubs.isEmpty ? "" : ([topic] + hubs.prefix(Self.most)).joined(separator: "\n")
    }

    public var topic: String { lines.first.map(String.init) ?? "" }

    public var hubs: [String] { lines.dropFirst().map(String.init) }

    public var isEmpty: Bool { text.isEmpty }

    private var lines: [Substring] { text.split(separator: "\n") }
}
