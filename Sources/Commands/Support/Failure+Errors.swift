import Config
import Control
package import Deliver
import Operations
package import Settings
package import Store

// What ends a command, as words and an exit code: every error of the modules below is turned into one here.

extension UnusableConfiguration {
    package var failure: Failure {
        switch self {
        case .unreadable, .missing: return Failure(exitStatus, description)
        case .faulty(let faults):
            // One line each and nothing else, so that editors can follow them; people on a terminal see the place too.
            for fault in faults {
                Output.error(fault.description)
                if Output.errorIsTerminal { Output.error(fault.excerpt) }
            }
            return Failure(exitStatus)
        }
    }

    /// A file that is there and cannot be read is not the fault of who wrote it.
    package var exitStatus: ExitStatus {
        switch self {
        case .unreadable: .inputOutput
        case .missing, .faulty: .configuration
        }
    }
}

extension ActionError {
    var failure: Failure {
        switch self {
        case .store(let error): error.failure
        case .deliver(let error): Failure(error)
        case .unreachable: Failure(.unavailable, description)
        case .refused: Failure(.inputOutput, description)
        case .unknownWebhook: Failure(.badInput, description)
        }
    }
}

extension ControlClient.Unreachable {
    var failure: Failure { Failure(.unavailable, reason) }
}

extension RebuildError {
    var failure: Failure {
        switch self {
        case .store(let error): error.failure
        case .deliver(let error): Failure(error)
        case .sound: Failure(.inputOutput, description)
        }
    }
}

extension JournalCursor.Problem {
    var failure: Failure {
        switch self {
        case .inUse: Failure(.cannotCreate, description)
        case .notANumber: Failure(.badInput, description)
        case .files(let error): Failure(error)
        }
    }
}

extension ConsumeError {
    var failure: Failure {
        switch self {
        case .cursor(let problem): problem.failure
        case .journal(let error): Failure(error)
        case .noProgram, .noInput: Failure(.inputOutput, description)
        case .rejected: Failure(.cannotCreate, description)
        }
    }
}

extension EditError {
    /// - Parameter path: of the file, as the user calls it.
    func failure(_ path: String) -> Failure {
        switch self {
        case .configuration(let error):
            let failure = error.failure
            if case .faulty = error {
                Output.error("newspool: \(path) has faults and stays as it is; correct them first")
            }
            return failure
        case .editor(let path, .notTOML(let line, let column, let reason)):
            return Failure(.configuration, "\(path):\(line):\(column): not valid TOML: \(reason)")
        case .editor(let path, .inlineFeeds(let line)):
            return Failure(
                .configuration,
                "\(path):\(line):1: feeds written as `feed = […]` are edited by hand; write each as a table [[feed]]")
        case .editor(let path, .noSuchFeed(let line)):
            return Failure(.configuration, "\(path):\(line):1: this feed has no [[feed]] of its own; edit it by hand")
        case .notIncluded(let file, let patterns):
            let known = patterns.isEmpty ? "includes no files" : "includes \(patterns.joined(separator: ", "))"
            return Failure(.badInput, "\(file) would not be read: \(path) \(known)")
        case .wouldBeFaulty(let faults):
            return Failure(.badInput, "\(path) stays as it is, for the edit would bring a fault: \(faults[0].reason)")
        case .cannotWrite(let path, let reason):
            return Failure(.cannotCreate, "cannot write \(path): \(reason)")
        }
    }
}

extension StoreError {
    package var failure: Failure { Failure(exitStatus, description) }

    package var exitStatus: ExitStatus {
        switch self {
        case .locked, .readOnly, .cannotCreate: .cannotCreate
        case .moved: .configuration
        case .newerVersion, .corrupt, .diskFull, .cannotRead, .unreachable, .lost, .noFeed, .failed: .inputOutput
        }
    }
}

extension Failure {
    package init(_ error: DeliverError) { self.init(error.exitStatus, error.description) }
}

extension DeliverError {
    /// At the start of a command: what cannot be made, opened or written and a disk that fails are
    /// different to a script.
    package var exitStatus: ExitStatus {
        switch self {
        case .store(let error): error.exitStatus
        case .unavailable where !isDiskFull: .cannotCreate
        case .unavailable, .broken, .badPath, .badArchive: .inputOutput
        case .inUse: .cannotCreate
        }
    }
}
