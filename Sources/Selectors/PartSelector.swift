import HTML

/// A part of an element, as people write it: `h2`, `a@href`, `@data-url` for an attribute of the element itself.
public struct PartSelector: Sendable, Equatable {
    /// Which element within; nil: the element itself.
    let selector: CSSSelector?
    /// Lower case; nil: its text, or what the part is by nature.
    let attribute: String?
    /// As written.
    public let text: String

    /// - Throws: the first fault of the selector.
    public init(_ text: String) throws(CSSSelectorError) {
        self.text = text
        var rest = Substring(text)
        if let mark = text.lastIndex(of: "@") {
            let name = text[text.index(after: mark)...]
            if !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isNameScalar) {
                attribute = name.lowercased()
                rest = text[..<mark]
            } else {
                attribute = nil
            }
        } else {
            attribute = nil
        }
        let isOwn = attribute != nil && rest.allSatisfy(\.isWhitespace)
        selector = isOwn ? nil : try CSSSelector(String(rest))
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ":", ".": true
        default: false
        }
    }

    var attributeNames: [String] { (selector?.attributeNames ?? []) + [attribute].compactMap { $0 } }
}
