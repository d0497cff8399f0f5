import ArgumentParser
import Control

struct PollCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poll",
        abstract: "Have the running daemon poll feeds now: those named, or all.",
        discussion: """
            Examples:
              newspool poll            every feed
              newspool poll lwn        one, whatever its interval or back-off say

            Feeds that are gone (410), switched off, or under their server's Retry-After are not polled, and named. Exit \
            status 1 if that befell one that was asked for by name, 65 if a name is unknown, 69 where no daemon runs.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("Names of feeds in feeds.toml; all without.", valueName: "name"))
    var names: [String] = []

    func run() throws {
        let (client, _) = try file.daemon()
        let answer: PollAnswer
        do throws(ControlClient.Unreachable) {
            answer = try client.poll(names.isEmpty ? nil : names)
        } catch {
            throw error.failure
        }
        if json { Output.write(ReportJSON.bytes(answer)) }
        guard answer.unknown.isEmpty else {
            for unknown in answer.unknown {
                let hint = unknown.didYouMean.map { " (did you mean '\($0)'?)" } ?? "; `newspool status` lists them"
                Output.error("newspool: there is no feed '\(unknown.name)'\(hint)")
            }
            throw Failure(.badInput)
        }
        for feed in answer.heldBack { Output.error("newspool: '\(feed.name)' is not polled: \(feed.reason)") }
        if !json { Output.line("polling \(answer.asked) of \(answer.feeds) feed\(answer.feeds == 1 ? "" : "s")") }
        if !names.isEmpty, !answer.heldBack.isEmpty { throw Failure(.failed) }
    }
}
