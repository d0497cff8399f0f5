import Daemon
import Deliver
import Store

/// What ends a command for a reason of the daemon's, as words and an exit code.
extension DaemonError {
    var failure: Failure {
        switch self {
        case .unreadableConfiguration(let path, let reason):
            return Failure(.configuration, "cannot read \(path): \(reason)")
        case .faultyConfiguration(let faults):
            // One line each and nothing else, so that editors can follow them; people on a terminal see the place too.
            for fault in faults {
                Output.error(fault.description)
                if Output.errorIsTerminal { Output.error(fault.excerpt) }
            }
            return Failure(.configuration)
        case .store(let error):
            return Failure(error.exitStatus, error.description)
        case .deliver(let error):
            return Failure(error.exitStatus, error.description)
        case .unreachable:
            return Failure(.unavailable, description)
        case .refused:
            return Failure(.inputOutput, description)
        case .unknownWebhook:
            return Failure(.badInput, description)
        case .cannotListen, .noControlSocket:
            return Failure(.cannotCreate, description)
        }
    }
}

extension StoreError {
    var exitStatus: ExitStatus {
        switch self {
        case .locked, .readOnly, .cannotCreate: .cannotCreate
        case .newerVersion, .corrupt, .diskFull, .io: .inputOutput
        }
    }
}

extension DeliverError {
    /// At the start of a command: what cannot be made, opened or written is one matter for whoever scripts it, a disk
    /// that fails another.
    var exitStatus: ExitStatus {
        switch self {
        case .store(let error): error.exitStatus
        case .unavailable where !isDiskFull: .cannotCreate
        case .unavailable, .broken, .badPath, .badArchive: .inputOutput
        }
    }
}
