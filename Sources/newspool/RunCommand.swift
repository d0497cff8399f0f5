import ArgumentParser
import Commands
import Config
import Daemon
import Deliver
import Files
import Foundation
import Logging
import Operations
import Settings

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Poll the feeds of feeds.toml and land new articles in the spool.",
        discussion: """
            Examples:
              newspool run                                the daemon, until Ctrl-C or SIGTERM
              newspool run --once --config feeds.toml     one poll of every feed, for cron

            SIGHUP, or an edit of the file, reloads the configuration; a faulty one changes nothing. With --once the exit \
            status is 1 if a feed or a webhook failed, or feeds were held back.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Poll every feed once, whatever its due time, deliver all that waits, and exit.")
    var once = false

    @Flag(help: "With --once: no progress, no summary, and only warnings in the log.")
    var quiet = false

    @Option(help: ArgumentHelp("This machine's name among those that share a database.", valueName: "name"))
    var node: String?

    @Option(help: "The least important messages to log.")
    var logLevel = LogLevel.info

    @Option(help: "How a log line is written: text, or one JSON object.")
    var logFormat = LogFormat.text

    func validate() throws {
        if let node, !Configuration.Node.isName(node) {
            throw ValidationError("a node's name has letters, digits, '.', '-' and '_', at most 64")
        }
    }

    func run() async throws { try await run(within: buildWall()) }

    /// Before threads start. A configuration that cannot be read has no wall, and `run` says why.
    /// - Returns: the configuration that the wall is for.
    func buildWall() -> EarlyConfiguration? {
        ProcessMemory.shareHeaps()
        guard let path = try? file.resolved(),
            let early = try? EarlyConfiguration(
                ConfigurationSource(path: path, environment: ProcessInfo.processInfo.environment, nodeName: node))
        else { return nil }
        if let configuration = early.configuration { DaemonWall.build(for: configuration) }
        ProcessMemory.giveBack()  // the tree of the file, and what the linker read
        return early
    }

    func run(within early: EarlyConfiguration?) async throws {
        // Whatever the shell says: state and spool are for the owner and the group.
        umask(0o027)
        let environment = ProcessInfo.processInfo.environment
        // Quiet means quiet unless something is wrong, which cron then mails.
        let wanted = Logger.Level(rawValue: logLevel.rawValue) ?? .info
        let level = once && quiet ? max(wanted, .warning) : wanted
        let isJSON = logFormat == .json
        LoggingSystem.bootstrap { _ in StderrLogHandler(level: level, isJSON: isJSON, environment: environment) }
        let logger = Logger(label: "newspool")
        let daemon = Daemon(
            source: ConfigurationSource(path: try file.resolved(), environment: environment, nodeName: node),
            store: { $0.storeOpener }, search: { $0.searchIndex }, environment: environment, logger: logger,
            version: Version.text, early: early,
            takeIn: { configuration, store, seq throws(DeliverError) in
                try JournalIntake(configuration).run(into: store, after: seq) {
                    logger.warning("a day of the journal cannot be read", metadata: ["error": "\($0)"])
                }
            })
        do throws(DaemonError) {
            if once { try await runOnce(daemon) } else { try await daemon.run() }
        } catch {
            guard isJSON else { throw error.failure }
            logger.tell(of: error)
            throw Failure(error.exitStatus)
        }
    }

    private func runOnce(_ daemon: Daemon) async throws(DaemonError) {
        let progress = ProgressDisplay(unit: "feeds", isQuiet: quiet)
        let summary = try await daemon.runOnce { progress.show($0) }
        progress.clear()
        if !quiet {
            Output.error(
                "\(summary.polls.polled) of \(summary.polls.feeds) feeds polled, \(summary.polls.failed) failed, "
                    + "\(summary.delivered) article\(summary.delivered == 1 ? "" : "s") delivered"
                    + (summary.polls.heldBack > 0 ? ", \(summary.polls.heldBack) held back by their hosts' limits" : "")
                    + (summary.polls.unreached > 0 ? ", \(summary.polls.unreached) not reached: no network" : "")
                    + (summary.listsFailed > 0
                        ? ", \(summary.listsFailed) list\(summary.listsFailed == 1 ? "" : "s") failed" : "")
                    + (summary.webhooksWaiting > 0 ? ", \(summary.webhooksWaiting) webhook messages waiting" : ""))
        }
        if !summary.isClean { Failure(.failed).exit() }
    }
}

enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// The levels of swift-log by name.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case trace, debug, info, notice, warning, error, critical
}

extension ProgressDisplay {
    fileprivate func show(_ tally: PollTally) {
        show(
            done: tally.polled, of: tally.feeds,
            notes: "\(tally.articles) article\(tally.articles == 1 ? "" : "s"), \(tally.failed) failed")
    }
}
