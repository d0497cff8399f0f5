/// What one look of `doctor` found.
public struct Checkup: Encodable, Sendable {
    public enum Result: String, Encodable, Sendable {
        case ok, warn, fail
    }

    public let name: String
    public let result: Result
    /// What was found, in half a sentence.
    public let finding: String
    /// What to do about it; nil where nothing is wrong.
    public let advice: String?

    static func ok(_ name: String, _ finding: String) -> Checkup {
        Checkup(name: name, result: .ok, finding: finding, advice: nil)
    }

    static func warn(_ name: String, _ finding: String, _ advice: String) -> Checkup {
        Checkup(name: name, result: .warn, finding: finding, advice: advice)
    }

    static func fail(_ name: String, _ finding: String, _ advice: String) -> Checkup {
        Checkup(name: name, result: .fail, finding: finding, advice: advice)
    }
}
