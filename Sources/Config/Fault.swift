/// Something wrong with feeds.toml, and where.
public struct Fault: Sendable, Equatable {
    /// The path as it was given to `read`.
    public let file: String
    /// From 1; the column counts Unicode scalars.
    public let line: Int
    public let column: Int
    /// What is wrong and what to do about it, in one line without a full stop.
    public let reason: String
    /// The line itself, shortened around the column where it is long; without its line break.
    public let source: String
    /// Where in `source` the column is, in Unicode scalars from 0.
    let caret: Int
}

extension Fault: CustomStringConvertible {
    /// `feeds.toml:12:1: unknown key 'intervall' (did you mean 'interval'?)`
    public var description: String { "\(file):\(line):\(column): \(reason)" }

    /// Two lines for people, the source and a caret under the column. No line break at the end.
    public var excerpt: String {
        let indent = String(
            String.UnicodeScalarView(source.unicodeScalars.prefix(caret).map { $0 == "\t" ? "\t" : " " }))
        return "    \(source)\n    \(indent)^"
    }
}

/// Why a configuration could not be read.
public struct ConfigurationError: Error, Equatable {
    /// All faults of the file, at least one, in the order of the file.
    public let faults: [Fault]
    /// What could be read in spite of them, to find the daemon that runs on an older text; nothing to run on.
    public let readable: Configuration?
}
