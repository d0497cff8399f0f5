/// A pattern as feeds.toml has it, in RE2's words.
///
/// RE2 knows no word boundary but that of ASCII. Where a pattern asks for one, the text gets marks at its boundaries
/// (`Boundaries.marked`), which `\b` looks for and everything else passes over.
struct PatternTranslation {
    /// What a text needs before it is searched.
    struct Boundaries: Sendable, Equatable {
        /// How many marks lie at each boundary, for as many `\b` may want one at the same place; likewise between.
        var at = 0, between = 0

        /// Never in a text that has marks: control characters that no article has.
        static let atMark: Unicode.Scalar = "\u{1}", betweenMark: Unicode.Scalar = "\u{2}"

        func marked(_ text: String) -> String {
            guard at + between > 0 else { return text }
            var marked = String.UnicodeScalarView()
            var wasWord = false
            for scalar in text.unicodeScalars where scalar != Self.atMark && scalar != Self.betweenMark {
                let isWord = WordScalars.contains(scalar)
                mark(isBoundary: wasWord != isWord, &marked)
                marked.append(scalar)
                wasWord = isWord
            }
            mark(isBoundary: wasWord, &marked)
            return String(marked)
        }

        private func mark(isBoundary: Bool, _ text: inout String.UnicodeScalarView) {
            for _ in 0..<(isBoundary ? at : between) { text.append(isBoundary ? Self.atMark : Self.betweenMark) }
        }
    }

    private(set) var re2 = ""
    private(set) var boundaries = Boundaries()

    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// `.` matches line breaks; of this group and of those around it.
    private var dotMatchesAll = [false]

    init(_ text: String) throws(Pattern.Fault) {
        scalars = Array(text.unicodeScalars)
        countBoundaries()
        while index < scalars.count { try translate() }
    }

    private var isMarking: Bool { boundaries.at + boundaries.between > 0 }
    private static let marks = #"\x{1}\x{2}"#
    /// Where one of so many is enough, more would only make the search slower.
    private static let mostMarks = 4

    private mutating func countBoundaries() {
        var (place, isInClass) = (0, false)
        while place < scalars.count {
            if scalars[place] == "\\", place + 1 < scalars.count {
                if !isInClass, scalars[place + 1] == "b" { boundaries.at = min(boundaries.at + 1, Self.mostMarks) }
                if !isInClass, scalars[place + 1] == "B" {
                    boundaries.between = min(boundaries.between + 1, Self.mostMarks)
                }
                place += 1
            } else if scalars[place] == "[" {
                isInClass = true
            } else if scalars[place] == "]" {
                isInClass = false
            }
            place += 1
        }
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        index + ahead < scalars.count ? scalars[index + ahead] : nil
    }

    private func isNext(_ text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

    // MARK: - One step

    private mutating func translate() throws(Pattern.Fault) {
        let scalar = scalars[index]
        switch scalar {
        case "\\": try translateEscape()
        case "[": try translateClass()
        case "(": try translateGroup()
        case ")":
            if dotMatchesAll.count > 1 { dotMatchesAll.removeLast() }
            index += 1
            re2 += ")"
        case ".":
            index += 1
            let all = dotMatchesAll.last ?? false
            re2 += isMarking ? atom(all ? "[^\(Self.marks)]" : "[^\\n\(Self.marks)]") : "."
        case "*", "+", "?":
            index += 1
            re2.unicodeScalars.append(scalar)
            if peek() == "+" { throw unsupported("possessive quantifiers (\(scalar)+)", "leave the last '+' out") }
            if peek() == "?" {
                index += 1
                re2 += "?"
            }
        case "{" where isRepetition:
            while let next = peek() {
                index += 1
                re2.unicodeScalars.append(next)
                if next == "}" { break }
            }
            if peek() == "+" { throw unsupported("possessive quantifiers ({…}+)", "leave the last '+' out") }
        case "^", "|":
            index += 1
            re2.unicodeScalars.append(scalar)
        case "$":
            index += 1
            re2 += isMarking ? "[\(Self.marks)]*$" : "$"
        default:
            index += 1
            re2 += atom(Self.quoted(scalar))
        }
    }

    /// `{2}`, `{2,}`, `{2,5}`; any other brace is one.
    private var isRepetition: Bool {
        var (ahead, digits) = (1, 0)
        while let next = peek(ahead) {
            if next == "}" { return digits > 0 }
            guard next == "," && digits > 0 || next.value >= 0x30 && next.value <= 0x39 else { return false }
            digits += 1
            ahead += 1
        }
        return false
    }

    /// One character or class, and the marks before it.
    private func atom(_ text: String) -> String { isMarking ? "(?:[\(Self.marks)]*\(text))" : text }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        #"\.+*?()|[]{}^$"#.unicodeScalars.contains(scalar) ? "\\" + String(scalar) : String(scalar)
    }

    private func unsupported(_ what: String, _ advice: String) -> Pattern.Fault {
        Pattern.Fault(reason: "\(what) cannot be searched in linear time; \(advice)")
    }

    // MARK: - Groups

    private mutating func translateGroup() throws(Pattern.Fault) {
        for (start, what) in [
            ("(?=", "look-ahead"), ("(?!", "look-ahead"), ("(?<=", "look-behind"), ("(?<!", "look-behind"),
        ]
        where isNext(start) {
            throw unsupported("\(what) (\(start)…))", "use 'keep' and 'drop' together, or write the alternatives out")
        }
        if isNext("(?>") { throw unsupported("atomic groups ((?>…))", "write (?:…)") }
        if isNext("(?(") { throw unsupported("conditions ((?(…)…))", "write the alternatives out") }
        if isNext("(?P=") || isNext("(?P>") { throw backReference }
        if isNext("(?#") {
            while let next = peek(), next != ")" { index += next == "\\" ? 2 : 1 }
            index += 1
            return
        }
        guard peek(1) == "?" else {
            index += 1
            dotMatchesAll.append(dotMatchesAll.last ?? false)
            re2 += "("
            return
        }
        if isNext("(?<") || isNext("(?P<") {
            // A name is of no use here, and RE2 of Debian knows one of the two ways to write it.
            while let next = peek(), next != ">" { index += 1; _ = next }
            index += 1
            dotMatchesAll.append(dotMatchesAll.last ?? false)
            re2 += "("
            return
        }
        index += 2
        var (flags, isOn) = ("", true)
        var all = dotMatchesAll.last ?? false
        while let next = peek(), next != ":", next != ")" {
            if next == "-" { isOn = false }
            if next == "s" { all = isOn }
            if next == "x" {
                throw Pattern.Fault(
                    reason: "the flag x (blanks and comments) is unknown here; write the pattern without")
            }
            flags.unicodeScalars.append(next)
            index += 1
        }
        let isGroup = peek() == ":"
        index += 1
        if isGroup { dotMatchesAll.append(all) } else { dotMatchesAll[dotMatchesAll.count - 1] = all }
        re2 += "(?\(flags)\(isGroup ? ":" : ")")"
    }

    private var backReference: Pattern.Fault { unsupported("back-references (\\1)", "write the alternatives out") }

    // MARK: - Escapes

    private mutating func translateEscape() throws(Pattern.Fault) {
        guard let letter = peek(1) else { throw Pattern.Fault(reason: "it ends with a backslash") }
        index += 2
        switch letter {
        case "b":
            if peek() == "{" { throw Pattern.Fault(reason: "\\b{…} is unknown here; write \\b") }
            re2 += "[\(Self.marks)]*\\x{1}"
        case "B": re2 += "[\(Self.marks)]*\\x{2}"
        case "A": re2 += "\\A"
        case "z": re2 += isMarking ? "[\(Self.marks)]*\\z" : "\\z"
        case "Z": re2 += isMarking ? "(?:[\(Self.marks)]*\\n?[\(Self.marks)]*\\z)" : "(?:\\n?\\z)"
        case "w": re2 += atom("[\(WordScalars.inClass)]")
        case "W": re2 += atom(negated(WordScalars.inClass))
        case "d": re2 += atom("\\p{Nd}")
        case "D": re2 += atom(negated("\\p{Nd}"))
        case "s": re2 += atom("[\(WordScalars.blanksInClass)]")
        case "S": re2 += atom(negated(WordScalars.blanksInClass))
        case "h": re2 += atom("[\\t\\p{Zs}]")
        case "H": re2 += atom(negated("\\t\\p{Zs}"))
        case "v": re2 += atom("[\\n-\\r\\x{85}\\x{2028}\\x{2029}]")
        case "V": re2 += atom(negated("\\n-\\r\\x{85}\\x{2028}\\x{2029}"))
        case "R": re2 += atom("(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])")
        case "N": re2 += atom(negated("\\n"))
        case "Q":
            while index < scalars.count, !isNext("\\E") {
                re2 += atom(Self.quoted(scalars[index]))
                index += 1
            }
            index = min(index + 2, scalars.count)
        case "E": break
        case "G", "K", "X", "C":
            throw Pattern.Fault(reason: "\\\(letter) is unknown here; leave it out")
        case "1"..."9", "k", "g": throw backReference
        case "P", "p": re2 += atom(try property(letter, isInClass: false))
        default: re2 += atom(try character(letter))
        }
    }

    private func negated(_ members: String) -> String { "[^\(members)\(isMarking ? Self.marks : "")]" }

    /// An escape for one character, the letter after the backslash already read.
    private mutating func character(_ letter: Unicode.Scalar) throws(Pattern.Fault) -> String {
        switch letter {
        case "u", "U", "x":
            var digits = ""
            if peek() == "{" {
                index += 1
                while let next = peek(), next != "}" {
                    digits.unicodeScalars.append(next)
                    index += 1
                }
                index += 1
            } else {
                let count = letter == "u" ? 4 : letter == "U" ? 8 : 2
                while digits.unicodeScalars.count < count, let next = peek(), next.properties.isASCIIHexDigit {
                    digits.unicodeScalars.append(next)
                    index += 1
                }
            }
            guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else {
                throw Pattern.Fault(reason: "\\\(letter)\(digits) names no character")
            }
            return "\\x{\(digits)}"
        case "e": return "\\x{1B}"
        case "n", "r", "t", "f", "a", "0": return "\\" + String(letter)
        default:
            if letter.isASCII, letter.properties.isAlphabetic {
                throw Pattern.Fault(
                    reason: "\\\(letter) is unknown here; leave the backslash out for the letter itself")
            }
            return letter.isASCII ? "\\" + String(letter) : String(letter)
        }
    }

    /// `\pL`, `\p{Letter}`, `\p{Script=Greek}`, `\P{…}`, the letter already read.
    private mutating func property(_ letter: Unicode.Scalar, isInClass: Bool) throws(Pattern.Fault) -> String {
        var name = ""
        if peek() == "{" {
            index += 1
            while let next = peek(), next != "}" {
                name.unicodeScalars.append(next)
                index += 1
            }
            index += 1
        } else if let next = peek() {
            name = String(next)
            index += 1
        }
        var isNegated = letter == "P"
        if name.first == "^" {
            isNegated.toggle()
            name.removeFirst()
        }
        for prefix in ["Script_Extensions=", "Script=", "scx=", "sc=", "General_Category=", "gc="]
        where name.lowercased().hasPrefix(prefix.lowercased()) {
            name.removeFirst(prefix.count)
        }
        let key = name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
        name = Self.categories[key] ?? name
        if isMarking, isNegated, !isInClass { return negated("\\p{\(name)}") }
        return "\\\(isNegated ? "P" : "p"){\(name)}"
    }

    private static let categories = [
        "letter": "L", "uppercaseletter": "Lu", "uppercase": "Lu", "lowercaseletter": "Ll", "lowercase": "Ll",
        "titlecaseletter": "Lt", "modifierletter": "Lm", "otherletter": "Lo", "alphabetic": "L", "alpha": "L",
        "mark": "M", "nonspacingmark": "Mn", "spacingmark": "Mc", "enclosingmark": "Me", "number": "N",
        "decimalnumber": "Nd", "digit": "Nd", "letternumber": "Nl", "othernumber": "No", "punctuation": "P",
        "punct": "P", "connectorpunctuation": "Pc", "dashpunctuation": "Pd", "openpunctuation": "Ps",
        "closepunctuation": "Pe", "initialpunctuation": "Pi", "finalpunctuation": "Pf", "otherpunctuation": "Po",
        "symbol": "S", "mathsymbol": "Sm", "currencysymbol": "Sc", "modifiersymbol": "Sk", "othersymbol": "So",
        "separator": "Z", "spaceseparator": "Zs", "lineseparator": "Zl", "paragraphseparator": "Zp", "whitespace": "Z",
        "other": "C", "control": "Cc", "format": "Cf",
    ]

    // MARK: - Classes

    private mutating func translateClass() throws(Pattern.Fault) {
        index += 1
        let isNegated = peek() == "^"
        if isNegated { index += 1 }
        let members = try classMembers(depth: 0)
        let marks = isNegated && isMarking ? Self.marks : ""
        re2 += atom("[\(isNegated ? "^" : "")\(members)\(marks)]")
    }

    /// What a class holds, to behind its end. A class in a class is one class of the members of both.
    private mutating func classMembers(depth: Int) throws(Pattern.Fault) -> String {
        var (members, isFirst) = ("", true)
        while true {
            guard let next = peek() else { throw Pattern.Fault(reason: "a class is not closed; end it with ']'") }
            if next == "]", !isFirst { break }
            isFirst = false
            if isNext("&&") || isNext("--") && peek(2) != "]" || isNext("~~") {
                throw Pattern.Fault(reason: "classes have no set operations (&&, --, ~~) here; write the members out")
            }
            switch next {
            case "[":
                if isNext("[:") {
                    members += try namedClass()
                } else {
                    index += 1
                    guard depth < 8, peek() != "^" else {
                        throw Pattern.Fault(
                            reason: "a class lies in a class; write its members out, or '\\[' for the bracket itself")
                    }
                    members += try classMembers(depth: depth + 1)
                }
            case "\\": members += try memberEscape()
            case "]", "^":
                index += 1
                members += "\\" + String(next)
            default:
                index += 1
                members.unicodeScalars.append(next)
            }
        }
        index += 1
        return members
    }

    private mutating func memberEscape() throws(Pattern.Fault) -> String {
        guard let letter = peek(1) else { throw Pattern.Fault(reason: "a class is not closed; end it with ']'") }
        index += 2
        switch letter {
        case "w": return WordScalars.inClass
        case "W": return WordScalars.othersInClass
        case "d": return "\\p{Nd}"
        case "D": return "\\P{Nd}"
        case "s": return WordScalars.blanksInClass
        case "S": return WordScalars.otherThanBlanksInClass
        case "h": return "\\t\\p{Zs}"
        case "v", "R": return "\\n-\\r\\x{85}\\x{2028}\\x{2029}"
        case "b": return "\\x{8}"
        case "p", "P": return try property(letter, isInClass: true)
        default: return try character(letter)
        }
    }

    /// `[:alpha:]`, the brackets of the class around it not among them.
    private mutating func namedClass() throws(Pattern.Fault) -> String {
        var name = ""
        index += 2
        while let next = peek(), next != ":" {
            name.unicodeScalars.append(next)
            index += 1
        }
        guard isNext(":]") else { throw Pattern.Fault(reason: "'[:' without ':]'; write '\\[' for the bracket itself") }
        index += 2
        switch name {
        case "alpha": return "\\p{L}"
        case "alnum": return "\\p{L}\\p{Nd}"
        case "word": return WordScalars.inClass
        case "digit": return "\\p{Nd}"
        case "upper": return "\\p{Lu}"
        case "lower": return "\\p{Ll}"
        case "space": return WordScalars.blanksInClass
        case "blank": return "\\t\\p{Zs}"
        case "punct": return "[:punct:]\\p{P}"
        default: return "[:\(name):]"
        }
    }
}
