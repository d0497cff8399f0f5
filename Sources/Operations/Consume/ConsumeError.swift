package import Deliver
package import Files

/// What ends `consume`. The cursor is where the last command that succeeded left it.
package enum ConsumeError: Error {
    case cursor(JournalCursor.Problem)
    case journal(DeliverError)
    case noProgram(String, SystemError)
    case noInput(SystemError)
    case rejected(path: String, SystemError)
}

extension ConsumeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cursor(let problem): "\(problem)"
        case .journal(let error): "\(error)"
        case .noProgram(let name, let error): "cannot run \(name): \(error)"
        case .noInput(let error): "cannot make a command's input: \(error)"
        case .rejected(let path, let error): "cannot write \(path): \(error)"
        }
    }
}
