import ArgumentParser
import Control
import Foundation
import Model

struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Have the running daemon read feeds.toml again, and say what came of it.",
        discussion: """
            Examples:
              newspool reload
              newspool check && newspool reload

            Returns when it is done. A faulty file changes nothing: its faults are printed, one `file:line:column: reason` a \
            line, and the exit status is 78. 69 where no daemon runs.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    func run() throws {
        let (client, faults) = try file.daemon()
        let answer: ReloadAnswer
        do throws(ControlClient.Unreachable) {
            answer = try client.reload()
        } catch {
            for fault in faults { Output.error(fault.description) }
            throw error.failure
        }
        if json {
            Output.write(ReportJSON.bytes(answer))
            if !answer.isLoaded { throw Failure(.configuration) }
            return
        }
        for fault in answer.faults {
            Output.error(fault.description)
            if Output.errorIsTerminal { Output.error(fault.excerpt) }
        }
        if let error = answer.error { throw Failure(.configuration, error) }
        if !answer.isLoaded {
            throw Failure(.configuration, "the daemon keeps its old configuration")
        }
        Output.line("reloaded: \(answer.feeds) feed\(answer.feeds == 1 ? "" : "s")")
        if !answer.needRestart.isEmpty {
            Output.error("newspool: only a restart applies: " + answer.needRestart.joined(separator: ", "))
        }
    }
}
