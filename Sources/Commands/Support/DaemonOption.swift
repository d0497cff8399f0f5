import Control
import Foundation
import Settings

/// Finds the daemon that a command is to speak to.
extension ConfigurationOption {
    /// - Parameter patience: seconds that the daemon may take for an answer.
    /// - Throws: `Failure` with 78 where feeds.toml cannot be read at all.
    func daemon(patience: Int = 60) throws(Failure) -> (client: ControlClient, state: String, faults: [FaultReport]) {
        let source = ConfigurationSource(path: try resolved(), environment: ProcessInfo.processInfo.environment)
        do throws(UnusableConfiguration) {
            let (state, faults) = try source.stateDirectory()
            return (ControlClient(state: state, patience: patience), state, faults.map { FaultReport($0) })
        } catch {
            throw error.failure
        }
    }
}
