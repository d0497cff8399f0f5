import Schedule
import Testing

@testable import Daemon

@Suite struct PushPlacesTests {
    private let feed: FeedKey = 1
    private let other: FeedKey = 2

    @Test func aFeedHasEightPlaces() {
        let places = PushPlaces(mostBytes: 100)
        let entered = (0..<9).map { _ in places.enter(feed, bytes: 1) }
        #expect(entered == Array(repeating: true, count: 8) + [false])
        #expect(places.enter(other, bytes: 1))
        places.leave(feed, bytes: 1)
        #expect(places.enter(feed, bytes: 1))
        #expect(!places.enter(feed, bytes: 1))
    }

    @Test func allHoldSoManyBytes() {
        let places = PushPlaces(mostBytes: 100)
        #expect(places.enter(feed, bytes: 60))
        #expect(!places.enter(other, bytes: 41))
        #expect(places.enter(other, bytes: 40))
        places.leave(feed, bytes: 60)
        #expect(places.enter(other, bytes: 60))
    }
}
