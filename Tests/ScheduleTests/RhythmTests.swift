import FoundationEssentials
import Testing

@testable import Schedule

@Suite struct RhythmTests {
    private static let weeks = 12

    /// A feed that has published at these hours (of the weeks before `monday`), and is looked at on `now`.
    private func wait(
        publishedAt hours: [Double], now: Date, interval: Double = 1800, limit: Double = 7 * day
    ) -> Double {
        let start = monday - Double(Self.weeks) * 7 * day
        let dates = hours.sorted().map { start + $0 * hour }.filter { $0 <= now }
        var rhythm = Rhythm()
        rhythm.learn(dates)
        return Forecast(rhythm, now: now).wait(from: now, interval: interval, limit: limit)
    }

    /// Hours of a time of day, on each day of the weeks.
    private func daily(at time: Double, days: [Int] = Array(0...6)) -> [Double] {
        (0..<Self.weeks).flatMap { (week: Int) -> [Double] in days.map { Double(week * 7 + $0) * 24 + time } }
    }

    @Test func aFeedOfTypicalRateGetsTheInterval() {
        let evenly = (0..<Self.weeks * 28).map { (item: Int) -> Double in Double(item) * 6 + Double(item * 7 % 24) / 5 }
        for offset in stride(from: 0.0, to: 24, by: 1) {
            let wait = wait(publishedAt: evenly, now: monday + offset * hour)
            #expect((600...5400).contains(wait), "\(wait) s at \(offset) h")
        }
    }

    @Test func aNewFeedGetsTheInterval() {
        let wait = Forecast(Rhythm(), now: monday).wait(from: monday, interval: 1800, limit: day)
        #expect(abs(wait - 1800) < 60)
    }

    @Test func aFeedFourTimesAsBusyIsPolledTwiceAsOften() {
        func wait(perDay: Double) -> Double {
            var generator = SplitMix64(seed: 1)
            let count = Int(perDay * Double(Self.weeks * 7))
            let hours = (0..<count).map { _ in generator.unit() * Double(Self.weeks * 7 * 24) }
            return (1...6).reduce(0) { $0 + self.wait(publishedAt: hours, now: monday - Double($1) * 7 * hour) } / 6
        }
        #expect((1.7...2.4).contains(wait(perDay: 8) / wait(perDay: 32)))
    }

    @Test func aDailyColumnIsAwaitedAtItsHour() {
        let column = daily(at: 9.02)
        let before = wait(publishedAt: column, now: monday - 15.1 * hour)
        #expect((0.1 * hour...0.6 * hour).contains(before), "soon after nine")
        let after = wait(publishedAt: column, now: monday - 13 * hour)
        #expect(after > 4 * hour, "nothing more is to come that day")
    }

    @Test func aNewsroomRestsAtNight() {
        let workdays = (0..<Self.weeks * 7).flatMap { (day: Int) -> [Double] in
            (0..<40).map { (item: Int) -> Double in
                Double(day * 24 + 8) + Double(item) / 4 + Double((day * 7 + item) % 13) / 60
            }
        }
        let byDay = wait(publishedAt: workdays, now: monday - 12 * hour)
        let byNight = wait(publishedAt: workdays, now: monday + 1 * hour)
        #expect(byDay < 1200)
        #expect(byNight > 2 * byDay)
    }

    @Test func aWeeklyPodcastIsAwaitedOnItsDay() {
        let podcast = daily(at: 6, days: [4])
        let onMonday = wait(publishedAt: podcast, now: monday + 6 * hour)
        let onFriday = wait(publishedAt: podcast, now: monday - 3 * day + 5.9 * hour)
        #expect(onMonday > 3 * hour)
        #expect(onFriday < hour)
    }

    @Test func silenceMakesPollsRarer() {
        let blog = daily(at: 9)
        let waits = [0.5, 7, 30, 120].map { wait(publishedAt: blog, now: monday + $0 * day) }
        #expect(waits[3] > waits[2] && waits[2] > waits[1])
        #expect(waits[3] > 6 * hour)
    }

    @Test func aBurstCallsForMore() {
        let bursts = (0..<40).flatMap { (burst: Int) -> [Double] in
            (0..<8).map { Double(burst) * 47 + Double($0) * 0.4 }
        }
        let last = monday - Double(Self.weeks) * 7 * day + (39 * 47) * hour
        let within = wait(publishedAt: bursts, now: last + 0.5 * hour)
        let between = wait(publishedAt: bursts, now: last + 12 * hour)
        #expect(within < 0.5 * between)
    }

    @Test func theWaitEndsAtTheLimit() {
        #expect(wait(publishedAt: [0], now: monday + 300 * day, limit: day) == day)
    }

    // MARK: - What dates teach

    @Test func theFirstPollBelievesThePastAndIgnoresTheRest() {
        let published: [Date?] = [monday - 5 * day, nil, monday + day, monday - 4000 * day, monday - day]
        let timing = FeedTiming().after(.changed(published: published, Signals()))
        #expect(timing.rhythm.arrivals.total == 1)
        #expect(timing.rhythm.newest == monday - day)
    }

    @Test(arguments: [nil, monday - 300 * day, monday + 300 * day])
    func aDateOutsideThePollIsWhenItWasFound(date: Date?) {
        let timing = FeedTiming.known().after(.changed(published: [date], Signals()), at: monday + 2 * hour)
        #expect(timing.rhythm.newest == monday + hour)
    }

    @Test func aFeedWithoutDatesIsKnownByItsSilence() {
        var timing = FeedTiming().after(.changed(published: [nil, nil], Signals()))
        #expect(timing.rhythm.newest == monday)
        timing = timing.after(.unchanged(Signals()), options: ScheduleOptions(), at: monday + 60 * day)
        #expect(timing.why == .adaptive)
        #expect(timing.nextPoll! > monday + 60 * day + 2 * hour)
    }

    @Test func itemsADay() throws {
        var rhythm = Rhythm()
        #expect(rhythm.itemsPerDay == nil)
        rhythm.learn((0...200).map { monday + Double($0) * 6 * hour })
        #expect((3.5...4.5).contains(try #require(rhythm.itemsPerDay)))
    }

    /// A hundred days of a wire service neither overflow nor freeze what is counted.
    @Test func countsFadeBeforeTheyOverflow() throws {
        var rhythm = Rhythm()
        for item in 0..<15_000 { rhythm.learn([monday + Double(item) * 600]) }
        #expect((120...168).contains(try #require(rhythm.itemsPerDay)))
        for item in 0..<400 { rhythm.learn([monday + 15_000 * 600 + Double(item) * day]) }
        #expect(try #require(rhythm.itemsPerDay) < 2)
    }
}
