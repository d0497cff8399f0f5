import Foundation
import Store

/// The store as doctor found it. It is opened once: where a database does not answer, each try would wait for it anew.
struct FoundStore {
    /// Nil: no server keeps it.
    let server: Result<StoreServer?, StoreError>
    /// Nil: there is none yet.
    let reading: Result<(any StoreReading)?, StoreError>

    init(_ opener: any StoreOpener) {
        server = Result { () throws(StoreError) in try opener.server() }
        if case .failure(let error) = server, case .unreachable = error {
            reading = .failure(error)
        } else {
            reading = Result { () throws(StoreError) in try opener.openForReading() }
        }
    }

    /// Nil also where it cannot be read, which its own check tells.
    var store: (any StoreReading)? { try? reading.get() }

    func lastArticle(now: Date) -> Date? { try? store?.outboxStatus(now: now).lastTime }
}
