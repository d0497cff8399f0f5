/// A transaction: reads go out at once, writes with the next read or with the end, so that most take two round trips.
final class Transaction {
    /// A node that is stopped or cut off in the middle of a transaction holds its locks no longer than this.
    private static let limits = Query(
        """
        SELECT set_config('idle_in_transaction_session_timeout', '5000', true), set_config('lock_timeout', '20000', true),
        set_config('statement_timeout', '55000', true)
        """)

    private let connection: Connection
    private let start: String
    private let isWriting: Bool
    private var hasBegun = false
    private var waiting: [Query] = []

    fileprivate init(_ connection: Connection, isWriting: Bool) {
        (self.connection, self.isWriting) = (connection, isWriting)
        start = isWriting ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    }

    /// What the statements gave, one for each; all that was to be written before is written before.
    func run(_ queries: [Query]) throws(ServerFault) -> [Rows] {
        let before = beginning + waiting
        let results = try connection.run(before + queries)
        (hasBegun, waiting) = (true, [])
        return Array(results.dropFirst(before.count))
    }

    func run(_ query: Query) throws(ServerFault) -> Rows { try run([query])[0] }

    /// Goes out later, in its turn.
    func write(_ query: Query) { waiting.append(query) }

    /// Runs a part that may fail without the rest.
    func savepoint(_ body: () throws -> Void) throws {
        _ = try run([Query("SAVEPOINT part")])
        do {
            try body()
            _ = try run([Query("RELEASE SAVEPOINT part")])
        } catch {
            waiting = []
            guard !connection.isBroken else { throw error }
            _ = try run([Query("ROLLBACK TO SAVEPOINT part")])
            throw error
        }
    }

    private var beginning: [Query] { hasBegun ? [] : isWriting ? [Query(start), Self.limits] : [Query(start)] }

    fileprivate func commit() throws(ServerFault) {
        guard hasBegun || !waiting.isEmpty else { return }
        let before = beginning + waiting
        do throws(ServerFault) {
            _ = try connection.run(before + [Query("COMMIT")])
        } catch {
            var fault = error
            fault.mayBeDone = isWriting && fault.isConnection
            throw fault
        }
    }

    fileprivate func rollBack() {
        guard !connection.isBroken else { return }
        _ = try? connection.run([Query("ROLLBACK")])  // a connection that fails here is not used again
    }
}

extension Connection {
    func transaction<T>(isWriting: Bool, _ body: (Transaction) throws -> T) throws -> T {
        let transaction = Transaction(self, isWriting: isWriting)
        do {
            let value = try body(transaction)
            try transaction.commit()
            return value
        } catch {
            transaction.rollBack()
            throw error
        }
    }
}
