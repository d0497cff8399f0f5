import ArgumentParser
import Deliver
import Dispatch
import Files
import Foundation
import Operations

struct ConsumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume",
        abstract: "Run a command for each article, in order, and remember how far it came.",
        discussion: """
            Examples:
              newspool consume -- notify-article                              once for each article
              newspool consume --batch 500 --wait 5s -- psql -f load.sql      up to 500 at once
              newspool consume --cursor c --feed lwn --once -- sh -c 'cat >> lwn.jsonl'
              newspool consume --item --attempts 5 --rejected bad.jsonl -- ./index

            The command reads journal lines from its standard input (--item: whole items, one a line). Of the last one it has \
            NEWSPOOL_SEQ, NEWSPOOL_ID, NEWSPOOL_FEED, NEWSPOOL_URL and NEWSPOOL_PATH in its environment. Where it exits with 0, the \
            cursor moves on; else it is run again with the same lines, after 1 s, 2 s, 4 s … 5 min. No shell is involved unless \
            you name one. SIGTERM lets the command end first.

            Exit status: 0 stopped, or all consumed; 1 with --once where lines were gone or rejected.
            """)

    @OptionGroup var journal: JournalOptions

    @Option(
        help: ArgumentHelp(
            "The file that says how far this reader is; one reader a file.",
            discussion: "Default: $XDG_STATE_HOME/newspool/consume.cursor. A new one begins at the oldest article.",
            valueName: "file"))
    var cursor: String?

    @Option(help: ArgumentHelp("Articles for one run of the command, at most.", valueName: "N"))
    var batch = 1

    @Option(
        help: ArgumentHelp(
            "How long a batch waits for more, from its first article on, such as 5s.", valueName: "duration"))
    var wait: DurationArgument = .init(.zero)

    @Flag(help: "The command gets whole items instead of journal lines.")
    var item = false

    @Option(
        help: ArgumentHelp(
            "Give up after so many runs, the last of them line by line; without it there is no end.", valueName: "N"))
    var attempts: Int?

    @Option(help: ArgumentHelp("Where the lines go that were given up.", valueName: "file"))
    var rejected: String?

    @Option(help: ArgumentHelp("How long the command may go on after SIGTERM.", valueName: "duration"))
    var grace: DurationArgument = .init(.seconds(10))

    @Flag(help: "End when all articles are consumed.")
    var once = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        if command.isEmpty || command[0].isEmpty {
            throw ValidationError("no command: it follows `--`, as in `newspool consume -- ./program`")
        }
        if !(1...1_000_000).contains(batch) { throw ValidationError("--batch takes a number from 1 to 1000000") }
        if let attempts, attempts < 1 { throw ValidationError("--attempts takes a number from 1 on") }
        if rejected != nil, attempts == nil {
            throw ValidationError("--rejected needs --attempts: without it nothing is given up")
        }
    }

    func run() async throws {
        let root = try journal.root()
        let environment = ProcessInfo.processInfo.environment
        var options = ConsumeOptions(command: command, environment: environment)
        (options.batch, options.wait, options.grace) = (batch, wait.value, grace.value)
        (options.filter, options.wholeItems) = (journal.filter, item)
        (options.attempts, options.isOnce) = (attempts, once)
        let cursor = try self.cursor ?? Self.usualCursor(environment)
        let runner = CommandRunner(options, root: root)
        let summary = try await Self.untilStopped(runner) { [options, rejected] () throws(Failure) in
            let progress = ConsumeProgress()
            defer { progress.clear() }
            let cursor = try JournalCursor.open(cursor)
            do throws(ConsumeError) {
                let consumer = Consumer(
                    options, runner, cursor: cursor,
                    rejected: try rejected.map { path throws(ConsumeError) in try RejectedLines(path) },
                    tell: { progress.say("newspool: " + $0) }, progress: { progress.show($0, seq: $1) })
                return try await consumer.run()
            } catch {
                throw error.failure
            }
        }
        if once, summary.hasGap || summary.rejected > 0 { Failure(.failed).exit() }
    }

    /// Until it ends by itself, or a signal cancels it; a second signal ends the command at once.
    private static func untilStopped(
        _ runner: CommandRunner, _ run: @escaping @Sendable () async throws(Failure) -> Consumer.Summary
    ) async throws(Failure) -> Consumer.Summary {
        let task = Task { () async -> Result<Consumer.Summary, Failure> in
            do throws(Failure) {
                return .success(try await run())
            } catch {
                return .failure(error)
            }
        }
        let signals = ProcessSignals()
        signals.ignorePipe()
        let queue = DispatchQueue(label: "newspool.signals")
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            signals.on(signal, queue: queue) {
                if task.isCancelled { runner.kill() }
                task.cancel()
            }
        }
        defer { withExtendedLifetime(signals) {} }
        return try await task.value.get()
    }

    /// - Throws: `Failure` with 64 where the environment names no place.
    private static func usualCursor(_ environment: [String: String]) throws(Failure) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/newspool/consume.cursor" }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw Failure(.usage, "there is no home directory: name a file with --cursor")
        }
        return home + "/.local/state/newspool/consume.cursor"
    }
}

/// How far a consumer is, on a terminal; nothing elsewhere.
private final class ConsumeProgress {
    private let isShown = Output.errorIsTerminal && !Output.isDumb
    private let began = ContinuousClock.now
    private var last = ContinuousClock.now - .seconds(1)
    private var isDrawn = false

    func show(_ summary: Consumer.Summary, seq: Int64) {
        let now = ContinuousClock.now
        guard isShown, now - last >= .milliseconds(200) else { return }
        (last, isDrawn) = (now, true)
        let rate = Double(summary.consumed) / max(0.001, (now - began) / .seconds(1))
        let rejected = summary.rejected > 0 ? ", \(summary.rejected) rejected" : ""
        Output.draw("\(summary.consumed) consumed\(rejected), at seq \(seq), \(Int(rate))/s")
    }

    /// A line above it.
    func say(_ words: String) {
        clear()
        Output.error(words)
    }

    func clear() {
        if isDrawn { Output.draw("") }
        isDrawn = false
    }
}
