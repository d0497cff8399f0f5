/// `--config` ahead of the command's name: `newspool --config feeds.toml status`. Behind the name it belongs to the command,
/// and wins.
struct LeadingConfiguration {
    private(set) var path: String?
    /// The command and what follows it.
    private(set) var rest: [String]

    /// - Parameter arguments: without the program's name.
    init(_ arguments: [String]) throws(Failure) {
        let name = "--config"
        rest = arguments
        while let first = rest.first {
            if first.hasPrefix(name + "=") {
                path = String(first.dropFirst(name.count + 1))
                rest.removeFirst()
            } else if first == name {
                guard rest.count > 1 else { break }
                path = rest[1]
                rest.removeFirst(2)
            } else {
                break
            }
        }
        if path?.isEmpty ?? (rest.first == name) { throw Failure(.usage, "--config needs the path of a file") }
    }
}
