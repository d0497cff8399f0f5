import Config
import Foundation
import Model
import Testing

@testable import Control
@testable import Deliver

@Suite("The status report")
struct StatusReportTests {
    private func feed(_ name: String, _ state: FeedCondition, error: String? = nil) -> StatusReport.FeedPart {
        StatusReport.FeedPart(
            name: name, url: "http://\(name).example/", state: state, lastSuccess: nil, nextPoll: nil, why: nil,
            lastStatus: nil, failures: state == .failing ? 1 : 0, movedTo: nil, itemsPerDay: 0,
            failure: error.map { _ in .dns }, error: error)
    }

    private func hook(_ name: String, _ state: WebhookCondition) -> StatusReport.WebhookPart {
        StatusReport.WebhookPart(name: name, state: state, waiting: 0, deadLetters: 0, nextAttempt: nil, error: nil)
    }

    private let daemon = StatusReport.DaemonPart(
        version: "1", pid: 1, started: Date(timeIntervalSince1970: 0), config: "feeds.toml",
        loaded: Date(timeIntervalSince1970: 0), faults: [], polling: 0)

    @Test("problems: feeds that fail, webhooks that fail or are stopped, the outbox, no daemon; nothing else")
    func problems() {
        func subjects(
            daemon: StatusReport.DaemonPart?, _ totals: StatusReport.Totals = .init(),
            _ feeds: [StatusReport.FeedPart] = [], _ hooks: [StatusReport.WebhookPart] = []
        ) -> [String] {
            StatusReport.problems(daemon: daemon, totals: totals, feeds: feeds, webhooks: hooks)
                .map { "\($0.state) \($0.subject)" + ($0.name.map { " " + $0 } ?? "") }
        }
        #expect(subjects(daemon: daemon) == [])
        #expect(subjects(daemon: nil) == ["stopped daemon"])
        var paused = StatusReport.Totals()
        paused.isPaused = true
        #expect(subjects(daemon: daemon, paused) == ["paused outbox"])
        var full = StatusReport.Totals()
        full.outboxTrouble = "No space left on device"
        #expect(subjects(daemon: daemon, full) == ["failing outbox"])
        let feeds = FeedCondition.allCases.map { feed($0.rawValue, $0) }
        #expect(subjects(daemon: daemon, .init(), feeds) == ["failing feed failing"])
        let hooks = WebhookCondition.allCases.map { hook($0.rawValue, $0) }
        #expect(subjects(daemon: daemon, .init(), [], hooks) == ["failing webhook failing", "stopped webhook stopped"])
    }

    @Test("metrics say of each list how it is, and nothing where there is none")
    func listMetrics() {
        func text(_ lists: [StatusReport.ListPart]?) -> String {
            var report = StatusReport(
                time: Date(timeIntervalSince1970: 0), daemon: daemon, totals: .init(), problems: [], feeds: [],
                webhooks: [])
            report.lists = lists
            let process = ProcessFigures(started: Date(timeIntervalSince1970: 0))
            return String(
                decoding: MetricsText.document(report, Meter.Figures(), order: [], process: process), as: UTF8.self)
        }
        func list(_ name: String, _ state: StatusReport.ListPart.State, _ success: Date?) -> StatusReport.ListPart {
            StatusReport.ListPart(
                name: name, url: "https://x.example/", state: state, feeds: 7, gone: 1, lastSuccess: success,
                failures: state == .failing ? 3 : 0, error: nil)
        }
        #expect(!text(nil).contains("newspool_list"))
        let metrics = text([list("planet", .failing, nil), list("a \"b\"", .ok, Date(timeIntervalSince1970: 9.5))])
        for line in [
            #"newspool_list_up{list="planet"} 0"#, #"newspool_list_up{list="a \"b\""} 1"#,
            #"newspool_list_feeds{list="planet"} 7"#, #"newspool_list_failures{list="planet"} 3"#,
            #"newspool_list_last_success_timestamp_seconds{list="a \"b\""} 9"#,
        ] {
            #expect(metrics.contains("\n\(line)\n"), "\(line)")
        }
        #expect(!metrics.contains(#"timestamp_seconds{list="planet"}"#))
    }

    @Test("of feeds and webhooks nothing is known while a database is away", arguments: [false, true])
    func away(isAway: Bool) throws {
        var configuration = Configuration()
        configuration.feeds = ["a", "off"].map { .init(name: $0, url: "http://\($0).example/") }
        configuration.feeds[1].enabled = false
        configuration.webhooks = [.init(name: "w", url: "https://w.example/")]
        let outbox = OutboxCondition(
            isFull: false, trouble: isAway ? "it cannot be reached" : nil, journal: .init(), isStoreAway: isAway)
        let live = StatusReader.Live(
            daemon: daemon, outbox: outbox, location: "postgresql://db/n", search: nil, rests: [:], statuses: [],
            plans: [:])
        let report = try StatusReader(configuration, store: nil).report(StatusQuery(), live: live, now: Date())
        #expect(Set(report.feeds.map(\.state)) == [isAway ? .unknown : .new, .disabled])
        #expect(report.webhooks.map(\.state) == [isAway ? .unknown : .ok])
        #expect(report.store?.isAway == isAway && report.store?.location == "postgresql://db/n")
        #expect(report.problems.count == (isAway ? 1 : 0))
        let process = ProcessFigures(started: Date(timeIntervalSince1970: 0))
        let metrics = String(
            decoding: MetricsText.document(report, Meter.Figures(), order: ["a", "off"], process: process),
            as: UTF8.self)
        for gauge in ["newspool_last_seq ", "newspool_webhook_waiting{", "newspool_feed_failures{feed=\"a\"}"] {
            #expect(metrics.contains("\n" + gauge) == !isAway, "\(gauge)")
        }
        #expect(metrics.contains("newspool_feeds{state=\"unknown\"} \(isAway ? 1 : 0)"))
    }

    @Test("its JSON comes back as it was; what is promised is there, null where nothing is known")
    func json() throws {
        let report = StatusReport(
            time: Date(timeIntervalSince1970: 1_800_000_000), daemon: daemon, totals: .init(), problems: [],
            feeds: [feed("a", .failing, error: "no such host “\u{9B}31m\u{202E}x\u{7F}”")], webhooks: [hook("w", .ok)])
        let bytes = ReportJSON.bytes(report)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasSuffix("}\n") && text.contains(#""time":"2027-01-15T08:00:00Z""#), "\(text)")
        #expect(text.contains(#""failure":"dns""#) && text.contains(#""last_success":null"#), "\(text)")
        #expect(!text.contains("also_in") && text.contains(#""next_attempt":null"#), "\(text)")
        #expect(text.contains(#"“\u009b31m\u202ex\u007f”"#), "a terminal shows it as it is: \(text)")
        let back = try ReportJSON.decode(StatusReport.self, from: Data(bytes))
        #expect(ReportJSON.bytes(back) == bytes)
    }

    @Test("a daemon that does not know a member yet is understood")
    func older() throws {
        let text = #"{"time":"2027-01-15T08:00:00Z","status":null,"ms":3,"articles":0}"#
        let poll = try ReportJSON.decode(StatusReport.PollPart.self, from: Data(text.utf8))
        #expect(poll.status == nil && poll.error == nil && poll.ms == 3)
    }
}
