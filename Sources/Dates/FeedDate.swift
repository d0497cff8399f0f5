package import FoundationEssentials

/// Dates as feeds write them: RFC 822 and 2822, RFC 3339, W3CDTF, ISO 8601 with weeks and ordinal days, asctime, and
/// what people and broken generators make of them, in many languages. Works on bytes; no formatter, no locale.
package enum FeedDate {
    package enum Outcome: Equatable {
        case date(Date)
        /// Nothing but white space.
        case empty
        case unreadable
        /// A date that no one means: before 1970 (Hugo writes year 1 for “no date”) or far in the future.
        case absurd
        /// Day and month are numbers, and nothing tells which is which.
        case ambiguous
    }

    /// How far ahead of `now` a date may lie: events are announced for months to come.
    static let longestAhead: TimeInterval = 366 * 86_400

    /// - Parameters:
    ///   - now: to tell a date in the far future; without it the year 2100 is.
    ///   - order: how the publisher writes day and month as numbers, where that is known.
    package static func parse(_ text: UnsafeBufferPointer<UInt8>, now: Date?, order: NumericOrder? = nil) -> Outcome {
        var reader = DateReader(now: now, order: order)
        return reader.read(text)
    }

    package static func parse(_ text: String, now: Date?) -> Outcome {
        var text = text
        return text.withUTF8 { parse($0, now: now) }
    }
}
