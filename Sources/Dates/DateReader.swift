import Bytes
package import FoundationEssentials

/// Reads the dates of one document, and learns from them how its publisher writes day and month as numbers.
package struct DateReader {
    private let now: Date?
    /// What is known from elsewhere.
    private let order: NumericOrder?
    /// A date could be read in two ways.
    package private(set) var sawAmbiguous = false
    private var sawDayFirst = false, sawMonthFirst = false

    package init(now: Date?, order: NumericOrder? = nil) { (self.now, self.order) = (now, order) }

    /// The order that the dates of the document show; nil where they show none, or both.
    package var provenOrder: NumericOrder? {
        sawDayFirst == sawMonthFirst ? nil : sawDayFirst ? .dayFirst : .monthFirst
    }

    package mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> FeedDate.Outcome {
        let trimmed = text.withoutOuterSpace
        guard !trimmed.isEmpty else { return .empty }
        // Longer than any date: not one, and not worth a look at each byte.
        guard trimmed.count <= 128 else { return .unreadable }
        if let seconds = RFC3339Date.seconds(trimmed) ?? RFC822Date.seconds(trimmed) ?? ISODate.seconds(trimmed) {
            return outcome(seconds)
        }
        switch LooseDate.read(trimmed, order: order) {
        case nil: return .unreadable
        case .ambiguous:
            sawAmbiguous = true
            return .ambiguous
        case .seconds(let seconds, let order):
            if order == .dayFirst { sawDayFirst = true }
            if order == .monthFirst { sawMonthFirst = true }
            return outcome(seconds)
        }
    }

    package mutating func read(_ text: String) -> FeedDate.Outcome {
        var text = text
        return text.withUTF8 { read($0) }
    }

    private func outcome(_ seconds: Double) -> FeedDate.Outcome {
        let latest = now.map { $0.timeIntervalSince1970 + FeedDate.longestAhead } ?? 4_102_444_800
        guard seconds >= 0, seconds <= latest else { return .absurd }
        return .date(Date(timeIntervalSince1970: seconds))
    }
}
