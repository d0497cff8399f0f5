/// A place in a file: line and column from 1, the column in Unicode scalars.
struct Position: Hashable, Comparable, Sendable {
    /// Which of the files that are read together: 0 is feeds.toml, the others are those that it includes, in order.
    var file = 0
    var line: Int
    var column: Int

    static func < (one: Position, other: Position) -> Bool {
        (one.file, one.line, one.column) < (other.file, other.line, other.column)
    }
}
