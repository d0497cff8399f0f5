/// Reads feeds.toml.
public enum ConfigurationFile {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Makes a configuration of a file's text. An empty file is a sound one, without feeds.
    ///
    /// - Parameters:
    ///   - text: The file's bytes, UTF-8.
    ///   - path: How messages call the file.
    ///   - directory: The file's own, absolute: relative paths start there.
    ///   - environment: `CREDENTIALS_DIRECTORY` is looked up: a `*_file` of a bare name is a credential if there is
    /// one.   - files: Reads the files that the configuration names. Each is asked for once.
    ///   - selectors: Says what is wrong with a CSS selector; nil for a sound one.
    ///   - partSelectors: The same for one that may end in an attribute.
    ///   - templates: Checks the templates of webhooks.
    /// - Throws: All faults at once. A line that is not TOML is a fault and the reading goes on below it, unless no one
    /// can   tell what the lines below belong to.
    public static func read(
        _ text: some Sequence<UInt8>, path: String, directory: String, environment: [String: String] = [:],
        selectors: @escaping SelectorCheck = { _ in nil }, partSelectors: @escaping SelectorCheck = { _ in nil },
        files: @escaping FileReader,
        templates: @escaping TemplateCheck = { _ in nil }
    ) throws(ConfigurationError) -> Configuration {
        var text = Array(text)
        if text.starts(with: byteOrderMark) { text.removeFirst(byteOrderMark.count) }
        let log = FaultLog()
        let paths = PathReader(
            directory: directory, credentials: environment["CREDENTIALS_DIRECTORY"], read: files)
        let document = TolerantDocument(text)
        let readable = document.readable.map { readable in
            let values = ValueReader(
                log: log, paths: paths, selectors: selectors, partSelectors: partSelectors,
                gaps: Gaps(document.gaps, in: readable.root),
                templates: templates)
            return ConfigurationReader(values: values).read(readable.root)
        }
        if let readable, document.faults.isEmpty, log.isEmpty { return readable }
        for fault in document.faults { log.report(fault.position, fault.reason) }
        throw ConfigurationError(faults: log.faults(in: text, path: path), readable: readable)
    }
}
