public import FoundationEssentials

/// The outbox as `status` shows it.
public struct OutboxStatus: Sendable, Equatable {
    /// The last `seq` given out.
    public var lastSeq: Int64
    /// When; nil before the first article.
    public var lastTime: Date?
    /// Bytes that the outbox holds, delivered articles among them.
    public var bytes: Int64
    /// Articles of the present UTC day.
    public var newToday: Int
    public var updatedToday: Int

    package init(lastSeq: Int64, lastTime: Date?, bytes: Int64, newToday: Int, updatedToday: Int) {
        (self.lastSeq, self.lastTime, self.bytes) = (lastSeq, lastTime, bytes)
        (self.newToday, self.updatedToday) = (newToday, updatedToday)
    }
}
