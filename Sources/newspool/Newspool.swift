import ArgumentParser
import Commands
import Files
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
        subcommands: [RunCommand.self] + CommandList.all)

    func run() throws { throw MissingCommand(Self.self) }

    static func main() async {
        // Before all else: these processes have one thread, and the first may hardly do anything.
        switch CommandLine.arguments.dropFirst().first {
        case ParserLoop.command: ParserLoop.run()
        case CommandKeeper.argument: CommandKeeper.run(Array(CommandLine.arguments.dropFirst(2)))
        default: break
        }
        do {
            guard var command = try Invocation.command(of: Self.self) else { return }
            if var command = command as? any AsyncParsableCommand {
                guard let run = command as? RunCommand else { return try await command.run() }
                try await run.run(within: run.buildWall())
            } else {
                try command.run()
            }
        } catch let missing as MissingCommand {
            missing.failure(in: Self.self).exit()
        } catch let failure as Failure {
            failure.exit()
        } catch {
            exit(withError: error)
        }
    }
}
