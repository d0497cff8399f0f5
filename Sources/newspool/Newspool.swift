import ArgumentParser
import Glibc
import ParserProcess

@main
struct Newspool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "newspool",
        abstract: "Polls feeds and lands each new article once in a spool directory.",
        discussion: """
            Examples:
              newspool add https://lwn.net/       find a page's feed, add it to feeds.toml
              newspool check                      is feeds.toml right?
              newspool run                        the daemon, in the foreground
              newspool run --once                 one poll of every feed, for cron
              newspool status                     how each feed does, worst first
              newspool tail -n 20 -f              follow the articles
              tail -F spool/current.jsonl | jq .  the same for programs

            Exit status: 0 fine, 1 something polled or delivered failed, 64 usage, 65 bad input, \
            69 daemon not reachable, 73 cannot create, 74 input/output error, 78 configuration.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, CheckCommand.self, StatusCommand.self, HealthCommand.self, DoctorCommand.self,
            ReloadCommand.self, PollCommand.self, TailCommand.self, ConsumeCommand.self,
            SearchCommand.self, ReplayCommand.self, WebhookCommand.self,
            AddCommand.self, RemoveCommand.self, ImportCommand.self, ExportCommand.self,
            ParseCommand.self, ExtractCommand.self, CanonicalizeCommand.self,
        ])

    /// Without a command there is nothing to do: a usage error.
    func run() throws {
        Output.error(Self.helpMessage())
        throw Failure(.usage)
    }

    static func main() async {
        // Before all else: this process may hardly do anything, and has one thread.
        if CommandLine.arguments.dropFirst().first == ParserLoop.command { ParserLoop.run() }
        do {
            let leading = try LeadingConfiguration(Array(CommandLine.arguments.dropFirst()))
            // What a command that names no file itself takes.
            if let path = leading.path { setenv("NEWSPOOL_CONFIG", path, 1) }
            if LinkedLibraries.areAsked(leading.rest) {
                for line in LinkedLibraries.lines { Output.line(line) }
                return
            }
            try HelpTopic.check(leading.rest, of: Self.self)
            let arguments = ManyArguments(leading.rest, of: "parse", options: ["--url", "--content-type"])
            var command = try parseAsRoot(arguments.few)
            if var parse = command as? ParseCommand {
                parse.files += arguments.more
                command = parse
            }
            if var command = command as? any AsyncParsableCommand {
                if let run = command as? RunCommand { run.buildWall() }
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.exit()
        } catch {
            exit(withError: error)
        }
    }
}
