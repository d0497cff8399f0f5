/// Whether a document was read to its end.
public enum Completeness: String, Codable, Sendable {
    case whole
    /// It ends before its root element or value does.
    case cutOff = "cut_off"
}
