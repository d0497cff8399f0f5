import Bytes

/// A JSON document as a tree (RFC 8259).
enum JSONValue: Equatable {
    case null, bool(Bool), number(Double), string(String)
    case array([JSONValue])
    /// In document order; of repeated names the first counts.
    case object([Member])

    struct Member: Equatable {
        var name: String, value: JSONValue
    }

    /// The member with this name; nil for other values, and for `null`.
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self, let member = members.first(where: { $0.name == name }),
            member.value != .null
        else { return nil }
        return member.value
    }

    /// Text that is not blank, trimmed; numbers as JSON writes whole ones.
    var text: String? {
        switch self {
        case .string(let string): Optional(string).nonEmpty
        case .number(let number): Int64(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }

    var elements: [JSONValue] {
        switch self {
        case .array(let elements): elements
        case .null: []
        default: [self]
        }
    }

    /// A number, also where it is written as a string.
    var number: Double? {
        let value: Double? =
            switch self {
            case .number(let number): number
            case .string(let string): Double(string.trimmed)
            default: nil
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    var integer: Int? { number.flatMap { Int(exactly: $0.rounded(.towardZero)) } }

    var bool: Bool? {
        switch self {
        case .bool(let bool): bool
        case .string("true"): true
        case .string("false"): false
        default: nil
        }
    }
}
