import Config

/// Reads a text as `feeds.toml` in `/etc/newspool`, with files that exist only here.
func read(
    _ text: String, files: [String: String] = [:], environment: [String: String] = [:]
) throws(ConfigurationError) -> Configuration {
    try ConfigurationFile.read(
        text.utf8, path: "feeds.toml", directory: "/etc/newspool", environment: environment
    ) { path throws(FileProblem) in
        guard let content = files[path] else { throw FileProblem(reason: "No such file or directory") }
        return Array(content.utf8)
    }
}

/// The faults of a text as messages without the file's name; none if it can be read.
func faults(of text: String, files: [String: String] = [:]) -> [String] {
    do throws(ConfigurationError) {
        _ = try read(text, files: files)
        return []
    } catch {
        return error.faults.map { String($0.description.dropFirst("feeds.toml:".count)) }
    }
}
