import Store
import Testing

@testable import Operations

/// What `doctor` makes of what a database says of itself.
@Suite struct ServerChecksTests {
    private static let sound = StoreServer(
        version: "15.2", major: 15, isWritable: true, mayMakeTables: true, ownsTables: true, clockOffset: 0.01,
        roundTrip: 0.001, size: 4096, freeConnections: 90, connections: 100, isPooled: false, poolFault: nil)

    private static func server(_ change: (inout StoreServer) -> Void) -> StoreServer {
        var server = sound
        change(&server)
        return server
    }

    private static let cases: [(StoreServer, String, Checkup.Result)] = [
        (sound, "database", .ok), (server { $0.major = 12 }, "database", .fail),
        (server { $0.isWritable = false }, "database", .fail), (server { $0.roundTrip = 0.2 }, "database", .warn),
        (server { $0.mayMakeTables = false }, "database rights", .fail),
        (server { $0.ownsTables = false }, "database rights", .fail),
        (server { $0.clockOffset = -4 }, "database clock", .ok),
        (server { $0.clockOffset = -6 }, "database clock", .warn),
        (server { $0.clockOffset = 6 }, "database clock", .warn),
        (server { $0.freeConnections = 4 }, "database room", .warn),
        (server { $0.isPooled = true }, "database pooler", .ok),
        (server { ($0.isPooled, $0.poolFault) = (true, "no transactions") }, "database pooler", .fail),
    ]

    @Test(arguments: cases)
    func eachFaultHasItsLine(server: StoreServer, name: String, result: Checkup.Result) throws {
        let checkups = ServerChecks.checkups(of: server)
        #expect(checkups.first { $0.name == name }?.result == result)
        #expect(checkups.allSatisfy { $0.name == name || $0.result == .ok })
        #expect(checkups.contains { $0.name == "database pooler" } == server.isPooled)
    }
}
