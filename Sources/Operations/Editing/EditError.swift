public import Config
public import Settings

/// Why feeds.toml was not edited. It is then as it was.
public enum EditError: Error, Sendable {
    /// The file cannot be read, or has faults.
    case configuration(UnusableConfiguration)
    case editor(ConfigurationEditor.Problem)
    /// The edited text would have faults.
    case wouldBeFaulty([Fault])
    /// A path, and the system's words.
    case cannotWrite(path: String, reason: String)
}
