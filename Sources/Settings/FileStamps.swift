import Config
import Glibc

/// When feeds.toml and what it includes was last replaced or edited. Two different values mean a change.
package struct FileStamps: Equatable, Sendable {
    /// By path; without files that are not there.
    package var files: [String: Stamp]

    package init(_ files: [String: Stamp]) { self.files = files }

    /// - Parameter patterns: of the files that feeds.toml includes.
    /// - Returns: nil where feeds.toml is not there, which is being replaced then.
    package init?(_ source: ConfigurationSource, including patterns: [String]) {
        guard let main = Stamp(source.path) else { return nil }
        files = [source.path: main]
        for pattern in patterns {
            // What cannot be looked at is as it was, for all one can tell; the next reload says what is wrong.
            for path in (try? source.find(pattern)) ?? [] { files[path] = Stamp(path) }
        }
    }

    package struct Stamp: Equatable, Sendable {
        package var inode: UInt64, size: Int64, seconds: Int, nanoseconds: Int

        package init(inode: UInt64, size: Int64, seconds: Int, nanoseconds: Int) {
            (self.inode, self.size, self.seconds, self.nanoseconds) = (inode, size, seconds, nanoseconds)
        }

        init?(_ path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            self.init(
                inode: UInt64(info.st_ino), size: Int64(info.st_size), seconds: Int(info.st_mtim.tv_sec),
                nanoseconds: Int(info.st_mtim.tv_nsec))
        }
    }
}

/// Looks at feeds.toml and at what it includes, again and again, at the price of a stat(2) for each.
package struct FileLook: Sendable {
    private let source: ConfigurationSource
    private var main: FileStamps.Stamp?
    private var patterns: [String] = []

    package init(_ source: ConfigurationSource) { self.source = source }

    /// - Returns: nil where feeds.toml is not there, which is being replaced then.
    package mutating func stamps() -> FileStamps? {
        guard let now = FileStamps.Stamp(source.path) else { return nil }
        if now != main {
            main = now
            // Where it cannot be read, the reload that follows says so.
            patterns = (try? source.text()).map { ConfigurationFile.includePatterns(in: $0) } ?? []
        }
        return FileStamps(source, including: patterns)
    }
}
