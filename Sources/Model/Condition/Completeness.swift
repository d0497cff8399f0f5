/// How much of a document could be read.
public enum Completeness: String, Codable, Sendable {
    case whole
    /// It ends before its root element or value does.
    case cutOff = "cut_off"
    /// Its tags or values do not match or are not known, and no item could be found in it.
    case damaged
}
