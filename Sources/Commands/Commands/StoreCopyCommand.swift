import ArgumentParser
import Config
import Control
import Foundation
import Store

struct StoreCopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy all that one store knows into another, and close the first.",
        discussion: """
            FROM and TO are a state directory (SQLite) or the address of a database, one of each or two of a kind. Stop newspool \
            first, on all machines. TO must be empty, or a store that was moved away before. All of it is copied in one \
            transaction, counted and compared: feeds, entries, articles, webhook messages, and the numbers of articles, which go \
            on. Afterwards no newspool works on FROM any more, older ones neither; feeds.toml says where to go on ([store] url). \
            The password of a database is that of [store] password_file.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print the numbers of rows as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("A state directory, or postgresql://…", valueName: "from"))
    var from: String

    @Argument(help: ArgumentHelp("A state directory, or postgresql://…", valueName: "to"))
    var to: String

    private struct Report: Encodable {
        var from: String
        var to: String
        var rows: [String: Int]
        var lastSeq: Int64
    }

    func run() throws {
        umask(0o027)
        let configuration = try file.configuration()
        let (source, target) = (try configuration.opener(at: from), try configuration.opener(at: to))
        do throws(StoreError) {
            let (old, new) = (try source.open(for: .command), try target.open(for: .filling))
            guard let old = old as? any CopyableStore, let new = new as? any CopyableStore else {
                preconditionFailure("both kinds can be copied")
            }
            let (rows, head) = try StoreCopy.move(old, to: new)
            try new.checkpoint()
            tell(rows, head)
        } catch {
            throw error.failure
        }
    }

    private func tell(_ rows: [CopiedTable: Int], _ head: StoredHead) {
        if json {
            let named = Dictionary(uniqueKeysWithValues: rows.map { ($0.rawValue, $1) })
            Output.write(ReportJSON.bytes(Report(from: from, to: to, rows: named, lastSeq: head.seq)))
            return
        }
        func count(_ table: CopiedTable, _ one: String, _ many: String) -> String {
            let count = rows[table] ?? 0
            return "\(count) \(count == 1 ? one : many)"
        }
        let parts = [
            count(.feed, "feed", "feeds"), count(.seen, "entry", "entries"), count(.outbox, "article", "articles"),
            count(.messages, "webhook message", "webhook messages"),
        ]
        Output.line(
            "\(parts.joined(separator: ", ")), up to seq \(head.seq): \(to) has them now, and \(from) is closed")
    }
}

extension Configuration {
    /// - Parameter place: a state directory, or the address of a database.
    fileprivate func opener(at place: String) throws(Failure) -> any StoreOpener {
        guard place.contains("://") else { return sqliteOpener(in: (place as NSString).standardizingPath) }
        if let fault = Store.fault(ofURL: place) { throw Failure(.usage, fault) }
        return postgresOpener(at: place, directory: nil)
    }
}
