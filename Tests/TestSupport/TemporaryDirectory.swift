public import Foundation

/// A directory of its own for one test, removed with the value.
public final class TemporaryDirectory: Sendable {
    public let url: URL
    public var path: String { url.path }

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "newspool-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)  // what stays behind in /tmp harms no one
    }

    public func appending(_ path: String) -> URL { url.appending(path: path) }

    @discardableResult
    public func write(_ text: String, to path: String) throws -> URL {
        let file = appending(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file
    }
}
