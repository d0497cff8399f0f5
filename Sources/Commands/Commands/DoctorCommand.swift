import ArgumentParser
import Config
import Control
import Foundation
import Operations
import Settings
import Store

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at all that newspool depends on, and say what to do.",
        discussion: """
            Examples:
              newspool doctor
              sudo -u newspool newspool doctor --config /etc/newspool/feeds.toml
              newspool doctor --rebuild           a new store where the old one is damaged
              newspool doctor --rebuild-search    a new search index

            One line a check: configuration, clock, DNS, TLS roots, file limits, disk space, permissions, secrets, \
            systemd unit, what the service's user can open (as root), walls around strangers' documents, hub callback, store, journal \
            beside the store, zstd, control socket. Nothing is changed. Exit status 1 if a check fails; a warning alone is 0.

            --rebuild, for a store that is damaged, missing, or of a newer version: a new one is made from the journal and the \
            articles' files, so that nothing is announced twice; the old one is kept beside it. What waited for webhooks, and \
            what replay had, is gone. --rebuild-search removes the search index, while no daemon runs; the next `run` makes a \
            new one of the articles that it keeps.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print the checks as JSON.")
    var json = false

    @Flag(help: "Start a new store from the journal and the spool, in place of a damaged one.")
    var rebuild = false

    @Flag(help: "Have the search index made anew.")
    var rebuildSearch = false

    func validate() throws {
        if rebuild, rebuildSearch { throw ValidationError("--rebuild and --rebuild-search exclude each other") }
    }

    func run() async throws {
        if rebuild { return try rebuildStore() }
        if rebuildSearch { return try removeSearchIndex() }
        let environment = ProcessInfo.processInfo.environment
        let source = ConfigurationSource(path: try file.resolved(), environment: environment)
        let checkups = await Doctor(
            source: source, environment: environment, version: Version.text, store: { $0.storeOpener }, ask: Self.ask
        ).examine()
        if json { Output.write(ReportJSON.bytes(["checks": checkups])) } else { print(checkups, environment) }
        if checkups.contains(where: { $0.result == .fail }) { throw Failure(.failed) }
    }

    private static func ask(_ daemon: Configuration.Daemon) -> DaemonAnswer {
        do throws(ControlClient.Unreachable) {
            let answer = try ControlClient(daemon).get("/readyz")
            let words = String(decoding: answer.body, as: UTF8.self)
            return answer.status == 200
                ? .ready : .notReady(words.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            return .unreachable(error.reason)
        }
    }

    private func removeSearchIndex() throws {
        let configuration = try file.configuration()
        let index = configuration.searchIndex
        do throws(StoreError) {
            // With the lock of the state: a daemon that has the index open would go on with the removed file.
            try withExtendedLifetime(configuration.storeOpener.open(for: .command)) { () throws(StoreError) in
                try index.remove()
            }
        } catch {
            throw error.failure
        }
        if json { return Output.write(ReportJSON.bytes(["removed": index.location])) }
        Output.line("\(index.location) is removed; the next `newspool run` makes a new one")
    }

    private func rebuildStore() throws {
        umask(0o027)  // whatever the shell says
        let summary: StoreRebuild.Summary
        let configuration = try file.configuration().withStoredLists
        do throws(RebuildError) {
            summary = try StoreRebuild(configuration, store: configuration.storeOpener).run()
        } catch {
            throw error.failure
        }
        if json { return Output.write(ReportJSON.bytes(summary)) }
        Output.line(
            "a new store knows \(summary.articles) articles of \(summary.feeds) feeds, up to seq \(summary.lastSeq)")
        if let old = summary.oldStore { Output.line("the old one is \(old)") }
    }

    private func print(_ checkups: [Checkup], _ environment: [String: String]) {
        let terminal = Terminal.standardOutput(environment)
        let width = checkups.map { TerminalColumns.width($0.name) }.max() ?? 0
        for checkup in checkups {
            let word = TerminalColumns.padded(checkup.result.rawValue, 4)
            let color = checkup.result == .ok ? "32" : checkup.result == .warn ? "33" : "31;1"
            let shown = terminal.colored(word, color)
            let advice = checkup.advice.map { "; \($0)" } ?? ""
            let words = TerminalColumns.plain(checkup.finding + advice)
            Output.line("\(shown)  \(TerminalColumns.padded(checkup.name, width))  \(words)")
        }
    }
}
