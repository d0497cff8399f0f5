import ArgumentParser
import Bytes
import Config

/// `help COMMAND`: the argument parser answers with its general help where there is no such command, as if all were well.
enum HelpTopic {
    /// - Throws: `Failure` with 64 where the arguments ask for help on a command that there is not.
    static func check(_ arguments: [String], of root: any ParsableCommand.Type) throws(Failure) {
        guard arguments.first == "help" else { return }
        var command = root
        for topic in arguments.dropFirst() where !topic.hasPrefix("-") {
            let commands = command.configuration.subcommands
            guard let next = commands.first(where: { $0.configuration.commandName == topic }) else {
                let names = commands.compactMap { $0.configuration.commandName }
                if topic == "help" { return }
                let hint = Suggestion.nearest(to: topic, among: names).map { " (did you mean '\($0)'?)" } ?? ""
                throw Failure(.usage, "there is no command '\(topic.defused)'\(hint)")
            }
            command = next
        }
    }
}
