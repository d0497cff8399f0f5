import Foundation
import Glibc
public import Logging
import Model

/// Log lines on standard error: `info: polled feed=lwn status=200 new=3`.
///
/// Under journald a line begins with its priority (`<6>`, sd-daemon(3)) and carries no time, because the journal has one;
/// elsewhere it begins with the UTC time. Messages are constant text and the facts are metadata, so that a line can be
/// searched for by either.
public struct StderrLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let underJournald: Bool

    public init(level: Logger.Level, environment: [String: String]) {
        logLevel = level
        underJournald = Self.isJournal(environment["JOURNAL_STREAM"])
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = underJournald ? "<\(event.level.priority)>" : Timestamp.string(Date()) + " "
        line += "\(event.level): \(event.message)"
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            line += " \(key)=\(Self.quoted(value.description))"
        }
        line += "\n"
        // One write a line: lines of several threads never mix. A log that cannot be written has nobody to tell.
        _ = line.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
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
