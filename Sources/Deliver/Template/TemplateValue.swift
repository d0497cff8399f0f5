import FoundationEssentials

/// JSON as templates walk through it.
enum TemplateValue: Decodable {
    case object([String: TemplateValue]), array([TemplateValue]), text(String), boolean(Bool), null

    /// - Parameter json: one value; nil for what is none.
    init?(_ json: [UInt8]) {
        // Our own writer made it, or a journal's line may be anyone's: then there is nothing to fill in.
        guard let value = try? JSONDecoder().decode(TemplateValue.self, from: Data(json)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
            // One after the other: the decoder cannot say what is there.
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let members = try? value.decode([String: TemplateValue].self) {
            self = .object(members)
        } else if let elements = try? value.decode([TemplateValue].self) {
            self = .array(elements)
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? value.decode(Int64.self) {
            self = .text("\(number)")
        } else {
            self = .text("\(try value.decode(Double.self))")
        }
    }

    /// What mustache knows of it; nil for null. An empty text counts as none, so that sections over it stay out.
    var content: Any? {
        switch self {
        case .object(let members): members.compactMapValues(\.content)
        case .array(let elements): elements.compactMap(\.content)
        case .text(let text): text.isEmpty ? nil : TemplateText(text)
        case .boolean(let value): value
        case .null: nil
        }
    }
}
