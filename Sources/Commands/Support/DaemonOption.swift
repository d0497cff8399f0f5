import Control
import Foundation
import Settings

/// Finds the daemon that a command is to speak to.
extension ConfigurationOption {
    /// - Throws: `Failure` with 78 where feeds.toml cannot be read at all.
    func daemon() throws(Failure) -> (client: ControlClient, state: String, faults: [FaultReport]) {
        let source = ConfigurationSource(path: try resolved(), environment: ProcessInfo.processInfo.environment)
        do throws(UnusableConfiguration) {
            let (state, faults) = try source.stateDirectory()
            return (ControlClient(state: state), state, faults.map { FaultReport($0) })
        } catch {
            throw error.failure
        }
    }
}
