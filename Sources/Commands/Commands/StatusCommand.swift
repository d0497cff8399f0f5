import ArgumentParser
import Config
import Control
import Foundation
import Settings
import Store

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the feeds are doing, worst first.",
        discussion: """
            Examples:
              newspool status                 a table of all feeds
              newspool status --failing       only what fails; exit status 1 if any does
              newspool status --feed lwn      all of one feed, with its last polls
              newspool status --json | jq -r '.feeds[] | select(.failures > 3).name'

            Asks the running daemon; without one it reads the store and says so. SINCE is how long polls have gone as the \
            last one did, SUCCESS how long ago one went well.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Only what needs attention, a line each; exit status 1 if there is anything.")
    var failing = false

    @Option(help: ArgumentHelp("Everything known of one feed.", valueName: "name"))
    var feed: String?

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let query = StatusQuery(failing: failing, feed: feed)
        let report = try report(query, environment)
        if json {
            Output.write(ReportJSON.bytes(report))
        } else {
            let terminal = Terminal.standardOutput(environment)
            if failing {
                Output.write(Array(ProblemLines(report, terminal: terminal).text.utf8))
            } else if feed != nil, let feed = report.feeds.first {
                Output.write(Array(FeedSheet(feed, in: report, terminal: terminal).text.utf8))
            } else {
                Output.write(Array(StatusTable(report, terminal: terminal).text.utf8))
            }
        }
        if failing, !report.problems.isEmpty { throw Failure(.failed) }
    }

    private func report(_ query: StatusQuery, _ environment: [String: String]) throws -> StatusReport {
        let (client, faults) = try file.daemon()
        let answer: ControlClient.Answer
        do throws(ControlClient.Unreachable) {
            answer = try client.get(query.target)
        } catch {
            let report = try stored(query, environment)
            Output.error("newspool: \(error.reason); this is what its store says")
            return report
        }
        guard answer.status == 200 else {
            let words = String(decoding: answer.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            throw Failure(answer.status == 404 ? .badInput : .inputOutput, words)
        }
        guard let report = try? ReportJSON.decode(StatusReport.self, from: answer.body) else {
            throw Failure(.unavailable, "the daemon runs another version of newspool; restart it")
        }
        warn(report.daemon?.faults ?? [], orAs: faults)
        return report
    }

    /// The daemon's own words about its file; else what this command found in it, for the daemon may not have looked yet.
    private func warn(_ told: [String], orAs found: [FaultReport]) {
        let faults = told.isEmpty ? found.map(\.description) : told
        guard let first = faults.first else { return }
        let more = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
        Output.error("newspool: feeds.toml has been edited and is not loaded: \(first)\(more) (newspool check)")
    }

    private func stored(_ query: StatusQuery, _ environment: [String: String]) throws -> StatusReport {
        let source = ConfigurationSource(path: try file.resolved(), environment: environment)
        let configuration: Configuration
        do throws(UnusableConfiguration) {
            configuration = try source.read()
        } catch {
            throw error.failure
        }
        let lists = configuration.storedLists
        do {
            // Or a stranger would be shown an empty store.
            _ = try PathAccess.exists(configuration.storeOpener.location)
            let store = try configuration.storeOpener.openForReading()
            return try StatusReader(configuration.withFeeds(of: lists), store: store, lists: lists).report(
                query, now: Date())
        } catch let error as StoreError {
            throw error.failure
        } catch let unknown as StatusReader.UnknownFeed {
            let hint = unknown.nearest.map { " (did you mean '\($0)'?)" } ?? ""
            throw Failure(.badInput, "there is no feed '\(unknown.name)'\(hint)")
        }
    }
}
