/// Reads feeds.toml.
public enum ConfigurationFile {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Makes a configuration of a file's text. An empty file is a sound one, without feeds.
    ///
    /// - Parameters:
    ///   - text: The file's bytes, UTF-8.
    ///   - path: How messages call the file.
    ///   - directory: The file's own, absolute: relative paths start there.
    ///   - environment: `CREDENTIALS_DIRECTORY` is looked up: a `*_file` of a bare name is a credential if there is one.
    ///   - files: Reads the files that the configuration names. Each is asked for once.
    ///   - templates: Checks the templates of webhooks.
    /// - Throws: All faults at once. After a syntax error they are those of the lines before it, and the error.
    public static func read(
        _ text: some Sequence<UInt8>, path: String, directory: String, environment: [String: String] = [:],
        files: @escaping FileReader, templates: @escaping TemplateCheck = { _ in nil }
    ) throws(ConfigurationError) -> Configuration {
        var text = Array(text)
        if text.starts(with: byteOrderMark) { text.removeFirst(byteOrderMark.count) }
        let log = FaultLog()
        let paths = PathReader(
            directory: directory, credentials: environment["CREDENTIALS_DIRECTORY"], read: files)
        func configuration(_ document: TomlDocument, isWhole: Bool) -> Configuration {
            let values = ValueReader(log: log, paths: paths, isWhole: isWhole, templates: templates)
            return ConfigurationReader(values: values).read(document.root)
        }
        let readable: Configuration?
        do throws(TomlError) {
            let result = configuration(try TomlDocument(text), isWhole: true)
            if log.isEmpty { return result }
            readable = result
        } catch {
            // toml++ stops at the first error. What stands above its line is still worth checking, if it can be read:
            // it cannot where the error ends a value of several lines.
            let above = try? TomlDocument(above: error.position.line, of: text)
            readable = above.map { configuration($0, isWhole: false) }
            let fault = SyntaxFault(error, text: text, above: above)
            log.report(fault.position, fault.reason)
        }
        throw ConfigurationError(faults: log.faults(in: text, path: path), readable: readable)
    }
}
