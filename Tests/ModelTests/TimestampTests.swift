import Foundation
import Testing

@testable import Model

@Suite("Timestamps")
struct TimestampTests {
    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z"), (1_793_454_301, "2026-10-31T13:45:01Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"), (-0.5, "1969-12-31T23:59:59Z"), (0.999, "1970-01-01T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (-1e15, "0001-01-01T00:00:00Z"), (1e15, "9999-12-31T23:59:59Z"),
    ])
    func rfc3339(seconds: Double, text: String) {
        #expect(Timestamp.string(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test("agrees with Foundation on every day of four centuries")
    func everyDay() {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -70_000, to: 80_000, by: 1) where day % 17 == 0 {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 12_345)
            #expect(Timestamp.string(date) == formatter.string(from: date))
        }
    }

    @Test func parts() {
        let date = Date(timeIntervalSince1970: 1_398_254_400)
        #expect(Timestamp.day(date) == "2014-04-23")
        #expect(Timestamp.timeOfDay(date) == "120000")
        #expect(Timestamp.longDay(date) == "April 23, 2014")
    }
}
