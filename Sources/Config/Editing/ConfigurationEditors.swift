/// Adds and removes feeds in the texts of feeds.toml and of the files that it includes.
public struct ConfigurationEditors {
    /// What is wrong with the text of one of them.
    public struct Failure: Error, Equatable {
        /// Nil: feeds.toml itself.
        public let file: String?
        public let problem: ConfigurationEditor.Problem
    }

    private var main: ConfigurationEditor
    private var included: [String: ConfigurationEditor]
    private let target: String?

    /// - Parameters:
    ///   - included: the texts of `Configuration.included`.
    ///   - target: which of them new feeds go to; nil: feeds.toml itself.
    public init(_ text: [UInt8], included: [String: [UInt8]] = [:], target: String? = nil) {
        main = ConfigurationEditor(text)
        self.included = included.mapValues { ConfigurationEditor($0) }
        self.target = target
    }

    /// feeds.toml's bytes as they are now.
    public var text: [UInt8] { main.text }

    /// The same of an included file.
    public func text(of file: String) -> [UInt8]? { included[file]?.text }

    /// Appends a `[[feed]]` for each, in the target. Whether names and URLs are new is the caller's to know.
    public mutating func append(_ feeds: [NewFeed]) throws(Failure) {
        try edit(target) { editor throws(ConfigurationEditor.Problem) in try editor.append(feeds) }
    }

    /// Removes feeds from the files that hold them. They must come from reading these very texts.
    public mutating func remove(_ feeds: [Configuration.Feed]) throws(Failure) {
        for (file, feeds) in Dictionary(grouping: feeds, by: \.file) {
            try edit(file) { editor throws(ConfigurationEditor.Problem) in try editor.remove(feeds) }
        }
    }

    private mutating func edit(
        _ file: String?, _ change: (inout ConfigurationEditor) throws(ConfigurationEditor.Problem) -> Void
    ) throws(Failure) {
        var editor = file.flatMap { included[$0] } ?? main
        do throws(ConfigurationEditor.Problem) {
            try change(&editor)
        } catch {
            throw Failure(file: file, problem: error)
        }
        if let file { included[file] = editor } else { main = editor }
    }
}
