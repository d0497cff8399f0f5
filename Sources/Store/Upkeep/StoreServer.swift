/// A server that keeps a store, as `doctor` looks at it.
public struct StoreServer: Sendable, Equatable {
    /// `15.18`.
    public var version: String
    /// The first part of it, and the first that newspool works with.
    public var major: Int
    public static let leastMajor = 13

    /// It takes writes.
    public var isWritable: Bool
    /// This user may make tables, and owns those that are there.
    public var mayMakeTables, ownsTables: Bool

    /// Seconds that its clock is ahead of this machine's.
    public var clockOffset: Double
    /// Seconds of one question and its answer.
    public var roundTrip: Double

    /// Bytes of the database.
    public var size: Int64
    /// Connections that are left, and all.
    public var freeConnections, connections: Int

    /// Something is in between: sessions do not stay with one process of the server.
    public var isPooled: Bool
    /// Why it cannot be used so; nil: it can.
    public var poolFault: String?

    package init(
        version: String, major: Int, isWritable: Bool, mayMakeTables: Bool, ownsTables: Bool, clockOffset: Double,
        roundTrip: Double, size: Int64, freeConnections: Int, connections: Int, isPooled: Bool, poolFault: String?
    ) {
        (self.version, self.major, self.isWritable) = (version, major, isWritable)
        (self.mayMakeTables, self.ownsTables) = (mayMakeTables, ownsTables)
        (self.clockOffset, self.roundTrip, self.size) = (clockOffset, roundTrip, size)
        (self.freeConnections, self.connections) = (freeConnections, connections)
        (self.isPooled, self.poolFault) = (isPooled, poolFault)
    }
}
