extension Lines {
    /// A table's lines with those that go when it goes: the comments right above; its own keys below that are commented
    /// out; the empty lines below, if there is one above to part its neighbours.
    /// - Parameter floor: the last line that belongs to what is above.
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
}
