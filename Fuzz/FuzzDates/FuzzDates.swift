import Dates
import FoundationEssentials
import FuzzDriver
import Model

/// Any bytes as a date; a date that is one must survive being written and read again.
@main struct FuzzDates {
    static func main() {
        FuzzDriver.main { start, count in FuzzDates.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        guard case .date(let date) = FeedDate.parse(input, now: nil) else {
            return 0
        }
        guard case .date(let back) = FeedDate.parse(Timestamp.string(date), now: nil) else {
            FuzzDriver.fail("what was written is not a date")
        }
        FuzzDriver.require(abs(date.timeIntervalSince(back)) < 1, "what was written is another date")
        return 0
    }
}
