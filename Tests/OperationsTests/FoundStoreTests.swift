import Foundation
import Store
import Synchronization
import Testing

@testable import Operations

/// A database that does not answer is waited for once.
@Suite struct FoundStoreTests {
    private final class Opener: StoreOpener {
        let location = "postgresql://db.example/newspool"
        let asked = Mutex(0)
        let fault: StoreError

        init(_ fault: StoreError) { self.fault = fault }

        private func ask() throws(StoreError) -> Never {
            asked.withLock { $0 += 1 }
            throw fault
        }

        func open(for use: StoreUse) throws(StoreError) -> any Store { try ask() }
        func openForReading() throws(StoreError) -> (any StoreReading)? { try ask() }
        func server() throws(StoreError) -> StoreServer? { try ask() }
        func replace() throws(StoreError) -> any StoreReplacement { try ask() }
    }

    @Test(arguments: [
        (StoreError.unreachable(location: "db", reason: "no answer"), 1), (.newerVersion(location: "db"), 2),
    ])
    func itIsAskedNoMoreThanItHelps(fault: StoreError, count: Int) {
        let opener = Opener(fault)
        let found = FoundStore(opener)
        #expect(found.store == nil && found.lastArticle(now: Date()) == nil)
        #expect(ServerChecks.all(found.server).map(\.result) == [.fail])
        #expect(opener.asked.withLock { $0 } == count)
    }
}
