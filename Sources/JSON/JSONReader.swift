import Bytes

/// Reads JSON liberally: what is read before a fault is kept, so that a feed cut off in the middle gives its whole
/// items. Nesting is bounded: what lies deeper is read as null. What programs write that is almost JSON is read as it is meant and noted: `NaN`, `None`
/// and `undefined`, commas too many or missing, comments, single quotes, names without quotes, quotes that are not
/// escaped.
package struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let deepest: Int
    private var index = 0
    private var depth = 0
    /// Why reading stopped early, and at which line; nil for a whole document.
    private(set) var fault: JSONFault?
    /// The first of each kind, with its line.
    private(set) var notes: [(note: JSONNote, line: Int)] = []

    /// Paths of member names, from the root: the elements of an array there are handed on one at a time, with the index
    /// of the path, and left out of the tree.
    private let paths: [[String]]
    private let handOn: (Int, JSONValue) -> Void
    /// Names of the open members, as long as they lead from object to object along a path.
    private var names: [String] = []

    /// The value, or as much of it as could be read; nil where there is none at all.
    /// - Parameter bytes: valid UTF-8.
    package static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, depth: Int, handingOn paths: [[String]] = [],
        _ handOn: @escaping (Int, JSONValue) -> Void = { _, _ in }
    ) -> (value: JSONValue, fault: JSONFault?, notes: [(note: JSONNote, line: Int)])? {
        var reader = JSONReader(bytes: bytes, deepest: depth, paths: paths, handOn: handOn)
        guard let value = reader.value() else { return nil }
        return (value, reader.fault, reader.notes)
    }

    private init(
        bytes: UnsafeBufferPointer<UInt8>, deepest: Int, paths: [[String]], handOn: @escaping (Int, JSONValue) -> Void
    ) {
        (self.bytes, self.deepest, self.paths, self.handOn) = (bytes, deepest, paths, handOn)
    }

    /// Nil after a fault with nothing to show for it.
    private mutating func value() -> JSONValue? {
        skipSpace()
        guard index < bytes.count else { return fail(.cutOff) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return nested { $0.object() }
        case UInt8(ascii: "["): return nested { $0.array() }
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "'"):
            note(.singleQuotes)
            return string().map(JSONValue.string)
        case let byte where byte.isASCIILetter: return word()
        default: return number()
        }
    }

    private mutating func nested(_ read: (inout JSONReader) -> JSONValue) -> JSONValue? {
        guard depth < deepest else { return skipped() }
        depth += 1
        index += 1
        defer { depth -= 1 }
        return read(&self)
    }

    /// Null for a value that is nested too deep, and stops behind it. It is not read: only its strings, comments and
    /// brackets are found.
    private mutating func skipped() -> JSONValue? {
        note(.tooDeep)
        var open = 0
        // A single quote begins a string only where a value or a name does; elsewhere it is a letter of a word.
        var awaitsString = false
        repeat {
            skipSpace()
            guard index < bytes.count else { return fail(.cutOff) }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") && awaitsString {
                guard string() != nil else { return nil }
                awaitsString = false
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): open += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open -= 1
            default: break
            }
            awaitsString =
                byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: ",")
                || byte == UInt8(ascii: ":")
            index += 1
        } while open > 0
        return .null
    }

    private mutating func object() -> JSONValue {
        var members: [JSONValue.Member] = []
        // Of repeated names the first counts.
        var entered: [String] = []
        var isBehindValue = false
        while fault == nil {
            skipSpace()
            guard index < bytes.count else {
                stop(.cutOff)
                break
            }
            if take("}") {
                if !isBehindValue, !members.isEmpty { note(.extraComma) }
                break
            }
            if take(",") {
                noteCommas(&isBehindValue)
                continue
            }
            if isBehindValue { note(.missingComma) }
            guard let name = name() else {
                stop(.memberWithoutName)
                break
            }
            skipSpace()
            guard take(":") else {
                stop(.memberWithoutValue)
                break
            }
            let leadsOn = leadsOn(name) && !entered.contains(name)
            if leadsOn {
                entered.append(name)
                names.append(name)
            }
            let value = value()
            if leadsOn { names.removeLast() }
            guard let value else { break }
            members.append(.init(name: name, value: value))
            isBehindValue = true
        }
        return .object(members)
    }

    /// Whether a member of the open object lies on one of the paths.
    private func leadsOn(_ name: String) -> Bool {
        let index = names.count
        guard depth == index + 1 else { return false }
        return paths.contains { index < $0.count && $0[index] == name && $0[..<index] == names[...] }
    }

    private mutating func array() -> JSONValue {
        let path = depth == names.count + 1 ? paths.firstIndex(of: names) : nil
        var elements: [JSONValue] = []
        var (isBehindValue, isEmpty) = (false, true)
        while fault == nil {
            skipSpace()
            guard index < bytes.count else {
                stop(.cutOff)
                break
            }
            if take("]") {
                if !isBehindValue, !isEmpty { note(.extraComma) }
                break
            }
            if take(",") {
                noteCommas(&isBehindValue)
                continue
            }
            if isBehindValue { note(.missingComma) }
            // A half of an element is none: what is cut off is left out.
            guard let value = value(), fault == nil else { break }
            if let path { handOn(path, value) } else { elements.append(value) }
            (isBehindValue, isEmpty) = (true, false)
        }
        return .array(elements)
    }

    private mutating func number() -> JSONValue? {
        let start = index
        while index < bytes.count, isNumberByte(bytes[index]) { index += 1 }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<index])
        if text.count == 1, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+"), index < bytes.count,
            bytes[index].isASCIILetter
        {
            return word()  // `-Infinity`
        }
        let string = String(decoding: text, as: UTF8.self)
        guard let number = Double(string) else { return fail(.notJSON) }
        // Digits that a Double does not hold: of an id each one counts.
        if text.count > 15, text.drop(while: { $0 == UInt8(ascii: "-") }).allSatisfy(\.isASCIIDigit) {
            return .digits(string)
        }
        guard number.isFinite else {
            note(.notNumber)
            return .null
        }
        return .number(number)
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    /// `true`, `false`, `null`, and what other languages call them.
    private mutating func word() -> JSONValue? {
        switch bareWord() {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "True", "TRUE": return noted(.otherWord, .bool(true))
        case "False", "FALSE": return noted(.otherWord, .bool(false))
        case "NaN", "nan", "NAN", "Infinity", "infinity", "inf", "Inf", "INF": return noted(.notNumber, .null)
        case "None", "undefined", "nil", "Null", "NULL": return noted(.otherWord, .null)
        default: return fail(.notJSON)
        }
    }

    private mutating func noted(_ note: JSONNote, _ value: JSONValue) -> JSONValue {
        self.note(note)
        return value
    }

    private mutating func bareWord() -> String {
        let start = index
        while index < bytes.count,
            bytes[index].isASCIIAlphanumeric || bytes[index] == UInt8(ascii: "_") || bytes[index] == UInt8(ascii: "$")
        {
            index += 1
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    }

    /// A comma was taken: it is one too many where no value is before it.
    private mutating func noteCommas(_ isBehindValue: inout Bool) {
        if !isBehindValue { note(.extraComma) }
        isBehindValue = false
    }

    // MARK: Strings

    private mutating func name() -> String? {
        switch bytes[index] {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "'"):
            note(.singleQuotes)
            return string()
        case let byte where byte.isASCIILetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$"):
            note(.bareName)
            return bareWord()
        default: return nil
        }
    }

    private mutating func string() -> String? {
        let quote = bytes[index]
        index += 1
        var text: [UInt8] = []
        var start = index
        var isASCII = true
        while true {
            let run = bytes.endOfStringRun(from: index, quote: quote)
            index = run.end
            if run.mayHoldBeyondASCII { isASCII = false }
            guard index < bytes.count else { return fail(.cutOff) }
            let byte = bytes[index]
            if byte == quote {
                if isBareQuote {
                    note(.bareQuote)
                    index += 1
                    continue
                }
                defer { index += 1 }
                let run = UnsafeBufferPointer(rebasing: bytes[start..<index])
                // Most strings have no escapes: those need no second copy.
                if text.isEmpty { return String(valid: run, isASCII: isASCII) }
                text.append(contentsOf: run)
                return text.withUnsafeBufferPointer { String(valid: $0, isASCII: isASCII) }
            }
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            if byte == UInt8(ascii: "\\") {
                guard readEscape(into: &text) else { return fail(.cutOff) }
                if let last = text.last, last >= 0x80 { isASCII = false }
            } else {
                // XML's control characters have no place in a feed of ours either.
                index += 1
            }
            start = index
        }
    }

    /// A letter, a digit or other text follows on the line: the string does not end here.
    private var isBareQuote: Bool {
        var next = index + 1
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
        guard next < bytes.count else { return false }
        return bytes[next] >= 0x80 || bytes[next].isASCIIAlphanumeric
    }

    private mutating func readEscape(into text: inout [UInt8]) -> Bool {
        guard index + 1 < bytes.count else { return false }
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
        case UInt8(ascii: "u"):
            guard let unit = codeUnit() else { return false }
            append(unit, to: &text)
        default: text.append(letter)
        }
        return true
    }

    /// Appends a UTF-16 code unit, with the second half of its pair where it has one; a lone half is U+FFFD.
    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
        var scalar = unit
        if unit & 0xFC00 == 0xD800, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        {
            let back = index
            index += 2
            if let low = codeUnit(), low & 0xFC00 == 0xDC00 {
                scalar = 0x1_0000 + ((unit & 0x3FF) << 10) + (low & 0x3FF)
            } else {
                index = back
            }
        }
        // XML's control characters have no place in a feed of ours either.
        if scalar < 0x20, scalar != 0x09, scalar != 0x0A, scalar != 0x0D { return }
        text.append(scalar: Unicode.Scalar(scalar) == nil ? 0xFFFD : scalar)
    }

    /// Four hexadecimal digits; U+FFFD where there are fewer. Nil where the text ends first.
    private mutating func codeUnit() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = bytes[index].hexDigitValue else { return 0xFFFD }
            unit = unit << 4 | UInt32(digit)
            index += 1
        }
        return unit
    }

    // MARK: Details

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(byte.value) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            if bytes[index] <= 0x20 {
                index += 1
            } else if bytes[index] == UInt8(ascii: "/"), index + 1 < bytes.count, skipComment() {
                note(.comment)
            } else {
                return
            }
        }
    }

    private mutating func skipComment() -> Bool {
        let rest = UnsafeBufferPointer(rebasing: bytes[index...])
        switch rest[1] {
        case UInt8(ascii: "/"): index += rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
        case UInt8(ascii: "*"): index += rest.end(of: "*/") ?? rest.count
        default: return false
        }
        return true
    }

    private mutating func note(_ note: JSONNote) {
        guard !notes.contains(where: { $0.note == note }) else { return }
        notes.append((note, line))
    }

    private var line: Int { 1 + bytes[..<min(index, bytes.count)].lazy.filter { $0 == UInt8(ascii: "\n") }.count }

    private mutating func fail<Value>(_ reason: JSONFault.Reason) -> Value? {
        stop(reason)
        return nil
    }

    /// A syntax fault at the very end is what a cut leaves of something that was sound.
    private mutating func stop(_ reason: JSONFault.Reason) {
        guard fault == nil else { return }
        let end = min(index, bytes.count)
        fault = JSONFault(reason: end == bytes.count ? .cutOff : reason, line: line)
    }
}
