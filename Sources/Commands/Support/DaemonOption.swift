import Control
import Foundation
import Settings

/// Finds the daemon that a command is to speak to.
extension ConfigurationOption {
    /// - Parameter patience: seconds that the daemon may take for an answer.
    /// - Throws: `Failure` with 78 where feeds.toml cannot be read at all.
    func daemon(patience: Int = 60) throws(Failure) -> (client: ControlClient, faults: [FaultReport]) {
        let source = ConfigurationSource(path: try resolved(), environment: ProcessInfo.processInfo.environment)
        do throws(UnusableConfiguration) {
            let (daemon, faults) = try source.daemon()
            return (ControlClient(daemon, patience: patience), faults.map { FaultReport($0) })
        } catch {
            throw error.failure
        }
    }
}
