import FoundationEssentials
import Testing

@testable import Schedule

@Suite struct SkipTimesTests {
    @Test(
        arguments: [
            ([], [], 0.5, 0.5),
            ([0, 1], [], 0.5, 2),
            ([24], [], 0.5, 1),
            ([1], [], 0.5, 0.5),
            ([23, 0, 1], [], 23.5, 26),
            ([], ["Monday"], 5, 24),
            ([], ["MONDAY", "Tuesday"], 5, 48),
            ([0], ["monday"], 5, 25),
            ([], ["Montag"], 5, 5),
            ([99, -1, .max, .min], [], 0.5, 0.5),
            (Array(0...24), [], 0.5, 0.5),
        ] as [([Int], [String], Double, Double)])
    func theNextAllowedHour(hours: [Int], days: [String], from: Double, to: Double) {
        #expect(SkipTimes(hours: hours, days: days).firstAllowed(from: monday + from * hour) == monday + to * hour)
    }

    @Test(arguments: [
        (0.0, 0, 4), (-1, 23, 3), (-3600, 23, 3), (-86400, 0, 3), (86399, 23, 4), (1_795_392_000, 0, 1),
    ])
    func theCalendarOfHours(seconds: Double, ofDay: Int, weekday: Int) {
        let hour = UTCHour(Date(timeIntervalSince1970: seconds))
        #expect(hour.ofDay == ofDay)
        #expect(hour.weekday == weekday)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
    func datesOutOfRange(seconds: Double) {
        #expect((0..<24).contains(UTCHour(Date(timeIntervalSince1970: seconds)).ofDay))
    }
}
