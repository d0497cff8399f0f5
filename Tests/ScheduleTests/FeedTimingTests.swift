import FoundationEssentials
import Testing

@testable import Schedule

@Suite struct FeedTimingTests {
    /// With something in every field.
    private var full: FeedTiming {
        var timing = FeedTiming.known()
        timing.hints = Rule.hints(ttl: 3600, skipHours: [3, 24], skipDays: ["sunday"])
        let dates = (0..<40).map { monday - Double($0) * 5 * hour as Date? }
        timing = timing.after(.changed(published: dates, Signals()))
        return timing.after(.refused(status: 429, retryAfter: 600), at: monday + 0.123)
    }

    @Test func theStoreGivesBackWhatItGot() {
        for timing in [FeedTiming(), .known(), full, full.after(.gone)] {
            #expect(FeedTiming(encoded: timing.encoded) == timing)
        }
        #expect(full.encoded.count < 300)
    }

    @Test func aDamagedRowIsAFeedNeverPolled() {
        let bytes = full.encoded
        for length in bytes.indices { #expect(FeedTiming(encoded: Array(bytes.prefix(length))) == nil) }
        #expect(FeedTiming(encoded: [9] + bytes.dropFirst()) == nil)
        #expect(FeedTiming(encoded: [1, 99] + bytes.dropFirst(2)) == nil)
    }

    /// Whatever is in the row, no rule traps or loops.
    @Test func noBytesDoHarm() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<300 {
            var bytes = full.encoded
            for _ in 0..<8 {
                bytes[Int.random(in: 2..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let timing = FeedTiming(encoded: bytes) else { continue }
            var schedule = Schedule(options: ScheduleOptions(), seed: 1)
            schedule.add(ScheduledFeed(key: 1, host: "a", timing: timing), now: monday)
            schedule.pollNow(1, now: monday)
            _ = schedule.next(now: monday)
            schedule.finish(1, .changed(published: [nil, monday - day, monday], Signals()), now: monday + 1)
        }
    }

    @Test func anEntryStaysSmall() {
        #expect(MemoryLayout<FeedTiming>.size <= 320)
        #expect(MemoryLayout<Entry>.stride + MemoryLayout<Due>.stride <= 400)
    }
}
