import Model
package import Store
import Synchronization

/// How much waits for the spool, and why it waits: what stops the polling before the store has no end. And why nothing comes
/// to wait, where the store's own disk is full.
package final class OutboxGauge: Sendable {
    /// What `status` shows of the outbox.
    package struct Reading: Sendable, Equatable {
        /// Bytes of articles that are committed and not yet in the spool.
        package var waiting: Int64 = 0
        /// `max_outbox`, in bytes.
        package var limit: Int64
        /// Why the spool takes nothing at present; nil: it does.
        package var error: String?
        /// Why the store takes no polls at present; nil: it does.
        package var storeError: StoreError?
        package var journal = JournalFacts()
        /// Nothing is polled until some of it is delivered.
        package var isFull: Bool { waiting >= limit }

        /// The database does not answer.
        package var isStoreAway: Bool {
            if case .unreachable = storeError { true } else { false }
        }

        /// A sentence for people; nil where all is well.
        package var trouble: String? {
            let parts = [storeError.map { "polls cannot be saved: \($0)" }, spoolTrouble].compactMap(\.self)
            return parts.isEmpty ? nil : parts.joined(separator: "; ")
        }

        private var spoolTrouble: String? {
            guard isFull || error != nil else { return nil }
            var sentence = "\(ByteCount.text(Int(waiting))) of articles wait for the spool"
            if isFull { sentence = "polling stopped, the outbox is full (max_outbox): " + sentence }
            return error.map { sentence + ": " + $0 } ?? sentence
        }
    }

    /// What was done to the journal at the start, and what it lacks.
    package struct JournalFacts: Sendable, Equatable {
        /// Lines that were missing at its end and were written again.
        package var linesRestored = 0
        /// Articles that it had and the store did not: the store is new, or of a backup.
        package var articlesTakenIn = 0
        /// Lines that are missing within the newest day's file.
        package var holes: [JournalHole] = []
    }

    private struct State {
        var reading: Reading
        var handler: (@Sendable (Reading) -> Void)?
    }

    private let state: Mutex<State>

    package init(limit: Int) {
        state = Mutex(State(reading: Reading(limit: Int64(limit))))
    }

    package var reading: Reading { state.withLock { $0.reading } }
    package var isFull: Bool { reading.isFull }

    func note(waiting: Int64, error: String?) {
        change { ($0.waiting, $0.error) = (waiting, error) }
    }

    package func note(storeError: StoreError?) {
        change { $0.storeError = storeError }
    }

    func note(_ body: (inout JournalFacts) -> Void) {
        change { body(&$0.journal) }
    }

    func setLimit(_ limit: Int) {
        change { $0.limit = Int64(limit) }
    }

    /// Sets who is told when it fills up and when there is room again, or when delivery fails and works again.
    package func onChange(_ handler: @escaping @Sendable (Reading) -> Void) {
        state.withLock { $0.handler = handler }
    }

    private func change(_ body: (inout Reading) -> Void) {
        let (old, new, handler) = state.withLock { state in
            let old = state.reading
            body(&state.reading)
            return (old, state.reading, state.handler)
        }
        if old.isFull != new.isFull || (old.trouble == nil) != (new.trouble == nil) { handler?(new) }
    }
}
