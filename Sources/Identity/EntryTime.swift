package import FoundationEssentials

/// Dates that entries claim, as seconds since 1970.
package enum EntryTime {
    /// Rounds down. Dates out of reason (a feed may claim any year) stay within a range that no arithmetic can overflow.
    package static func seconds(_ date: Date) -> Int64 {
        let value = date.timeIntervalSince1970.rounded(.down)
        return value.isNaN ? 0 : Int64(min(max(value, -1e12), 1e12))
    }

    /// Whether it is a day without a time: all that a publisher writes on that day has it.
    static func isDay(_ seconds: Int64) -> Bool { seconds % 86_400 == 0 }
}
