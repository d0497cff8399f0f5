import Deliver
import Foundation
import Model
import Testing

/// A directory that goes with the test.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "newspool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The names in a directory below, sorted; empty where there is none.
    func names(_ name: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name)) ?? []).sorted()
    }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func append(_ text: String, to name: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path + "/" + name))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + name)
    }

    func linkTarget(_ name: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path + "/" + name)
    }

    /// Tells a file from another one that took its name.
    func inode(_ name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path + "/" + name))?[.systemFileNumber] as? Int
    }

    func permissions(_ name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path + "/" + name))?[.posixPermissions] as? Int
    }
}

/// `2026-11-23T13:45:01Z`, plus so many days and seconds.
func moment(days: Int = 0, seconds: Int = 0) -> Date {
    Date(timeIntervalSince1970: 1_795_441_501 + Double(days * 86_400 + seconds))
}

/// An article of that `seq`, committed `days` after 2026-11-23.
func entry(
    _ seq: Int64, days: Int = 0, json: String? = nil, markdown: String? = nil, line: String? = nil, revision: Int = 1
) -> OutboxEntry {
    let time = moment(days: days)
    let id = ItemID(feed: "feed", key: "\(seq)")
    return OutboxEntry(
        seq: seq, time: time, event: revision > 1 ? .updated : .new, id: id, revision: revision, feed: "feed",
        isBackfill: false, path: "articles/\(Timestamp.day(time))/134501-title-\(id.short)",
        json: Array((json ?? #"{"id":"\#(seq)"}"#).utf8), markdown: Array((markdown ?? "Title \(seq)\n").utf8),
        journalLine: Array((line ?? journalLine(seq)).utf8))
}

func journalLine(_ seq: Int64, padding: Int = 0) -> String {
    #"{"seq":\#(seq),"title":"\#(String(repeating: "x", count: padding))"}"# + "\n"
}
