package import ArgumentParser

/// A command that does nothing without one of its subcommands was called alone: a usage error, told by the command's help.
package struct MissingCommand: Error {
    let command: any ParsableCommand.Type

    package init(_ command: any ParsableCommand.Type) { self.command = command }

    /// - Parameter root: the program, whose name begins the usage line.
    package func failure(in root: any ParsableCommand.Type) -> Failure {
        Output.error(root.helpMessage(for: command))
        return Failure(.usage)
    }
}
