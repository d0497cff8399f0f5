/// Reads a whole file that the configuration names: a secret, certificates. Config itself touches no disk.
public typealias FileReader = (_ path: String) throws(FileProblem) -> [UInt8]

/// Finds the files that a pattern of `include` names, sorted by name: paths that are relative where the directory is.
/// None for a pattern that matches none; a path without wildcards is found even where it is not there.
///
/// - Parameter directory: where a relative pattern begins; taken literally. Empty: the current one.
public typealias FileFinder = (_ pattern: String, _ directory: String) throws(FileProblem) -> [String]

/// Why a file could not be read.
public struct FileProblem: Error, Equatable {
    /// In the system's words: "No such file or directory".
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }
}

/// What is wrong with a CSS selector, in one line; nil for a sound one. The language is another module's.
public typealias SelectorCheck = (_ selector: String) -> String?
