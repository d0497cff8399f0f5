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

    /// A table's lines with those that go when it goes: the comments right above; its own keys below that are commented out;
    /// the empty lines below, if there is one above to part its neighbours.
    /// - Parameter floor: the last line that belongs to what stands above.
    func surroundings(of table: ClosedRange<Int>, after floor: Int) -> ClosedRange<Int> {
        var (first, last) = (table.lowerBound, table.upperBound)
        while first - 1 > floor, isComment(first - 1) { first -= 1 }
        while last < count, isFeedKeyCommentedOut(last + 1) { last += 1 }
        if first == 1 || isBlank(first - 1) {
            while last < count, isBlank(last + 1) { last += 1 }
        }
        return first...last
    }

    /// `# interval = "2h"`
    private func isFeedKeyCommentedOut(_ line: Int) -> Bool {
        guard isComment(line) else { return false }
        let words = bytes(of: line).drop { " \t#".utf8.contains($0) }
            .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == UInt8(ascii: "=") }
        guard words.count == 2 else { return false }
        let key = words[0].filter { $0 != 0x20 && $0 != 0x09 }
        return FeedKey(rawValue: String(decoding: key, as: UTF8.self)) != nil
    }

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
