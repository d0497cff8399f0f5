public import Config
import Synchronization

/// A configuration that is read before all that uses it, and handed on once: reading ten thousand feeds twice takes time,
/// and keeping them twice takes memory.
public final class EarlyConfiguration: Sendable {
    private let reading: Mutex<Configuration?>
    private let stamp: ConfigurationSource.Stamp?

    /// - Throws: as `ConfigurationSource.read`.
    public init(_ source: ConfigurationSource) throws(UnusableConfiguration) {
        stamp = source.stamp()
        reading = Mutex(try source.read())
    }

    /// Nil after `take`.
    public var configuration: Configuration? { reading.withLock { $0 } }

    /// - Returns: nil where the file was edited since, and after the first call.
    package func take(from source: ConfigurationSource) -> Configuration? {
        let isSame = source.stamp() == stamp
        return reading.withLock { reading in
            defer { reading = nil }
            return isSame ? reading : nil
        }
    }
}
