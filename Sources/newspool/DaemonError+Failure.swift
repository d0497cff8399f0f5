import Commands
import Control
import Daemon
import Deliver
import Settings
import Store

extension DaemonError {
    var failure: Failure {
        switch self {
        case .configuration(let error): error.failure
        case .store(let error): error.failure
        case .deliver(let error): Failure(error)
        case .listener(let error): Failure(.cannotCreate, error.description)
        }
    }

    /// That of `failure`, which says nothing.
    var exitStatus: ExitStatus {
        switch self {
        case .configuration(let error): error.exitStatus
        case .store(let error): error.exitStatus
        case .deliver(let error): error.exitStatus
        case .listener: .cannotCreate
        }
    }
}
