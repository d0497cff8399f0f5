import Config
package import Files

/// When feeds.toml and what it includes was last replaced or edited. Two different values mean a change.
package struct FileStamps: Equatable, Sendable {
    /// By path; without files that are not there.
    package var files: [String: FileStamp]

    package init(_ files: [String: FileStamp]) { self.files = files }

    /// - Parameter patterns: of the files that feeds.toml includes.
    /// - Returns: nil where feeds.toml is not there, which is being replaced then.
    package init?(_ source: ConfigurationSource, including patterns: [String]) {
        guard let main = FileStamp(of: source.path) else { return nil }
        files = [source.path: main]
        for pattern in patterns {
            // What cannot be looked at is as it was, for all one can tell; the next reload says what is wrong.
            for path in (try? source.find(pattern)) ?? [] { files[path] = FileStamp(of: path) }
        }
    }
}

/// Looks at feeds.toml and at what it includes, again and again, at the price of a stat(2) for each.
package struct FileLook: Sendable {
    private let source: ConfigurationSource
    private var main: FileStamp?
    private var patterns: [String] = []

    package init(_ source: ConfigurationSource) { self.source = source }

    /// - Returns: nil where feeds.toml is not there, which is being replaced then.
    package mutating func stamps() -> FileStamps? {
        guard let now = FileStamp(of: source.path) else { return nil }
        if now != main {
            main = now
            // Where it cannot be read, the reload that follows says so.
            patterns = (try? source.text()).map { ConfigurationFile.includePatterns(in: $0) } ?? []
        }
        return FileStamps(source, including: patterns)
    }
}
