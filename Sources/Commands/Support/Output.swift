import Bytes
import Files
import Glibc

/// Data goes to standard output, words about it to standard error, each write checked.
package enum Output {
    /// Writes all bytes; a reader that has gone away ends the program quietly, as `head` expects.
    static func write(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func line(_ text: String) {
        write(Array((text + "\n").utf8))
    }

    package static func error(_ text: String) {
        write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// A question: the answer follows on the same line.
    static func prompt(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Replaces the last line on the terminal that standard error is. The cursor goes back to its beginning, so that a log
    /// line that comes next is written over it.
    static func draw(_ text: String) {
        write(Array(("\r\u{1B}[K" + text + "\r").utf8), to: STDERR_FILENO)
    }

    /// Rows whose columns are below each other; the last is as long as it is.
    static func columns(_ rows: [[String]]) {
        let rows = rows.map { $0.map(\.defused) }
        var widths: [Int] = []
        for row in rows {
            for (index, text) in row.dropLast().enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], TerminalColumns.width(text))
            }
        }
        for row in rows {
            let cells = row.enumerated().map { index, text in
                index < widths.count ? TerminalColumns.padded(text, widths[index]) : text
            }
            line(cells.joined(separator: "  "))
        }
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    /// A terminal that cannot move its cursor.
    static var isDumb: Bool { getenv("TERM").map { String(cString: $0) == "dumb" } ?? false }
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ bytes: [UInt8], to descriptor: CInt) {
        guard let failure = bytes.withUnsafeBytes({ WriteLoop.write($0, to: descriptor) }).error else { return }
        if failure.code == EPIPE { Glibc.exit(ExitStatus.fine.rawValue) }
        if descriptor == STDOUT_FILENO { error("newspool: cannot write to standard output: \(failure)") }
        Glibc.exit(ExitStatus.inputOutput.rawValue)
    }
}
