import ArgumentParser
import Config
import Control
import Foundation
import Glibc
import Settings

/// `--config`, on every command that reads feeds.toml.
package struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file.",
            discussion: "Default: $NEWSPOOL_CONFIG, ./feeds.toml, /etc/newspool/feeds.toml, the first that there is.",
            valueName: "path"))
    var path: String?

    package init() {}

    /// The sound configuration that the file has.
    /// - Throws: `Failure` with 78 where it has faults or cannot be read.
    func configuration() throws(Failure) -> Configuration {
        let source = ConfigurationSource(path: try resolved(), environment: ProcessInfo.processInfo.environment)
        do throws(UnusableConfiguration) {
            return try source.read()
        } catch {
            throw error.failure
        }
    }

    /// Root would act on what another user wrote into a directory that root happens to be in.
    private static func isOfStranger(_ path: String) -> Bool {
        var info = stat()
        return geteuid() == 0 && stat(path, &info) == 0 && info.st_uid != 0
    }

    /// The file to read: the one named, else the first of the usual places.
    /// - Throws: `Failure` with 78 where nothing is named and none of the usual places has a file.
    package func resolved() throws(Failure) -> String {
        if let path { return path }
        if let path = ProcessInfo.processInfo.environment["NEWSPOOL_CONFIG"], !path.isEmpty { return path }
        let usual = ["feeds.toml", "/etc/newspool/feeds.toml"]
        if let path = usual.first(where: { FileManager.default.fileExists(atPath: $0) }) {
            guard path != usual[0] || !Self.isOfStranger(path) else {
                throw Failure(
                    .configuration,
                    "./feeds.toml belongs to another user, and root does not take what happens to be there: name it with "
                        + "--config, or chown it")
            }
            return path
        }
        throw Failure(
            .configuration,
            "no configuration: there is neither ./feeds.toml nor /etc/newspool/feeds.toml; name one with --config, "
                + "or begin with an empty one: touch feeds.toml")
    }
}

extension Configuration {
    /// - Throws: `Failure` with 65 where there is none of that name.
    func webhook(named name: String) throws(Failure) -> Webhook {
        if let webhook = webhooks.first(where: { $0.name == name }) { return webhook }
        throw ActionError.noWebhook(name, in: self).failure
    }
}
