import FoundationEssentials

/// A feed and when it is due; feeds of one date come in the order in which they were queued.
struct Due: Comparable, Sendable {
    let date: Date
    let turn: UInt64
    let ticket: Ticket

    static func < (one: Due, other: Due) -> Bool {
        one.date == other.date ? one.turn < other.turn : one.date < other.date
    }
}

/// A host where feeds wait for a place, and when one may start there. Hosts that are ready at the same time take turns.
struct Ready: Comparable, Sendable {
    let date: Date
    let turn: UInt64
    let host: Int32

    static func < (one: Ready, other: Ready) -> Bool {
        one.date == other.date ? one.turn < other.turn : one.date < other.date
    }
}
