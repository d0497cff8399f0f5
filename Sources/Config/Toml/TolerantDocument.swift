/// A document of which lines that are no TOML are left out. toml++ stops at the first error; people want all of them.
struct TolerantDocument {
    /// In the order of the file.
    private(set) var faults: [SyntaxFault] = []
    /// What could be read: all but the faulty lines, or all above the last of them; nil where not even that could.
    private(set) var readable: TomlDocument?

    /// Each fault costs two readings of the text.
    private static let mostFaults = 20

    init(_ text: [UInt8]) {
        var text = text
        while true {
            do throws(TomlError) {
                readable = try TomlDocument(text)
                return
            } catch {
                // What stands above the line can be read unless the error ends a value of several lines. Then, and after a
                // broken header, whatever follows would be taken for something it is not.
                let above = try? TomlDocument(above: error.position.line, of: text)
                faults.append(SyntaxFault(error, text: text, above: above))
                let line = Self.line(error.position.line, of: text)
                let start = line.first { text[$0] != UInt8(ascii: " ") && text[$0] != UInt8(ascii: "\t") }
                guard above != nil, let start, text[start] != UInt8(ascii: "["), faults.count < Self.mostFaults else {
                    readable = above ?? Self.aboveTables(before: error.position.line, of: text)
                    return
                }
                for index in line where text[index] != UInt8(ascii: "\r") { text[index] = UInt8(ascii: " ") }
            }
        }
    }

    /// What stands above the table that an unclosed value is in: above its header, or above one of the few before that.
    private static func aboveTables(before line: Int, of text: [UInt8]) -> TomlDocument? {
        var tries = 0
        for number in stride(from: line, to: max(0, line - 200), by: -1) where tries < 3 {
            let start = Self.line(number, of: text).first {
                text[$0] != UInt8(ascii: " ") && text[$0] != UInt8(ascii: "\t")
            }
            guard let start, text[start] == UInt8(ascii: "[") else { continue }
            if let document = try? TomlDocument(above: number, of: text) { return document }  // else the next one up
            tries += 1
        }
        return nil
    }

    /// The bytes of a line, counted from 1, without its line break.
    private static func line(_ number: Int, of text: [UInt8]) -> Range<Int> {
        var (left, start) = (number - 1, 0)
        while left > 0, start < text.count {
            if text[start] == UInt8(ascii: "\n") { left -= 1 }
            start += 1
        }
        return start..<(text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count)
    }
}
