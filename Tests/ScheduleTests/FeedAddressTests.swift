import FoundationEssentials
import Testing

@testable import Schedule

@Suite struct FeedAddressTests {
    private let old = "http://old.example/feed", new = "https://new.example/feed"

    private func moved() -> FeedAddress { FeedAddress(configured: old, moved: new) }

    @Test(arguments: [FeedAddress.Evidence.nothingKnown, .sharesItem])
    func aKnownFeedMovesAtOnce(evidence: FeedAddress.Evidence) {
        var address = FeedAddress(configured: old)
        address.succeeded(polled: old, target: new, evidence: evidence, now: monday)
        #expect(address.url == new)
        #expect(address.configured == old)
    }

    @Test func aStrangerIsBelievedAfterAWeek() {
        var address = FeedAddress(configured: old)
        for date in [monday, monday + day, monday + 6.9 * day] {
            // From the second poll on it shares what the first one brought.
            let evidence: FeedAddress.Evidence = date == monday ? .stranger : .sharesItem
            address.succeeded(polled: address.url, target: new, evidence: evidence, now: date)
            #expect(address.url == old)
        }
        address.succeeded(polled: address.url, target: new, evidence: .stranger, now: monday + 7 * day)
        #expect(address.url == new)
    }

    @Test(arguments: [nil, "https://third.example/"])
    func theWeekStartsAnewWhereTheRedirectDoesNotHold(between: String?) {
        var address = FeedAddress(configured: old)
        address.succeeded(polled: old, target: new, evidence: .stranger, now: monday)
        address.succeeded(polled: old, target: between, evidence: .stranger, now: monday + 4 * day)
        address.succeeded(polled: old, target: new, evidence: .stranger, now: monday + 8 * day)
        #expect(address.url == old)
    }

    @Test func temporaryRedirectsMoveNothing() {
        var address = FeedAddress(configured: old)
        address.succeeded(polled: old, target: nil, evidence: .sharesItem, now: monday)
        #expect(address == FeedAddress(configured: old))
    }

    @Test func aMoveOfAMoveKeepsTheFirstAddress() {
        var address = moved()
        address.succeeded(polled: new, target: "https://third.example/", evidence: .sharesItem, now: monday)
        #expect(address.url == "https://third.example/")
        #expect(address.configured == old)
    }

    @Test func aMoveBackIsNoMove() {
        var address = moved()
        address.succeeded(polled: new, target: old, evidence: .sharesItem, now: monday)
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
        address.succeeded(polled: old, target: nil, evidence: .sharesItem, now: monday)
        #expect(address == FeedAddress(configured: old))
    }

    @Test func aTargetThatComesBackStays() {
        var address = moved()
        for _ in 0..<4 { address.failed() }
        address.succeeded(polled: new, target: nil, evidence: .sharesItem, now: monday)
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

    @Test func aGoneTargetSendsUsBackFirst() {
        var address = moved()
        let targetRetires = address.gone(polled: new)
        #expect(targetRetires == false)
        #expect(address.url == old)
        let oldRetires = address.gone(polled: old)
        #expect(oldRetires == true)
        var configured = FeedAddress(configured: old)
        let unmovedRetires = configured.gone(polled: old)
        #expect(unmovedRetires == true)
    }
}
