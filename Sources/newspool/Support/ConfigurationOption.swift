import ArgumentParser
import Config
import Daemon
import Foundation

/// `--config`, on every command that reads feeds.toml.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file.",
            discussion: "Default: $NEWSPOOL_CONFIG, ./feeds.toml, /etc/newspool/feeds.toml, the first that there is.",
            valueName: "path"))
    var path: String?

    /// The file to read: the one named, else the first of the usual places.
    /// - Throws: `Failure` with 78 where nothing is named and none of the usual places has a file.
    func resolved() throws(Failure) -> String {
        if let path { return path }
        if let path = ProcessInfo.processInfo.environment["NEWSPOOL_CONFIG"], !path.isEmpty { return path }
        let usual = ["feeds.toml", "/etc/newspool/feeds.toml"]
        if let path = usual.first(where: { FileManager.default.fileExists(atPath: $0) }) { return path }
        throw Failure(
            .configuration,
            "no configuration: there is neither ./feeds.toml nor /etc/newspool/feeds.toml; name one with --config, "
                + "or begin with an empty one: touch feeds.toml")
    }
}
