public import Config
import Synchronization

/// A configuration that is read before all that uses it, and handed on once: reading ten thousand feeds twice takes time,
/// and keeping them twice takes memory.
public final class EarlyConfiguration: Sendable {
    private let reading: Mutex<Configuration?>
    /// Of feeds.toml before it was read, and of what it includes.
    private let stamps: FileStamps?

    /// - Throws: as `ConfigurationSource.read`.
    public init(_ source: ConfigurationSource) throws(UnusableConfiguration) {
        let main = FileStamps(source, including: [])
        let configuration = try source.read()
        let stamps = FileStamps(source, including: configuration.include)
        self.stamps = stamps?.files[source.path] == main?.files[source.path] ? stamps : nil
        reading = Mutex(configuration)
    }

    /// Nil after `take`.
    public var configuration: Configuration? { reading.withLock { $0 } }

    /// - Returns: nil where the file was edited since, and after the first call.
    package func take(from source: ConfigurationSource) -> Configuration? {
        reading.withLock { reading in
            defer { reading = nil }
            guard let configuration = reading, let stamps,
                stamps == FileStamps(source, including: configuration.include)
            else { return nil }
            return configuration
        }
    }
}
