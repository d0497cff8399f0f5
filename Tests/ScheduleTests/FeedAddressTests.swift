import FoundationEssentials
import Testing

@testable import Schedule

@Suite struct FeedAddressTests {
    private let old = "http://old.example/feed", new = "https://new.example/feed"

    private func moved() -> FeedAddress { FeedAddress(configured: old, moved: new) }

    @Test(arguments: [FeedAddress.Evidence.nothingKnown, .sharesItem])
    func aKnownFeedMovesAtOnceWithinItsSite(evidence: FeedAddress.Evidence) {
        var address = FeedAddress(configured: old)
        address.succeeded(polled: old, target: new, isSameSite: true, evidence: evidence, now: monday)
        #expect(address.url == new)
        #expect(address.configured == old)
    }

    @Test(
        "a stranger, and any other site, is believed after a week in which the old URL was asked",
        arguments: [(true, .stranger), (false, .stranger), (false, .sharesItem), (false, .nothingKnown)]
            as [(Bool, FeedAddress.Evidence)])
    func aWeekOfTrial(isSameSite: Bool, first: FeedAddress.Evidence) {
        var address = FeedAddress(configured: old)
        for date in [monday, monday + day, monday + 6.9 * day] {
            // From the second poll on it shares what the first one brought.
            let evidence = date == monday ? first : .sharesItem
            address.succeeded(polled: address.url, target: new, isSameSite: isSameSite, evidence: evidence, now: date)
            #expect(address.url == old)
        }
        address.succeeded(
            polled: address.url, target: new, isSameSite: isSameSite, evidence: first, now: monday + 7 * day)
        #expect(address.url == new)
    }

    @Test(arguments: [nil, "https://third.example/"])
    func theWeekStartsAnewWhereTheRedirectDoesNotHold(between: String?) {
        var address = FeedAddress(configured: old)
        address.succeeded(polled: old, target: new, isSameSite: true, evidence: .stranger, now: monday)
        address.succeeded(polled: old, target: between, isSameSite: true, evidence: .stranger, now: monday + 4 * day)
        address.succeeded(polled: old, target: new, isSameSite: true, evidence: .stranger, now: monday + 8 * day)
        #expect(address.url == old)
    }

    @Test func temporaryRedirectsMoveNothing() {
        var address = FeedAddress(configured: old)
        address.succeeded(polled: old, target: nil, isSameSite: true, evidence: .sharesItem, now: monday)
        #expect(address == FeedAddress(configured: old))
    }

    @Test func aMoveOfAMoveKeepsTheFirstAddress() {
        var address = moved()
        address.succeeded(
            polled: new, target: "https://third.example/", isSameSite: true, evidence: .sharesItem, now: monday)
        #expect(address.url == "https://third.example/")
        #expect(address.configured == old)
    }

    @Test func aMoveBackIsNoMove() {
        var address = moved()
        address.succeeded(polled: new, target: old, isSameSite: true, evidence: .sharesItem, now: monday)
        #expect(address.moved == nil)
        #expect(address.url == old)
    }

    @Test func threeFailuresTryTheOldAddress() {
        var address = moved()
        var urls: [String] = []
        for _ in 0..<6 {
            urls.append(address.url)
            address.failed()
        }
        #expect(urls == [new, new, new, old, new, old])
    }

    @Test func theOldAddressIsTakenBackWhenItWorks() {
        var address = moved()
        for _ in 0..<3 { address.failed() }
        address.succeeded(polled: old, target: nil, isSameSite: true, evidence: .sharesItem, now: monday)
        #expect(address == FeedAddress(configured: old))
    }

    @Test func aTargetThatComesBackStays() {
        var address = moved()
        for _ in 0..<4 { address.failed() }
        address.succeeded(polled: new, target: nil, isSameSite: true, evidence: .sharesItem, now: monday)
        #expect(address == moved())
        address.failed()
        address.failed()
        #expect(address.url == new)
    }

    @Test func failuresOfTheConfiguredAddressMeanNothing() {
        var address = FeedAddress(configured: old)
        for _ in 0..<9 { address.failed() }
        #expect(address == FeedAddress(configured: old))
    }

    @Test func aGoneTargetSendsUsBackFirstAndIsNoWordOfTheFeeds() {
        var address = moved()
        var urls: [String] = []
        for hour in 0..<50 {
            urls.append(address.url)
            let retires = address.gone(
                polled: address.url, isOwn: address.url == new, now: monday + Double(hour) * 3600)
            #expect(!retires)
        }
        #expect(urls.prefix(5) == [new, old, new, old, new])
        #expect(address.goneSince == nil)
    }

    @Test func aFeedIsGoneWhenItsOwnURLSaysSoTwiceADayApart() {
        for var address in [FeedAddress(configured: old), moved()] {
            let said = [0, 0.5, 0.99, 1].map { days in
                address.gone(polled: old, isOwn: true, now: monday + days * day)
            }
            #expect(said == [false, false, false, true] && address.goneSince == monday)
        }
    }

    @Test(arguments: [true, false])
    func aFeedInBetweenBeginsTheDayAnew(isAtTarget: Bool) {
        var address = isAtTarget ? moved() : FeedAddress(configured: old)
        _ = address.gone(polled: old, isOwn: true, now: monday)
        address.succeeded(
            polled: isAtTarget ? new : old, target: nil, isSameSite: true, evidence: .sharesItem, now: monday + day)
        #expect(address.goneSince == nil)
        let retires = address.gone(polled: old, isOwn: true, now: monday + 2 * day)
        #expect(!retires)
    }

    @Test func aFailureInBetweenChangesNothing() {
        var address = FeedAddress(configured: old)
        _ = address.gone(polled: old, isOwn: true, now: monday)
        address.failed()
        let retires = address.gone(polled: old, isOwn: true, now: monday + day)
        #expect(retires)
    }
}
