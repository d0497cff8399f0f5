/// Days as they name directories and journal files: `2026-11-23`, UTC; in order of time where they are in order of text.
enum Day {
    static func isName(_ text: some StringProtocol) -> Bool {
        let pattern: StaticString = "0000-00-00"
        var index = 0
        for byte in text.utf8 {
            guard index < pattern.utf8CodeUnitCount else { return false }
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            guard pattern.utf8Start[index] == UInt8(ascii: "-") ? byte == UInt8(ascii: "-") : isDigit else {
                return false
            }
            index += 1
        }
        return index == pattern.utf8CodeUnitCount
    }
}
