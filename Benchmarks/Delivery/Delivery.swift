import Deliver
import Foundation
import Model

/// Delivers COUNT articles through the real `Spool` and `Journal`, in batches as the daemon's drain takes them.
///
/// Usage: Delivery files|both|journal DIRECTORY COUNT SIZE BATCH    prints files (or lines) a second
@main
struct Delivery {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let count = Int(arguments[3]), let size = Int(arguments[4]),
            let batch = Int(arguments[5])
        else { exit(64) }
        let (what, root) = (arguments[1], arguments[2])
        let time = Date(timeIntervalSince1970: 1_795_441_501)
        let json = Array(repeating: UInt8(ascii: "x"), count: size)
        let text = String(repeating: "x", count: 700)
        let entries = (1...count).map { seq in
            OutboxEntry(
                seq: Int64(seq), time: time, event: .new, id: ItemID(feed: "f", key: "\(seq)"), revision: 1, feed: "f",
                isBackfill: false, path: "articles/2026-11-23/134501-an-article-of-this-morning-\(seq)", json: json,
                markdown: [],
                journalLine: Array(#"{"seq":\#(seq),"time":"2026-11-23T13:45:01Z","x":"\#(text)"}"#.utf8 + [10]))
        }
        let spool = Spool(root: root, formats: what == "journal" ? [] : [.json])
        let journal = Journal(root: root)
        try await spool.prepare()
        try await journal.prepare()
        let start = ContinuousClock.now
        for first in stride(from: 0, to: count, by: batch) {
            let part = Array(entries[first..<min(count, first + batch)])
            try await spool.write(part)
            if what != "files" { try await journal.append(part) }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(Int(Double(count) / seconds))
    }
}
