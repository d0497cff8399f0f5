public import Config
public import Settings

/// Why feeds.toml was not edited. It is then as it was.
public enum EditError: Error, Sendable {
    /// The file cannot be read, or has faults.
    case configuration(UnusableConfiguration)
    case editor(file: String, ConfigurationEditor.Problem)
    /// The file that new feeds were to go to is none that feeds.toml includes; by which patterns it does.
    case notIncluded(path: String, patterns: [String])
    /// The edited text would have faults.
    case wouldBeFaulty([Fault])
    /// A path, and the system's words.
    case cannotWrite(path: String, reason: String)
}
