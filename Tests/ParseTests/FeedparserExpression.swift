/// The Python expression in the comment of a feedparser test, as far as those tests use Python.
indirect enum FeedparserExpression: Equatable {
    case literal(Literal)
    /// `feed['title_detail']['value']` is `["feed", "title_detail", "value"]`, indices as decimal numbers.
    case path([String])
    case length(FeedparserExpression)
    case equal([FeedparserExpression])
    case not(FeedparserExpression)
    case all([FeedparserExpression])
    case any([FeedparserExpression])
    case hasKey([String])

    enum Literal: Equatable {
        case none, bool(Bool), int(Int), string(String)
        case tuple([Double])
        case dict([String: String])
    }

    /// Nil for an expression that uses more of Python.
    init?(_ text: String) {
        var parser = Parser(text)
        guard let expression = parser.disjunction(), parser.isAtEnd else { return nil }
        self = expression
    }
}

private struct Parser {
    private let characters: [Character]
    private var index = 0

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return index >= characters.count
        }
    }

    mutating func disjunction() -> FeedparserExpression? {
        var parts: [FeedparserExpression] = []
        repeat {
            guard let part = conjunction() else { return nil }
            parts.append(part)
        } while take(word: "or")
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() -> FeedparserExpression? {
        var parts: [FeedparserExpression] = []
        repeat {
            guard let part = comparison() else { return nil }
            parts.append(part)
        } while take(word: "and")
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func comparison() -> FeedparserExpression? {
        if take(word: "not") { return comparison().map { .not($0) } }
        guard let first = operand() else { return nil }
        var sides = [first]
        while take("==") || take(word: "is") {
            guard let next = operand() else { return nil }
            sides.append(next)
        }
        return sides.count == 1 ? first : .equal(sides)
    }

    private mutating func operand() -> FeedparserExpression? {
        skipSpace()
        guard index < characters.count else { return nil }
        let character = characters[index]
        if character == "'" || character == "\"" { return string().map { .literal(.string($0)) } }
        if character == "{" { return dict() }
        if character == "(" { return parenthesis() }
        if character.isNumber || character == "-" { return number().map { .literal(.int(Int($0))) } }
        return path()
    }

    private mutating func path() -> FeedparserExpression? {
        let name = word()
        switch name {
        case "": return nil
        case "None": return .literal(.none)
        case "True": return .literal(.bool(true))
        case "False": return .literal(.bool(false))
        case "len":
            guard take("("), let inner = operand(), take(")") else { return nil }
            return .length(inner)
        case "ord":
            guard take("("), let inner = operand(), take(")") else { return nil }
            return inner
        default: break
        }
        var steps = [name]
        while true {
            if take("[") {
                skipSpace()
                guard index < characters.count else { return nil }
                if characters[index] == "'" {
                    guard let key = string() else { return nil }
                    steps.append(key)
                } else {
                    guard let position = number() else { return nil }
                    steps.append(String(Int(position)))
                }
                guard take("]") else { return nil }
            } else if take(".") {
                let key = word()
                guard key == "has_key" else {
                    steps.append(key)
                    continue
                }
                guard take("("), let key = string(), take(")") else { return nil }
                return .hasKey(steps + [key])
            } else {
                return .path(steps)
            }
        }
    }

    private mutating func parenthesis() -> FeedparserExpression? {
        guard take("(") else { return nil }
        let start = index
        if let first = number(), take(",") {
            var numbers = [first]
            while let next = number() {
                numbers.append(next)
                _ = take(",")
            }
            return take(")") ? .literal(.tuple(numbers)) : nil
        }
        index = start
        guard let inner = disjunction(), take(")") else { return nil }
        return inner
    }

    private mutating func dict() -> FeedparserExpression? {
        guard take("{") else { return nil }
        var members: [String: String] = [:]
        while !take("}") {
            guard let key = string(), take(":"), let value = string() else { return nil }
            members[key] = value
            _ = take(",")
        }
        return .literal(.dict(members))
    }

    private mutating func number() -> Double? {
        skipSpace()
        let start = index
        while index < characters.count, characters[index].isNumber || "-.".contains(characters[index]) { index += 1 }
        let number = Double(String(characters[start..<index]))
        if number == nil { index = start }
        return number
    }

    /// One or more literals joined by `+`.
    private mutating func string() -> String? {
        var text = ""
        repeat {
            guard let part = quoted() else { return nil }
            text += part
        } while take("+")
        return text
    }

    private mutating func quoted() -> String? {
        skipSpace()
        _ = take(word: "u")
        guard index < characters.count, characters[index] == "'" || characters[index] == "\"" else { return nil }
        let quote = characters[index]
        let isTriple = index + 2 < characters.count && characters[index + 1] == quote && characters[index + 2] == quote
        index += isTriple ? 3 : 1
        var text = ""
        while index < characters.count {
            if characters[index] == quote, !isTriple || characters[index...].starts(with: [quote, quote, quote]) {
                index += isTriple ? 3 : 1
                return text
            }
            guard characters[index] == "\\", index + 1 < characters.count else {
                text.append(characters[index])
                index += 1
                continue
            }
            index += 2
            switch characters[index - 1] {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case "x": text.append(escaped(digits: 2))
            case "u": text.append(escaped(digits: 4))
            case "U": text.append(escaped(digits: 8))
            case let other: text.append(other)
            }
        }
        return nil
    }

    private mutating func escaped(digits: Int) -> Character {
        let end = min(index + digits, characters.count)
        defer { index = end }
        return UInt32(String(characters[index..<end]), radix: 16).flatMap(Unicode.Scalar.init).map(Character.init)
            ?? "?"
    }

    private mutating func word() -> String {
        skipSpace()
        let start = index
        while index < characters.count,
            characters[index].isLetter || characters[index].isNumber || characters[index] == "_"
        {
            index += 1
        }
        return String(characters[start..<index])
    }

    private mutating func take(word: String) -> Bool {
        skipSpace()
        let end = index + word.count
        guard end <= characters.count, String(characters[index..<end]) == word else { return false }
        if end < characters.count,
            characters[end].isLetter || characters[end] == "_" || characters[end] == "'" && word == "u"
        {
            if word != "u" { return false }
        } else if word == "u" {
            return false
        }
        index = end
        return true
    }

    private mutating func take(_ text: String) -> Bool {
        skipSpace()
        guard characters[index...].starts(with: Array(text)) else { return false }
        index += text.count
        return true
    }

    private mutating func skipSpace() { while index < characters.count, characters[index].isWhitespace { index += 1 } }
}
