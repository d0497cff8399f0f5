import Config
import Deliver
import Foundation
import Glibc
import Store

/// The journal beside the store, and what its archive needs.
struct JournalChecks {
    let configuration: Configuration
    let found: FoundStore
    let environment: [String: String]

    func all(now: Date) -> [Checkup] { [journal(now: now), archive].compactMap { $0 } }

    private static let label = "journal"

    private func journal(now: Date) -> Checkup {
        let root = configuration.spool.path
        guard configuration.spool.journal != .off else { return .ok(Self.label, "journal = \"off\"") }
        // A store that cannot be read is told by its own check.
        guard let store = found.store, let last = try? store.outboxStatus(now: now).lastSeq else {
            return .ok(Self.label, "there is no store to hold it against")
        }
        guard FileManager.default.fileExists(atPath: root + "/journal") else {
            return last == 0
                ? .ok(Self.label, "there is none yet")
                : .warn(
                    Self.label, "\(root)/journal is not there, and the store has delivered articles",
                    "correct [spool] path; or newspool replay --after 0 writes what the store still has")
        }
        do throws(DeliverError) {
            let newest = try JournalReader.newestSeq(root: root)
            if newest > last {
                return .warn(
                    Self.label, "it ends at seq \(newest), the store at \(last): the store is new, or of a backup",
                    "the next start of the daemon takes in what the journal has")
            }
            let holes = try JournalAudit(root: root, store: store).holes(
                now: now, keep: configuration.spool.keepJournal)
            return holes.isEmpty
                ? .ok(Self.label, "it has all that the store has delivered") : Self.checkup(holes)
        } catch {
            return .fail(Self.label, "\(error)", "let this user read the spool, or correct [spool] path")
        }
    }

    private static func checkup(_ holes: [JournalHole]) -> Checkup {
        // What is missing between lines is damage; a day that is gone was moved by someone.
        let worst = holes.first(where: \.isWithinFile) ?? holes[0]
        let count = worst.lines == 1 ? "1 line" : "\(worst.lines) lines"
        let seqs = worst.first == worst.last ? "seq \(worst.first)" : "seq \(worst.first)-\(worst.last)"
        let more = holes.count > 1 ? ", and there are \(holes.count - 1) more such places" : ""
        let (first, last) = (holes.map(\.first).min() ?? worst.first, holes.map(\.last).max() ?? worst.last)
        let advice = "newspool replay --after \(first - 1) --until \(last) writes what is missing"
        return worst.isWithinFile
            ? .fail(label, "\(worst.day).jsonl lacks \(count) that the store has delivered (\(seqs))\(more)", advice)
            : .warn(
                label, "\(count) of \(worst.day) (\(seqs)) are not in its file: someone moved or removed it\(more)",
                advice + "; leave rotation to keep_journal and archive_journal")
    }

    /// Days are compressed by the library; people and scripts read them with the program.
    private var archive: Checkup? {
        guard configuration.spool.archiveJournal != nil else { return nil }
        let label = "zstd"
        let places = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/zstd" }
        if let program = places.first(where: { access($0, X_OK) == 0 }) {
            return .ok(label, "libzstd compresses old days, and \(program) reads them")
        }
        return .warn(
            label, "libzstd compresses old days, but there is no zstd program to read them",
            "apt install zstd; newspool tail reads them without it")
    }
}
