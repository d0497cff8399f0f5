/// A text by its lines, counted from 1 as in messages.
struct Lines {
    private let text: [UInt8]
    /// Where each line starts, and past them where the text ends.
    private let starts: [Int]

    init(_ text: [UInt8]) {
        self.text = text
        var starts = [0]
        for index in text.indices where text[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
        if starts.last != text.count { starts.append(text.count) }
        self.starts = starts
    }

    /// A text that ends in a line break has no empty line behind it.
    var count: Int { starts.count - 1 }

    /// As the first line ends.
    var lineBreak: String {
        count > 0 && text[range(1..<2)].suffix(2).elementsEqual("\r\n".utf8) ? "\r\n" : "\n"
    }

    /// The bytes of some lines, line breaks included.
    func range(_ lines: Range<Int>) -> Range<Int> {
        starts[lines.lowerBound - 1]..<starts[lines.upperBound - 1]
    }

    func isBlank(_ line: Int) -> Bool { firstByte(of: line) == nil }
    func isComment(_ line: Int) -> Bool { firstByte(of: line) == UInt8(ascii: "#") }

    /// With its line break.
    func bytes(of line: Int) -> ArraySlice<UInt8> { text[range(line..<(line + 1))] }

    /// Without its line break; a carriage return counts as text, as it does for toml++.
    func text(of line: Int) -> ArraySlice<UInt8> {
        let bytes = bytes(of: line)
        return bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes
    }

    func firstByte(of line: Int) -> UInt8? {
        bytes(of: line).first { ![0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }
}
