import Dates
import FoundationEssentials

/// What was repaired or ignored, in words; each kind once, and no more than a limit.
struct Warnings {
    private(set) var list: [String] = []
    private var seen: Set<String> = []
    private let limit: Int

    static let emptyItem = "an item without anything in it is left out"
    static let itemWithoutMembers = "an item that is not an object is left out"

    init(limit: Int) { self.limit = limit }

    /// Repeats of the same message are dropped: the first line where it happened is enough.
    mutating func add(_ message: String, line: Int? = nil) {
        guard list.count < limit, seen.insert(message).inserted else { return }
        list.append(line.map { "line \($0): \(message)" } ?? message)
    }

    /// The date, if it is one: an unreadable or absurd one is not a date, the feed goes on without, and the warning
    /// keeps the original.
    mutating func date(
        _ outcome: FeedDate.Outcome, original: @autoclosure () -> String, line: @autoclosure () -> Int? = nil
    ) -> Date? {
        switch outcome {
        case .date(let date): return date
        case .empty: break
        case .absurd: add("a date that cannot be meant: “\(original().prefix(80))”", line: line())
        case .ambiguous: add("a date that can be read in two ways: “\(original().prefix(80))”", line: line())
        case .unreadable: add("a date that cannot be read: “\(original().prefix(80))”", line: line())
        }
        return nil
    }
}
