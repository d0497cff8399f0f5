import Web

/// Turns TOML values into Swift ones. Each method reports what is wrong and then gives nil, so that a reading goes on.
struct ValueReader {
    let log: FaultLog
    let paths: PathReader
    /// Of the file that is read.
    let path: String
    let secrets: SecretPlaces
    let selectors: SelectorCheck
    let partSelectors: SelectorCheck
    /// What of the file could not be read: what is missing may be there.
    let gaps: UnreadableLines
    let templates: TemplateCheck

    /// Longest text accepted for a regular expression: its parser recurses.
    static let longestPattern = 1000

    func string(_ node: TomlNode) -> String? {
        guard let text = node.string else { return wrongType(node, "a string in double quotes") }
        if text.isEmpty { return refuse(node, "\(named(node)) is empty; give it a value or remove the line") }
        return text
    }

    /// A string without control characters: what goes into a header or onto a terminal.
    func line(_ node: TomlNode, hidden: Bool = false) -> String? {
        guard let text = string(node) else { return nil }
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            return refuse(node, "\(named(node)) holds a control character or a line break; remove it", hidden: hidden)
        }
        return text
    }

    func boolean(_ node: TomlNode) -> Bool? {
        node.boolean ?? wrongType(node, "true or false, without quotes")
    }

    /// A whole number from 1 to a million.
    func count(_ node: TomlNode) -> Int? {
        guard let number = node.integer else { return wrongType(node, "a whole number without quotes") }
        guard number >= 1 else { return refuse(node, "\(named(node)) is \(number); it must be at least 1") }
        guard number <= 1_000_000 else {
            return refuse(node, "\(named(node)) is \(number); it must be at most 1000000")
        }
        return number
    }

    /// At least a second.
    func duration(_ node: TomlNode) -> Duration? {
        guard let text = node.string else { return wrongType(node, "a duration in quotes, such as \"30m\"") }
        guard let duration = DurationText.parse(text) else {
            if DurationText.isTooLong(text) { return refuse(node, "\(named(node)) is longer than a hundred years") }
            return refuse(
                node,
                "\(named(node)) is not a duration: \(quoted(text)); write whole numbers with a unit, "
                    + "such as \"90s\", \"30m\", \"12h\" or \"7d\"")
        }
        guard duration >= .seconds(1) else {
            return refuse(node, "\(named(node)) is \(quoted(text)); it must be at least \"1s\"")
        }
        return duration
    }

    /// In bytes, at least 1.
    func size(_ node: TomlNode) -> Int? {
        guard let size = node.string.map({ SizeText.parse($0) }) ?? node.integer else {
            guard let text = node.string else { return wrongType(node, "a size in quotes, such as \"16MiB\"") }
            return refuse(
                node,
                "\(named(node)) is not a size: \(quoted(text)); write a whole number with a unit, "
                    + "such as \"500kB\", \"16MiB\" or \"1GiB\"")
        }
        guard size >= 1 else { return refuse(node, "\(named(node)) must be at least 1 byte") }
        return size
    }

    /// One of an enum's raw values.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ node: TomlNode, of: Choice.Type) -> Choice? {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = node.string else { return wrongType(node, "one of \(Self.list(words))") }
        return Choice(rawValue: text) ?? badChoice(node, text, words)
    }

    /// The same as a list, none twice.
    func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable>(
        _ node: TomlNode, of: Choice.Type
    ) -> [Choice]? {
        list(node, of: "words in quotes") { choice($0, of: Choice.self) }
    }

    func firstFetch(_ node: TomlNode) -> Configuration.FirstFetch? {
        guard let text = node.string else { return wrongType(node, #""all", "latest:10" or "seed""#) }
        switch text {
        case "all": return .all
        case "seed": return .seed
        case _ where text.hasPrefix("latest:"):
            let number = text.dropFirst("latest:".count)
            if let count = Int(number), count >= 1, number.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) {
                return .latest(count)
            }
            return refuse(node, #"\#(named(node)) needs a whole number from 1 after "latest:", such as "latest:10""#)
        default: return badChoice(node, text, ["all", "latest:10", "seed"])
        }
    }

    /// A list of strings, none empty and none twice.
    func strings(_ node: TomlNode) -> [String]? {
        list(node, of: "strings in quotes") { line($0) }
    }

    /// A list without repetitions, each element read by `element`; nil if any is at fault.
    func list<Element: Hashable>(
        _ node: TomlNode, of what: String, _ element: (TomlNode) -> Element?
    ) -> [Element]? {
        guard node.kind == .array else { return wrongType(node, "a list of \(what), in brackets") }
        var (values, seen, sound) = ([Element](), Set<Element>(), true)
        for child in node.children {
            guard let value = element(child) else {
                sound = false
                continue
            }
            if seen.insert(value).inserted {
                values.append(value)
            } else {
                sound = false
                log.report(child.position, "this is in the list already; remove one of the two")
            }
        }
        return sound ? values : nil
    }

    /// A mustache template; what is wrong with it is told at its own line.
    func template(_ node: TomlNode) -> String? {
        guard let text = string(node) else { return nil }
        guard let problem = templates(text) else { return text }
        log.report(node.position, "\(named(node)): \(problem.reason)", lineOfText: problem.line)
        return nil
    }

    /// A CSS selector that can be read.
    func selector(_ node: TomlNode) -> String? {
        guard let text = line(node) else { return nil }
        guard let problem = selectors(text) else { return text }
        return refuse(node, "\(named(node)) is not a CSS selector: \(problem)")
    }

    /// A CSS selector; of a part of an item, with an attribute at its end or alone: `a@href`, `@id`.
    func pageSelector(_ node: TomlNode, _ key: Configuration.PageKey) -> String? {
        guard key != .items else { return selector(node) }
        guard let text = line(node) else { return nil }
        guard let problem = partSelectors(text) else { return text }
        return refuse(node, "\(named(node)) is not a CSS selector with or without an attribute: \(problem)")
    }

    /// An absolute http or https URL.
    func address(_ node: TomlNode) -> WebAddress? {
        guard let text = string(node) else { return nil }
        do throws(WebAddress.Problem) {
            let address = try WebAddress(feed: text)
            if address.url.hasCredentials { secrets.note(path) }
            return address
        } catch {
            return refuse(node, "\(named(node)) \(error.reason)")
        }
    }

    func proxy(_ node: TomlNode) -> Secret? {
        guard let text = string(node) else { return nil }
        do throws(WebAddress.Problem) {
            let address = try WebAddress(text, schemes: ["http", "https", "socks5", "socks5h"])
            if address.url.hasCredentials { secrets.note(path) }
            return Secret(text)
        } catch {
            return refuse(node, "\(named(node)) \(error.reason)", hidden: true)
        }
    }

    // MARK: Reporting

    /// Reports what is wrong with a value.
    /// - Returns: nil, as whatever the caller was to return.
    func refuse<Value>(_ node: TomlNode, _ reason: String, hidden: Bool = false) -> Value? {
        log.report(node.position, reason, hidden: hidden)
        return nil
    }

    func wrongType<Value>(_ node: TomlNode, _ wanted: String) -> Value? {
        refuse(node, "\(named(node)) must be \(wanted), not \(node.kind.words)")
    }

    /// What a message calls a value: its key, or its place in a list.
    func named(_ node: TomlNode) -> String {
        node.key.isEmpty ? "this" : "'\(node.key)'"
    }

    private func badChoice<Value>(_ node: TomlNode, _ text: String, _ words: [String]) -> Value? {
        let meant = Suggestion.nearest(to: text, among: words).map { " (did you mean \"\($0)\"?)" } ?? ""
        return refuse(node, "\(named(node)) cannot be \(quoted(text))\(meant); it is one of \(Self.list(words))")
    }

    /// A value as a message shows it: in quotes, without control characters, not too long.
    func quoted(_ text: String) -> String {
        "\"\(text.shown(atMost: 40))\""
    }

    private static func list(_ words: [String]) -> String {
        words.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension TomlNode.Kind {
    /// With its article, for messages.
    var words: String {
        switch self {
        case .table: "a table"
        case .array: "a list"
        case .string: "a string"
        case .integer: "a whole number"
        case .float: "a number with a fraction"
        case .boolean: "true or false"
        case .date: "a date"
        }
    }
}
