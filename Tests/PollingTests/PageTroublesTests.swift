import Config
import Logging
import TestSupport
import Testing

@testable import Polling

@Suite struct PageTroublesTests {
    /// Ten pages that are of no use have a line each, all further ones of the poll one together.
    @Test func manyUselessPagesHaveOneLineTogether() {
        let lines = Shared<[String]>([])
        let troubles = PageTroubles(
            Logger(label: "test") { _ in LineHandler(lines: lines) }, of: Self.polledFeed(), pages: 52)
        for page in 0..<50 { troubles.end("https://a.example/\(page)", "it is empty") }
        troubles.end("https://a.example/50", nil)
        #expect(lines.withLock { $0.count } == 10)
        troubles.end("https://a.example/51", nil)
        #expect(lines.withLock { $0.count } == 11 && lines.withLock { $0.last?.contains("articles=40") } == true)
    }

    private static func polledFeed() -> PolledFeed {
        PolledFeed(
            key: 1, feeds: [Configuration.Feed(name: "a", url: "https://a.example/feed")], index: 0, subscriptions: [])
    }

    private struct LineHandler: LogHandler {
        let lines: Shared<[String]>
        var logLevel = Logger.Level.info
        var metadata = Logger.Metadata()

        init(lines: Shared<[String]>) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).map { "\($0)=\($1)" }.joined(separator: " ")
            lines.withLock { $0.append("\(event.message) \(facts)") }
        }
    }
}
