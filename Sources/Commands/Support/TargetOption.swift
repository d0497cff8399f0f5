import ArgumentParser
import Config

/// `--into`, of commands that write feeds.
struct TargetOption: ParsableArguments {
    @Option(
        name: .customLong("into"),
        help: ArgumentHelp(
            "The file that new feeds go to, one that feeds.toml includes.",
            discussion: "It is made where it is not there. Default: feeds.toml itself.", valueName: "file"))
    var file: String?
}

extension Configuration.Feed {
    /// `feeds.d/planet.toml already, line 7`
    func place(in path: String) -> String { "\(self.file ?? path) already, line \(self.line)" }
}
