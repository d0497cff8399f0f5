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
        let text: Data
        do {
            text = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadableConfiguration(path: path, reason: Self.reason(error))
        }
        let directory = URL(filePath: path).deletingLastPathComponent().standardizedFileURL.path
        do throws(ConfigurationError) {
            return try ConfigurationFile.read(
                Array(text), path: path, directory: directory, environment: environment,
                files: { path throws(FileProblem) in
                    do {
                        return Array(try Data(contentsOf: URL(filePath: path)))
                    } catch {
                        throw FileProblem(reason: Self.reason(error))
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

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return error.localizedDescription
    }
}
