/// Gathers the faults of one reading, of all its files.
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
            return Position(file: position.file, line: first + lineOfText - 1, column: 1)
        }
    }

    private var entries: [Entry] = []
    private var files: [(path: String, text: [UInt8])] = []

    var isEmpty: Bool { entries.isEmpty }

    /// The paths of all files, as messages call them.
    var paths: [String] { files.map(\.path) }

    /// - Returns: the number by which positions name the file.
    func addFile(_ path: String, _ text: [UInt8]) -> Int {
        files.append((path, text))
        return files.count - 1
    }

    /// How a message at one place names another.
    func name(_ other: Position, at position: Position) -> String {
        other.file == position.file ? "line \(other.line)" : "\(files[other.file].path):\(other.line)"
    }

    /// - Parameter hidden: what is there is a secret, which an excerpt must not show.
    /// - Parameter lineOfText: which line of the text that begins there, from 1; 0 for the place itself.
    func report(_ position: Position, _ reason: String, hidden: Bool = false, lineOfText: Int = 0) {
        entries.append(Entry(position: position, reason: reason, hidden: hidden, lineOfText: lineOfText))
    }

    /// All that was reported, in the order of the files.
    func faults() -> [Fault] {
        let lines = files.map { SourceLines($0.text) }
        return entries.sorted { ($0.position, $0.reason) < ($1.position, $1.reason) }.map { entry in
            let position = entry.position(in: lines[entry.position.file])
            let (source, caret) = lines[position.file].excerpt(at: position, hidden: entry.hidden)
            return Fault(
                file: files[position.file].path, line: position.line, column: position.column, reason: entry.reason,
                source: source, caret: caret)
        }
    }
}
