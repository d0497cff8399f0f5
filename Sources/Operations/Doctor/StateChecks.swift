import Config
import Foundation
import Glibc
import Store

/// The store, and the daemon that works on it.
struct StateChecks {
    let settings: Configuration.Daemon
    let found: FoundStore
    let ask: @Sendable (Configuration.Daemon) -> DaemonAnswer

    var all: [Checkup] { [store, daemon] }

    var store: Checkup {
        do throws(StoreError) {
            guard let store = try found.reading.get() else {
                return .ok("store", "there is none yet in \(settings.state)")
            }
            let faults = try store.faults()
            guard let first = faults.first else { return .ok("store", "\(store.location) is sound") }
            return .fail(
                "store",
                "\(store.location) is damaged: \(first)\(faults.count > 1 ? ", and \(faults.count - 1) more" : "")",
                Self.wayOut)
        } catch .corrupt(let path, let reason) {
            return .fail("store", "\(path) is damaged: \(reason)", Self.wayOut)
        } catch {
            return .fail("store", "\(error)", "run doctor as the service's user, or correct what it says")
        }
    }

    private static let wayOut =
        "stop the daemon, then put back a backup, or run newspool doctor --rebuild: it keeps the damaged file beside a new "
        + "store made from journal and spool, so that nothing is announced twice"

    var daemon: Checkup {
        switch ask(settings) {
        case .ready: .ok("control socket", "the daemon answers")
        case .notReady(let words):
            .warn("control socket", "the daemon is not ready: \(words)", "see its log: journalctl -u newspool")
        case .unreachable(let reason):
            .warn("control socket", reason, "start it: systemctl start newspool, or newspool run")
        }
    }
}
