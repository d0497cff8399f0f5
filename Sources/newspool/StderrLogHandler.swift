import Foundation
import Glibc
import Logging
import Model

/// Log lines on standard error: `info: polled feed=lwn status=200 new=3`.
///
/// Under journald a line begins with its priority (`<6>`, sd-daemon(3)) and carries no time, because the journal has one;
/// elsewhere it begins with the UTC time. Messages are constant text and the facts are metadata, so that a line can be
/// searched for by either.
struct StderrLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let underJournald: Bool
    private let isJSON: Bool

    /// - Parameter isJSON: each line is one object: `time`, `level`, `message` and the facts.
    init(level: Logger.Level, isJSON: Bool = false, environment: [String: String]) {
        (logLevel, self.isJSON) = (level, isJSON)
        underJournald = Self.isJournal(environment["JOURNAL_STREAM"])
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        var line = underJournald ? "<\(event.level.priority)>" : ""
        line += isJSON ? Self.object(event, facts) : text(event, facts)
        line += "\n"
        // One write a line: lines of several threads never mix. A failed write cannot be reported anywhere.
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func text(_ event: LogEvent, _ facts: [(key: String, value: Logger.MetadataValue)]) -> String {
        var line = underJournald ? "" : Timestamp.string(Date()) + " "
        line += "\(event.level): "
        var facts = facts
        if let place = Self.place(in: facts) {
            line += place + ": "
            facts.removeAll { Self.placeKeys.contains($0.key) }
        }
        line += "\(event.message)"
        for (key, value) in facts { line += " \(key)=\(Self.quoted(value.description))" }
        return line
    }

    private static let placeKeys: Set = ["file", "line", "column"]

    /// A place in a file, as compilers write it and editors follow it: `feeds.toml:7:1`.
    private static func place(in facts: [(key: String, value: Logger.MetadataValue)]) -> String? {
        let parts = Dictionary(uniqueKeysWithValues: facts)
        guard let file = parts["file"], let line = parts["line"], let column = parts["column"] else { return nil }
        return "\(file):\(line):\(column)"
    }

    /// A fact that has the name of a member of ours does not take its place.
    private static func object(_ event: LogEvent, _ facts: [(key: String, value: Logger.MetadataValue)]) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.member("time", Timestamp.string(Date()))
        json.member("level", event.level.rawValue)
        json.member("message", event.message.description)
        for (key, value) in facts where !["time", "level", "message"].contains(key) {
            json.raw(Self.member(key, value))
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// A number stays one, so that programs can compare and add it.
    private static func member(_ key: String, _ value: Logger.MetadataValue) -> [UInt8] {
        var (name, text) = (JSONWriter(capacity: 16), JSONWriter(capacity: 64))
        name.value(key)
        switch value {
        case .stringConvertible(let number as Int): text.value(number)
        case .stringConvertible(let number as Int64): text.value(number)
        default: text.value(value.description)
        }
        return name.bytes + [UInt8(ascii: ":")] + text.bytes
    }

    /// systemd names the device and inode of the journal's stream, so that a program whose standard error was redirected
    /// elsewhere can tell (systemd.exec(5), `JOURNAL_STREAM`).
    private static func isJournal(_ stream: String?) -> Bool {
        guard let parts = stream?.split(separator: ":"), parts.count == 2 else { return false }
        var info = stat()
        guard fstat(STDERR_FILENO, &info) == 0 else { return false }
        return UInt64(parts[0]) == UInt64(info.st_dev) && UInt64(parts[1]) == UInt64(info.st_ino)
    }

    /// Values from outside stay on their line and harmless on a terminal.
    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") }
        guard !isPlain || value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return value
        }
        var json = JSONWriter(capacity: value.utf8.count + 2)
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension Logger.Level {
    /// syslog(3) priorities.
    fileprivate var priority: Int {
        switch self {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }
}
