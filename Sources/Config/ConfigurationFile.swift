import Bytes

/// Reads feeds.toml.
public enum ConfigurationFile {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Makes a configuration of a file's text. An empty file is a sound one, without feeds.
    ///
    /// - Parameters:
    ///   - text: The file's bytes, UTF-8.
    ///   - path: How messages call the file. Those that it includes are looked for beside it.
    ///   - directory: The file's own, absolute: relative paths start there.
    ///   - environment: `CREDENTIALS_DIRECTORY` is looked up: a `*_file` of a bare name is a credential if there is
    ///     one.
    ///   - selectors: Says what is wrong with a CSS selector; nil for a sound one.
    ///   - partSelectors: The same for one that may end in an attribute.
    ///   - files: Reads the files that the configuration names. Each is asked for once.
    ///   - finder: Finds the files that the configuration includes.
    ///   - templates: Checks the templates of webhooks.
    /// - Throws: All faults at once. A line that is not TOML is a fault and the reading goes on below it, unless no one
    ///   can tell what the lines below belong to.
    public static func read(
        _ text: some Sequence<UInt8>, path: String, directory: String, environment: [String: String] = [:],
        selectors: @escaping SelectorCheck = { _ in nil }, partSelectors: @escaping SelectorCheck = { _ in nil },
        files: @escaping FileReader, finder: FileFinder = { _, _ in [] },
        templates: @escaping TemplateCheck = { _ in nil }
    ) throws(ConfigurationError) -> Configuration {
        let (log, secrets) = (FaultLog(), SecretPlaces())
        let paths = PathReader(
            directory: directory, credentials: environment["CREDENTIALS_DIRECTORY"], read: files)
        func document(_ text: some Sequence<UInt8>, _ path: String, _ paths: PathReader) -> (TomlNode, ValueReader)? {
            var text = Array(text)
            if text.starts(with: byteOrderMark) { text.removeFirst(byteOrderMark.count) }
            let file = log.addFile(path, text)
            let document = TolerantDocument(text, file: file)
            for fault in document.faults {
                var position = fault.position
                position.file = file
                log.report(position, fault.reason)
            }
            return document.readable.map { readable in
                let values = ValueReader(
                    log: log, paths: paths, path: path, secrets: secrets, selectors: selectors,
                    partSelectors: partSelectors,
                    gaps: UnreadableLines(document.gaps, in: readable.root), templates: templates)
                return (readable.root, values)
            }
        }
        guard let (root, values) = document(text, path, paths) else {
            throw ConfigurationError(faults: log.faults(), readable: nil)
        }
        var reader = ConfigurationReader(values: values)
        reader.read(root)
        for included in included(by: root, of: path, paths, finder, &reader) {
            if let (root, values) = document(included.text, included.path, included.paths) {
                reader.read(root, of: included.path, with: values)
            } else {
                reader.missFeeds()
            }
        }
        var configuration = reader.settled()
        (configuration.files, configuration.secretFiles) = (paths.asked, secrets.counts)
        if log.isEmpty { return configuration }
        throw ConfigurationError(faults: log.faults(), readable: configuration)
    }

    /// The patterns of a file's `include`; none where it cannot be read.
    public static func includePatterns(in text: [UInt8]) -> [String] {
        let start = text.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        // It comes before all tables: ten thousand feeds need not be read for it.
        let tables = unsafe text.withUnsafeBufferPointer { unsafe $0.range(of: "\n[")?.lowerBound }
        guard let root = TolerantDocument(Array(text[start..<max(start, tables ?? text.count)])).readable?.root else {
            return []
        }
        return root.child(RootKey.include)?.children.compactMap(\.string) ?? []
    }

    private struct Included {
        var path: String
        var text: [UInt8]
        var paths: PathReader
    }

    /// The files that feeds.toml includes, each once, in the order of the patterns. What cannot be read is reported.
    private static func included(
        by root: TomlNode, of path: String, _ paths: PathReader, _ finder: FileFinder,
        _ reader: inout ConfigurationReader
    ) -> [Included] {
        guard !reader.includePatterns.isEmpty, let list = root.child(RootKey.include) else { return [] }
        let directory = directory(of: path)
        var (all, seen) = ([Included](), Set<String>())
        for node in list.children {
            do throws(FileProblem) {
                guard let pattern = node.string else { continue }
                for found in try finder(pattern, directory) where seen.insert(found).inserted {
                    let isBeside = !directory.isEmpty && found.hasPrefix(directory + "/")
                    let relative = isBeside ? String(found.dropFirst(directory.utf8.count + 1)) : found
                    let own = paths.inDirectory(Self.directory(of: relative))
                    switch paths.content(of: paths.resolve(relative)) {
                    case .success(let text): all.append(Included(path: found, text: text, paths: own))
                    case .failure(let problem): throw FileProblem(reason: "\(found): \(problem.reason)")
                    }
                }
            } catch {
                reader.missFeeds()
                reader.log.report(node.position, "cannot include \(error.reason)")
            }
        }
        return all
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
