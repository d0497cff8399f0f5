import Bytes

/// Escapes text for CommonMark, only where a sign would be read as syntax.
enum MarkdownEscape {
    static func isPunctuation(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !byte.isASCIILetter && !byte.isASCIIDigit
    }

    static func longestRun(of sign: UInt8, in bytes: some Sequence<UInt8>) -> Int {
        var (longest, run) = (0, 0)
        for byte in bytes {
            run = byte == sign ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    // MARK: Within a line

    /// Appends `bytes[start..<end]`, one word of a run of text, whose neighbours are looked at as well.
    static func append(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, isInLink: Bool, isInCell: Bool,
        to output: inout [UInt8]
    ) {
        var first = start
        for index in start..<end {
            let byte = bytes[index]
            // Letters below the first sign, `!`, and all beyond ASCII: nearly every byte.
            if byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit { continue }
            let needsEscape: Bool
            switch byte {
            case UInt8(ascii: "`"): needsEscape = true
            case UInt8(ascii: "\\"): needsEscape = index + 1 >= end || isPunctuation(bytes[index + 1])
            case UInt8(ascii: "*"): needsEscape = !isAlone(bytes, index)
            case UInt8(ascii: "_"): needsEscape = !isAlone(bytes, index) && !isWithinWord(bytes, index)
            case UInt8(ascii: "["): needsEscape = isInLink
            case UInt8(ascii: "]"):
                needsEscape = isInLink || index + 1 >= bytes.count || "([:".utf8.contains(bytes[index + 1])
            case UInt8(ascii: "<"):
                needsEscape =
                    index + 1 >= bytes.count || bytes[index + 1].isASCIILetter || "/!?".utf8.contains(bytes[index + 1])
            case UInt8(ascii: "&"): needsEscape = beginsReference(bytes, index)
            case UInt8(ascii: "~"): needsEscape = index > start || index == 0 || !bytes[index - 1].isHTMLSpace
            case UInt8(ascii: "|"): needsEscape = isInCell
            default: continue
            }
            if needsEscape {
                output.append(contentsOf: bytes[first..<index])
                if byte == UInt8(ascii: "<") {
                    // After an address, GitHub's links without brackets take a backslash in, and what is behind it is a
                    // tag.
                    output.append("&lt;")
                    first = index + 1
                } else {
                    output.append(UInt8(ascii: "\\"))
                    first = index
                }
            }
        }
        output.append(contentsOf: bytes[first..<end])
    }

    /// White space on both sides: neither opens nor closes anything. White space at the end (which may be Unicode's)
    /// does not count, since a closing sign goes before it.
    private static func isAlone(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index > 0 && bytes[index - 1].isHTMLSpace && index + 1 < bytes.count && bytes[index + 1].isHTMLSpace
            && (bytes[(index + 1)...].first { !$0.isHTMLSpace }.map { $0 < 0x80 } ?? false)
    }

    private static func isWithinWord(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let isWord = { (byte: UInt8) in byte.isASCIILetter || byte.isASCIIDigit }
        return index > 0 && isWord(bytes[index - 1]) && index + 1 < bytes.count && isWord(bytes[index + 1])
    }

    /// `&copy;`, `&#8217;`, and what the next text may complete to one.
    static func beginsReference(_ bytes: some RandomAccessCollection<UInt8>, _ start: Int) -> Bool {
        let rest = bytes.dropFirst(start + 1).prefix(33)
        for (offset, byte) in rest.enumerated() {
            if byte == UInt8(ascii: ";") { return offset > 0 }
            if !byte.isASCIILetter, !byte.isASCIIDigit, !(offset == 0 && byte == UInt8(ascii: "#")) { return false }
        }
        return rest.count < 33
    }

    // MARK: At a line's start

    /// Appends the part of a line's first word that must be escaped there, and returns where the rest begins.
    static func appendLineStart(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, to output: inout [UInt8]
    ) -> Int {
        let word = bytes[start..<end]
        let isOnly = { (signs: StaticString) in word.allSatisfy { byte in signs.withUTF8Buffer { $0.contains(byte) } } }
        let needsEscape: Bool
        switch bytes[start] {
        case UInt8(ascii: ">"), UInt8(ascii: "["): needsEscape = true  // a quote; a definition, a task
        case UInt8(ascii: "*"), UInt8(ascii: "_"): needsEscape = isAlone(bytes, start) || end - start == 1
        case UInt8(ascii: "#"): needsEscape = isOnly("#") && word.count < 7
        case UInt8(ascii: "+"): needsEscape = word.count == 1
        case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "|"): needsEscape = isOnly("-:|")
        case UInt8(ascii: "="): needsEscape = isOnly("=")
        case let byte where byte.isASCIIDigit:
            let digits = word.prefix(while: \.isASCIIDigit).count
            guard digits <= 9, word.count == digits + 1, let last = word.last,
                last == UInt8(ascii: ".") || last == UInt8(ascii: ")")
            else { return start }
            output.append(contentsOf: word.dropLast())
            output.append(UInt8(ascii: "\\"))
            output.append(last)
            return end
        default: needsEscape = false
        }
        if !needsEscape { return start }
        output.append(UInt8(ascii: "\\"))
        output.append(bytes[start])
        return start + 1
    }
}

/// Writes what is in the brackets of a link or picture.
enum MarkdownAddress {
    /// The address, with what could end it percent-encoded or escaped, and the title in quotes.
    static func append(
        _ url: ArraySlice<UInt8>, title: ArraySlice<UInt8>?, isInCell: Bool, to output: inout [UInt8]
    ) {
        for index in url.indices {
            let byte = url[index]
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case UInt8(ascii: "<"): output.append("%3C")
            case UInt8(ascii: ">"): output.append("%3E")
            case UInt8(ascii: "\\"): output.append("%5C")
            case UInt8(ascii: "|") where isInCell: output.append("%7C")
            case ...0x20: output.append("%20")
            case UInt8(ascii: "&") where MarkdownEscape.beginsReference(url, index - url.startIndex):
                output.append("\\&")
            default: output.append(byte)
            }
        }
        if let title, !title.isEmpty {
            output.append(" \"")
            for (index, byte) in title.enumerated() {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(UInt8(ascii: "\\"))
                case UInt8(ascii: "|") where isInCell: output.append(UInt8(ascii: "\\"))
                case UInt8(ascii: "&") where MarkdownEscape.beginsReference(title, index):
                    output.append(UInt8(ascii: "\\"))
                default: break
                }
                output.append(byte.isHTMLSpace ? 0x20 : byte)
            }
            output.append(UInt8(ascii: "\""))
        }
    }
}
