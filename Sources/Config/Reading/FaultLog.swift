/// Gathers the faults of one reading.
final class FaultLog {
    private struct Entry {
        let position: Position
        let reason: String
        let hidden: Bool
    }

    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// - Parameter hidden: what stands there is a secret, which an excerpt must not show.
    func report(_ position: Position, _ reason: String, hidden: Bool = false) {
        entries.append(Entry(position: position, reason: reason, hidden: hidden))
    }

    /// All that was reported, in the order of the file.
    func faults(in text: [UInt8], path: String) -> [Fault] {
        let lines = SourceLines(text)
        return entries.sorted { ($0.position, $0.reason) < ($1.position, $1.reason) }.map { entry in
            let (source, caret) = lines.excerpt(at: entry.position, hidden: entry.hidden)
            return Fault(
                file: path, line: entry.position.line, column: entry.position.column, reason: entry.reason,
                source: source, caret: caret)
        }
    }
}
