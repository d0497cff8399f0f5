import Config
import Daemon

/// What keeps feeds.toml from being edited, as words and an exit code.
extension EditError {
    /// - Parameter path: of the file, as the user calls it.
    func failure(_ path: String) -> Failure {
        switch self {
        case .source(let error):
            let failure = error.failure
            if case .faultyConfiguration = error {
                Output.error("newspool: \(path) has faults and stays as it is; mend them first")
            }
            return failure
        case .editor(.notTOML(let line, let column, let reason)):
            return Failure(.configuration, "\(path):\(line):\(column): not valid TOML: \(reason)")
        case .editor(.inlineFeeds(let line)):
            return Failure(
                .configuration,
                "\(path):\(line):1: feeds written as `feed = […]` are edited by hand; write each as a table [[feed]]")
        case .editor(.noSuchFeed(let line)):
            return Failure(.configuration, "\(path):\(line):1: this feed has no [[feed]] of its own; edit it by hand")
        case .wouldBeFaulty(let faults):
            return Failure(.badInput, "\(path) stays as it is, for the edit would bring a fault: \(faults[0].reason)")
        case .cannotWrite(let path, let reason):
            return Failure(.cannotCreate, "cannot write \(path): \(reason)")
        }
    }
}
