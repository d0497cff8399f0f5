package import ArgumentParser
import Glibc

/// From the arguments of the process to the command that they mean.
package enum Invocation {
    /// - Parameter root: the program, with its subcommands.
    /// - Returns: nil where all is said already.
    /// - Throws: `Failure`, or what the argument parser throws: usage, and help that was asked for.
    package static func command(of root: any ParsableCommand.Type) throws -> (any ParsableCommand)? {
        let leading = try LeadingConfiguration(Array(CommandLine.arguments.dropFirst()))
        // What a command that names no file itself takes.
        if let path = leading.path { setenv("NEWSPOOL_CONFIG", path, 1) }
        if LinkedLibraries.areAsked(leading.rest) {
            for line in LinkedLibraries.lines { Output.line(line) }
            return nil
        }
        try HelpTopic.check(leading.rest, of: root)
        let arguments = ManyArguments(leading.rest, of: "parse", options: ["--url", "--content-type"])
        let command = try root.parseAsRoot(arguments.few)
        guard var parse = command as? ParseCommand else { return command }
        parse.files += arguments.more
        return parse
    }
}
