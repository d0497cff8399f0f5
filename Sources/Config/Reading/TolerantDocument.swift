/// A document of which lines that are not TOML are left out. toml++ stops at the first error; people want all of them.
struct TolerantDocument {
    /// In the order in which they were met: that of the file, but for a value that never ends.
    private(set) var faults: [SyntaxFault] = []
    /// What could be read: all but the faulty lines, or all above the last of them; nil where not even that could.
    private(set) var readable: TomlDocument?
    /// The lines that were left out, and all from where reading ended.
    private(set) var gaps: [ClosedRange<Int>] = []

    private let file: Int
    private var text: [UInt8]
    /// Bytes that toml++ was given. Each fault costs at least two readings of what is above it.
    private var spent = 0
    private static let (mostFaults, mostBytes) = (500, 32 << 20)

    /// - Parameter file: of the places of its nodes.
    init(_ text: [UInt8], file: Int = 0) {
        (self.text, self.file) = (text, file)
        // An error further down, but in the table of a value that was cut out, may only say that the cut was wrong.
        var doubtful = 0
        while true {
            spent += text.count
            do throws(TomlError) {
                readable = try TomlDocument(self.text, file: file)
                return
            } catch {
                let lines = Lines(self.text)
                let line = min(error.position.line, max(1, lines.count))
                let start = startOfStatement(upTo: line, lines)
                let above = start.flatMap { self.above($0, lines) }
                guard line >= doubtful else {
                    end(above: start ?? line, above)
                    return
                }
                let isLong = start.map { $0 < error.position.line } ?? false
                faults.append(SyntaxFault(error, lines: lines, above: above, start: isLong ? start : nil))
                guard let start, faults.count < Self.mostFaults, spent < Self.mostBytes else {
                    end(above: line, above)
                    return
                }
                if start < line {
                    let last = error.isAtEnd ? start : lines.endOfValue(from: line)
                    blank(start...last, lines)
                    doubtful = lines.header(after: last)
                } else if lines.isHeader(line) {
                    repair(line, lines)
                } else {
                    blank(line...line, lines)
                }
            }
        }
    }

    // MARK: - Leaving out

    private mutating func end(above line: Int, _ above: TomlDocument?) {
        readable = above
        gaps.append(line...Int.max)
    }

    private mutating func blank(_ lines: ClosedRange<Int>, _ all: Lines) {
        gaps.append(lines)
        for index in all.range(lines.lowerBound..<(lines.upperBound + 1))
        where text[index] != UInt8(ascii: "\r") && text[index] != UInt8(ascii: "\n") {
            text[index] = UInt8(ascii: " ")
        }
    }

    /// Writes a header as it was meant; leaves out the whole table where no one can tell, or where it is already.
    private mutating func repair(_ line: Int, _ lines: Lines) {
        let range = lines.range(line..<(line + 1))
        if let header = Self.header(meantBy: text[range]) {
            text.replaceSubrange(range, with: header + [UInt8(ascii: "\n")])
        } else {
            blank(line...(lines.header(after: line) - 1), lines)
        }
    }

    /// `[[feed]]` for `[[feed]`; nil where that is not a slip of brackets.
    private static func header(meantBy line: ArraySlice<UInt8>) -> [UInt8]? {
        let name = line.drop { "[ \t".utf8.contains($0) }.prefix { !"[] \t\r\n#".utf8.contains($0) }
        let words = String(decoding: name, as: UTF8.self)
        guard let key = words.split(separator: ".").first.flatMap({ RootKey(rawValue: String($0)) }) else { return nil }
        let header = Array((words == key.rawValue ? key.header : "[\(words)]").utf8)
        return line.prefix { !"#\r\n".utf8.contains($0) }.split(separator: UInt8(ascii: " ")).joined()
            .elementsEqual(header) ? nil : header
    }

    // MARK: - Reading parts

    /// The line where the statement begins that an error was found in: the line itself, or one above it for a value of
    /// several lines. Nil where none of the nearest can be it.
    private mutating func startOfStatement(upTo line: Int, _ lines: Lines) -> Int? {
        var tries = 0
        for start in stride(from: line, to: 0, by: -1) where start == line || lines.mayBeStatement(start) {
            if above(start, lines) != nil { return start }
            tries += 1
            if tries > 200 || spent > Self.mostBytes { break }
        }
        return nil
    }

    /// Only what is above a line; nil where that ends within a value.
    private mutating func above(_ line: Int, _ lines: Lines) -> TomlDocument? {
        let bytes = text[..<lines.range(line..<line).lowerBound]
        spent += bytes.count
        // Its error is the one that is known, or that the value has no end.
        return try? TomlDocument(Array(bytes), file: file)
    }
}

extension TomlError {
    /// The text ended where more was to come.
    var isAtEnd: Bool { message.contains("end-of-file") }
}

extension Lines {
    /// Whether a table's header is there, or what is to be one.
    fileprivate func isHeader(_ line: Int) -> Bool { firstByte(of: line) == UInt8(ascii: "[") }

    /// The next line that begins a table; past the last one where there is none.
    fileprivate func header(after line: Int) -> Int {
        var next = line + 1
        while next <= count, !isHeader(next) { next += 1 }
        return next
    }

    /// The last line of a value in which something is wrong on `line`: the one that holds nothing but what closes it,
    /// or the one above the next `key =` or `[table]`.
    fileprivate func endOfValue(from line: Int) -> Int {
        var last = line
        while last <= count {
            if isStatement(last) { return last - 1 }
            if let byte = firstByte(of: last), "]}".utf8.contains(byte) { return last }
            last += 1
        }
        return count
    }

    /// Whether a statement may begin there; its key may be in quotes.
    fileprivate func mayBeStatement(_ line: Int) -> Bool {
        isHeader(line) || bytes(of: line).contains(UInt8(ascii: "="))
    }

    private func isStatement(_ line: Int) -> Bool {
        if isHeader(line) { return true }
        let words = bytes(of: line).drop { " \t".utf8.contains($0) }
        let key = words.prefix { Self.isKeyByte($0) }
        return !key.isEmpty && words.dropFirst(key.count).first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "=")
    }

    /// Of a bare key, dotted or not.
    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "_-.".utf8.contains(byte)
        }
    }
}
