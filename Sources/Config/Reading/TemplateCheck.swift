/// Looks for what is wrong with a mustache template; nil: nothing. Config itself knows no mustache.
public typealias TemplateCheck = (_ template: String) -> TemplateProblem?

public struct TemplateProblem: Equatable {
    /// From 1, of the template's own text.
    public let line: Int
    /// In one line without a full stop.
    public let reason: String

    public init(line: Int, reason: String) {
        (self.line, self.reason) = (line, reason)
    }
}
