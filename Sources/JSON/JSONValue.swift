import Bytes

/// A JSON document as a tree (RFC 8259).
package enum JSONValue: Equatable {
    case null, bool(Bool), number(Double), string(String)
    /// A whole number with more digits than a Double holds.
    case digits(String)
    case array([JSONValue])
    /// In document order; of repeated names the first counts.
    case object([Member])

    package struct Member: Equatable {
        package var name: String, value: JSONValue

        package init(name: String, value: JSONValue) { (self.name, self.value) = (name, value) }
    }

    /// The member with this name; nil for other values, and for `null`.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self, let member = members.first(where: { $0.name == name }),
            member.value != .null
        else { return nil }
        return member.value
    }

    /// Text that is not blank, trimmed; numbers as JSON writes whole ones.
    package var text: String? {
        switch self {
        case .string(let string): Optional(string).nonEmpty
        case .number(let number): Int64(exactly: number).map(String.init) ?? String(number)
        case .digits(let digits): digits
        default: nil
        }
    }

    /// The elements of an array; a value that is alone is one. PHP writes a list that was filtered as an object
    /// (`{"0":…,"2":…}`).
    package var elements: [JSONValue] {
        switch self {
        case .array(let elements): elements
        case .null: []
        case .object(let members) where isList(members): members.map(\.value)
        default: [self]
        }
    }

    /// The same where each element is an object, whatever an object around them calls them; one that has a member with
    /// one of `names` is an element itself.
    package func elements(unlessNamed names: Set<String>) -> [JSONValue] {
        guard case .object(let members) = self, !members.isEmpty,
            members.allSatisfy({ !names.contains($0.name) && $0.value.isObject })
        else { return elements }
        return members.map(\.value)
    }

    package var isObject: Bool { if case .object = self { true } else { false } }

    private func isList(_ members: [Member]) -> Bool {
        !members.isEmpty && members.allSatisfy { !$0.name.isEmpty && $0.name.utf8.allSatisfy(\.isASCIIDigit) }
    }

    /// The text, or the first that a list has.
    package var firstText: String? {
        if let text { return text }
        guard case .array(let elements) = self else { return nil }
        return elements.lazy.compactMap(\.text).first
    }

    /// A number, also where it is written as a string.
    package var number: Double? {
        let value: Double? =
            switch self {
            case .number(let number): number
            case .digits(let digits): Double(digits)
            case .string(let string): Double(string.trimmed)
            default: nil
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    package var integer: Int? { number.flatMap { Int(exactly: $0.rounded(.towardZero)) } }

    package var bool: Bool? {
        switch self {
        case .bool(let bool): bool
        case .string("true"), .number(1): true
        case .string("false"), .number(0): false
        default: nil
        }
    }
}
