public import Config
import Foundation

/// feeds.toml on disk: reads it, and the files it names, into a `Configuration`.
public struct ConfigurationSource: Sendable {
    public let path: String
    private let environment: [String: String]

    public init(path: String, environment: [String: String]) {
        (self.path, self.environment) = (path, environment)
    }

    /// - Throws: `.unreadable` where the file cannot be read, `.faulty` with every fault in it.
    public func read() throws(DaemonError) -> Configuration {
        let text: [UInt8]
        do throws(WholeFile.Unreadable) {
            text = try WholeFile.read(path)
        } catch {
            throw .unreadableConfiguration(path: path, reason: error.reason)
        }
        let directory = URL(filePath: path).deletingLastPathComponent().standardizedFileURL.path
        do throws(ConfigurationError) {
            return try ConfigurationFile.read(
                text, path: path, directory: directory, environment: environment,
                files: { path throws(FileProblem) in
                    do throws(WholeFile.Unreadable) {
                        return try WholeFile.read(path)
                    } catch {
                        throw FileProblem(reason: error.reason)
                    }
                })
        } catch {
            throw .faultyConfiguration(error.faults)
        }
    }

    /// When the file was last replaced or edited; nil where it is not there. Two different values mean a change.
    func stamp() -> Stamp? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Stamp(
            inode: UInt64(info.st_ino), size: Int64(info.st_size), seconds: Int(info.st_mtim.tv_sec),
            nanoseconds: Int(info.st_mtim.tv_nsec))
    }

    struct Stamp: Equatable {
        var inode: UInt64, size: Int64, seconds: Int, nanoseconds: Int
    }
}
