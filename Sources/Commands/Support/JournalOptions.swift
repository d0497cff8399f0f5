import ArgumentParser
import Config
import Deliver
import Foundation
import Settings

/// Which journal a reader reads, and which of its lines.
struct JournalOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Option(help: ArgumentHelp("The spool; then no feeds.toml is read.", valueName: "directory"))
    var spool: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Only articles of these feeds.", valueName: "name"))
    var feed: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Only articles with one of these tags: their own, or their feed's in feeds.toml.", valueName: "tag"))
    var tag: [String] = []

    var filter: JournalFilter { JournalFilter(feeds: feed, tags: tag) }

    /// The spool's directory.
    /// - Throws: `Failure` with 78 where there is no journal by configuration, with 74 where it cannot be looked at.
    func root() throws(Failure) -> String {
        guard let root = spool else { return try checked(configured()) }
        guard try PathAccess.exists(root) else { throw Failure(.inputOutput, "there is no directory \(root)") }
        return try checked(root)
    }

    private func checked(_ root: String) throws(Failure) -> String {
        _ = try PathAccess.exists(root + "/journal")  // or a stranger would be shown an empty journal
        return root
    }

    private func configured() throws(Failure) -> String {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let spool: Configuration.Spool
        do throws(UnusableConfiguration) {
            spool = try source.spool()
        } catch {
            throw error.failure
        }
        guard spool.journal != .off else {
            throw Failure(.configuration, "there is no journal: \(source.path) has journal = \"off\"")
        }
        return spool.path
    }
}

extension JournalCursor {
    static func open(_ path: String) throws(Failure) -> JournalCursor {
        do throws(Problem) {
            return try JournalCursor(path)
        } catch {
            throw error.failure
        }
    }
}
