import Bytes

/// The links of HTTP's `Link` fields (RFC 8288 section 3), as far as they say where a hub is.
enum LinkHeader {
    struct Link: Equatable {
        /// As written: relative to what was asked for.
        var target: String
        /// In lower case.
        var relations: [String]
    }

    /// - Parameter fields: the values of all fields of one answer, in order.
    static func links(_ fields: [String]) -> [Link] {
        fields.flatMap { field in
            var (links, reader) = ([Link](), Reader(field))
            while let link = reader.next() { links.append(link) }
            return links
        }
    }

    /// Tolerant: what is no link is passed over, to the next comma.
    private struct Reader {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        mutating func next() -> Link? {
            while true {
                rest = rest.drop { $0 == "," || $0.isWhitespace }
                guard let first = rest.first else { return nil }
                guard first == "<", let end = rest.firstIndex(of: ">") else {
                    skipParameters()
                    continue
                }
                var link = Link(target: String(rest[rest.index(after: rest.startIndex)..<end]), relations: [])
                rest = rest[rest.index(after: end)...]
                while let (name, value) = parameter() {
                    // The first counts (section 3.3).
                    guard name == "rel", link.relations.isEmpty else { continue }
                    link.relations = value.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
                }
                return link
            }
        }

        private mutating func skipParameters() {
            while let character = rest.popFirst(), character != "," {
                if character == "\"" { _ = quoted() }
            }
        }

        /// Nil at the end of the link.
        private mutating func parameter() -> (name: String, value: String)? {
            rest = rest.drop { $0 == ";" || $0.isWhitespace }
            guard let first = rest.first, first != "," else { return nil }
            let name = rest.prefix { !"=;,".contains($0) && !$0.isWhitespace }
            rest = rest[name.endIndex...].drop(while: \.isWhitespace)
            guard rest.first == "=" else {
                if name.isEmpty { rest = rest.dropFirst() }
                return (name.lowercased(), "")
            }
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            if rest.first == "\"" {
                rest = rest.dropFirst()
                return (name.lowercased(), quoted())
            }
            let value = rest.prefix { !";,".contains($0) && !$0.isWhitespace }
            rest = rest[value.endIndex...]
            return (name.lowercased(), String(value))
        }

        /// Behind the opening quote; to the end of the field where none closes it.
        private mutating func quoted() -> String {
            var text = ""
            while let character = rest.popFirst(), character != "\"" {
                text.append(character == "\\" ? rest.popFirst() ?? character : character)
            }
            return text
        }
    }
}
