/// Gathers the faults of one reading.
final class FaultLog {
    private struct Entry {
        let position: Position
        let reason: String
        let hidden: Bool
        let lineOfText: Int

        /// A text in three quotes may begin on the line after them.
        func position(in lines: SourceLines) -> Position {
            guard lineOfText > 1 || (lineOfText == 1 && lines.opensText(at: position)) else { return position }
            let first = lines.opensText(at: position) ? position.line + 1 : position.line
            return Position(line: first + lineOfText - 1, column: 1)
        }
    }

    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// - Parameter hidden: what is there is a secret, which an excerpt must not show.
    /// - Parameter lineOfText: which line of the text that begins there, from 1; 0 for the place itself.
    func report(_ position: Position, _ reason: String, hidden: Bool = false, lineOfText: Int = 0) {
        entries.append(Entry(position: position, reason: reason, hidden: hidden, lineOfText: lineOfText))
    }

    /// All that was reported, in the order of the file.
    func faults(in text: [UInt8], path: String) -> [Fault] {
        let lines = SourceLines(text)
        return entries.sorted { ($0.position, $0.reason) < ($1.position, $1.reason) }.map { entry in
            let position = entry.position(in: lines)
            let (source, caret) = lines.excerpt(at: position, hidden: entry.hidden)
            return Fault(
                file: path, line: position.line, column: position.column, reason: entry.reason,
                source: source, caret: caret)
        }
    }
}
