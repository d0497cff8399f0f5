import Bytes
import HTML

/// Reads a selector list from left to right; bounded in length, so that a configuration cannot make pages slow.
struct CSSSelectorParser {
    private let text: [Unicode.Scalar]
    private var index = 0

    private static let longest = 2000

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func list() throws(CSSSelectorError) -> [CSSSelector.Complex] {
        if text.count > Self.longest { throw fault("the selector is too long", at: Self.longest) }
        var list: [CSSSelector.Complex] = []
        repeat {
            skipSpace()
            list.append(try complex())
            skipSpace()
        } while take(",")
        if let next = peek { throw unexpected(next) }
        return list
    }

    private mutating func complex() throws(CSSSelectorError) -> CSSSelector.Complex {
        var found = CSSSelector.Complex(subject: try compound())
        while true {
            let hadSpace = skipSpace()
            guard let next = peek, next != "," else { return found }
            let combinator: CSSSelector.Combinator
            if take(">") {
                combinator = .child
                skipSpace()
            } else if next == "+" || next == "~" {
                throw fault("siblings ('\(next)') are not supported; name the element itself")
            } else if hadSpace {
                combinator = .descendant
            } else {
                throw unexpected(next)
            }
            if found.around.count + 1 >= SelectorSearch.mostParts {
                throw fault("the selector has more than \(SelectorSearch.mostParts) parts")
            }
            found.around.insert((combinator, found.subject), at: 0)
            found.subject = try compound()
        }
    }

    private mutating func compound() throws(CSSSelectorError) -> CSSSelector.Compound {
        var compound = CSSSelector.Compound()
        let start = index
        if take("*") {
        } else if let next = peek, isNameStart(next) {
            compound.element = try name().lowercased()
        }
        while let next = peek {
            switch next {
            case ".":
                index += 1
                compound.classes.append(try name())
            case "#":
                index += 1
                compound.id = try name()
            case "[":
                index += 1
                compound.attributes.append(try attribute())
            case ":":
                throw fault(
                    "pseudo-classes are not supported; use elements, .class, #id, [attribute], spaces, > and commas")
            default:
                if index == start { throw unexpected(next) }
                return compound
            }
        }
        if index == start { throw fault("a selector is missing; name an element, .class or #id") }
        return compound
    }

    private mutating func attribute() throws(CSSSelectorError) -> CSSSelector.Attribute {
        skipSpace()
        var attribute = CSSSelector.Attribute(name: try name().lowercased())
        skipSpace()
        if take("]") { return attribute }
        switch peek {
        case "=": attribute.test = .equals
        case "~": attribute.test = .hasWord
        case "|": attribute.test = .startsWithDash
        case "^": attribute.test = .starts
        case "$": attribute.test = .ends
        case "*": attribute.test = .contains
        case let next?: throw unexpected(next)
        case nil: throw fault("the bracket is not closed; add ']'")
        }
        if attribute.test != .equals { index += 1 }
        guard take("=") else { throw fault("'=' is missing here") }
        skipSpace()
        attribute.value = try value()
        skipSpace()
        if let next = peek, next == "i" || next == "I" || next == "s" || next == "S" {
            index += 1
            attribute.ignoresCase = next == "i" || next == "I"
            skipSpace()
        }
        guard take("]") else { throw fault("the bracket is not closed; add ']'") }
        return attribute
    }

    private mutating func value() throws(CSSSelectorError) -> String {
        guard let quote = peek, quote == "\"" || quote == "'" else { return try name(asValue: true) }
        let start = index
        index += 1
        var value = String.UnicodeScalarView()
        while let next = peek {
            index += 1
            if next == quote { return String(value) }
            if next == "\\" { value.append(try escaped()) } else { value.append(next) }
        }
        throw fault("the quote is not closed", at: start)
    }

    /// An identifier. As a value, it may begin with a digit too: people leave quotes out.
    private mutating func name(asValue: Bool = false) throws(CSSSelectorError) -> String {
        var name = String.UnicodeScalarView()
        while let next = peek {
            if next == "\\" {
                index += 1
                name.append(try escaped())
            } else if name.isEmpty && !asValue ? isNameStart(next) : isNamePart(next) {
                index += 1
                name.append(next)
            } else {
                break
            }
        }
        if !name.isEmpty { return String(name) }
        guard let next = peek else { throw fault("a name is missing at the end") }
        throw fault("a name is missing before '\(next)'")
    }

    /// After a backslash: up to six hexadecimal digits and a space, or the character itself.
    private mutating func escaped() throws(CSSSelectorError) -> Unicode.Scalar {
        guard let next = peek else { throw fault("the selector ends in a backslash") }
        var (value, digits) = (UInt32(0), 0)
        while digits < 6, let digit = peek.flatMap({ UInt8(exactly: $0.value) }).flatMap(\.hexDigitValue) {
            value = value << 4 | UInt32(digit)
            digits += 1
            index += 1
        }
        guard digits > 0 else {
            index += 1
            return next
        }
        if let space = peek, isSpace(space) { index += 1 }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        index += 1
        return true
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = index
        while let next = peek, isSpace(next) { index += 1 }
        return index > start
    }

    private func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && UInt8(scalar.value).isHTMLSpace }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII || scalar == "_" || scalar == "-" || scalar == "\\" || UInt8(scalar.value).isASCIILetter
    }

    private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        isNameStart(scalar) || UInt8(truncatingIfNeeded: scalar.value).isASCIIDigit && scalar.isASCII
    }

    private func fault(_ reason: String, at offset: Int? = nil) -> CSSSelectorError {
        CSSSelectorError(offset: min(offset ?? index, text.count), reason: reason)
    }

    private func unexpected(_ scalar: Unicode.Scalar) -> CSSSelectorError {
        fault("'\(scalar)' does not belong here")
    }
}
