/// The lines of a file as they may be shown: without control characters, secrets and tails that no terminal has room
/// for.
struct SourceLines {
    private let text: [UInt8]
    /// Where each line starts.
    private let starts: [Int]

    /// What a key is called whose value is private, misspelt or not, and headers that carry credentials.
    private static let sensitive = ["secret", "passw", "proxy", "header", "token", "authorization", "cookie", "whsec_"]
    private static let widest = 160

    init(_ text: [UInt8]) {
        self.text = text
        starts = [0] + text.indices.filter { text[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// The line around a place, and the column within what is shown, from 0.
    /// - Parameter hidden: nothing from the place on is shown.
    func excerpt(at position: Position, hidden: Bool) -> (source: String, caret: Int) {
        var line = scalars(of: position.line)
        var caret = min(position.column - 1, line.count)
        if let equals = Self.endOfSensitiveKey(in: line), !hidden || equals < caret {
            line = line[...equals] + " …".unicodeScalars
            caret = min(caret, equals + 2)
        } else if hidden {
            line = line[..<caret] + ["…"]
        }
        if caret > Self.widest - 20 {
            let cut = caret - 40
            line = ["…"] + line[cut...]
            caret += 1 - cut
        }
        if line.count > Self.widest { line = line[..<(Self.widest - 1)] + ["…"] }
        return (String(String.UnicodeScalarView(line)), caret)
    }

    /// Whether three quotes are there and the line ends with them: the text begins on the next one.
    func opensText(at position: Position) -> Bool {
        let rest = String(String.UnicodeScalarView(scalars(of: position.line).dropFirst(position.column - 1)))
        return rest == "\"\"\"" || rest == "\'\'\'"
    }

    private func scalars(of line: Int) -> ArraySlice<Unicode.Scalar> {
        guard starts.indices.contains(line - 1) else { return [] }
        var bytes = text[starts[line - 1]..<(line < starts.count ? starts[line] - 1 : text.count)]
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars
            .map { $0 != "\t" && $0.isControl ? "\u{FFFD}" : $0 }[...]
    }

    /// The index of the `=` behind the first sensitive word.
    private static func endOfSensitiveKey(in line: ArraySlice<Unicode.Scalar>) -> Int? {
        let text = String(String.UnicodeScalarView(line)).lowercased()
        guard sensitive.contains(where: text.contains) else { return nil }
        var key = ""
        for (index, scalar) in line.enumerated() {
            key.unicodeScalars.append(scalar)
            let word = key.lowercased()
            if scalar == "=" && !word.contains("_file") && sensitive.contains(where: word.contains) { return index }
            if scalar == "," || scalar == "{" { key = "" }
        }
        return nil
    }
}
