import Fetch
import Foundation
import Intake
import Model
import Schedule
import Store
import Testing

@testable import Polling

/// What follows from each answer: values in, values out.
@Suite struct PollStepTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)
    private static let url = "https://a.example/feed"
    private static let digest: [UInt8] = [1, 2, 3]

    private static let known: FeedState = {
        var state = FeedState()
        (state.etag, state.lastModified, state.validatorsURL) = ([1], [2], url)
        (state.bodyHash, state.title, state.lastStatus) = (digest, "A feed", 200)
        state.failure = PollFailure(.timeout, "no full answer within 30 seconds")
        return state
    }()

    private static func document(
        _ facts: SourceFacts = SourceFacts(status: 200, validators: Validators(etag: [9], url: url)),
        isVerified: Bool = true
    ) -> Document {
        Document(bytes: [], address: url, isVerified: isVerified, facts: facts)
    }

    private func report(_ answer: SourceAnswer, _ state: FeedState = known) throws -> PollReport {
        var step = PollStep(state, of: Self.url)
        guard case .ended(let report)? = step.take(answer, now: Self.now) else { throw Missing() }
        return report
    }

    private struct Missing: Error {}

    private func examined(
        _ findings: PollStep.Findings, _ document: Document = document(), _ state: FeedState = known
    ) -> PollReport {
        var step = PollStep(state, of: Self.url)
        _ = step.take(.document(document), now: Self.now)
        return step.examined(findings, document.facts, isVerified: document.isVerified, now: Self.now)
    }

    // MARK: - Before the document

    @Test func anUnchangedDocumentRenewsOneValidatorAndKeepsTheOther() throws {
        let report = try report(
            .unchanged(SourceFacts(status: 304, validators: Validators(etag: [7]), freshness: 60)))
        #expect(report.outcome == .unchanged(Signals(freshness: 60)) && report.failure == nil)
        #expect(report.state.etag == [7] && report.state.lastModified == [2] && report.state.bodyHash == Self.digest)
        #expect(report.state.lastStatus == 304)
    }

    @Test(
        arguments: [
            (404, nil, .refused(status: 404, retryAfter: nil)), (429, 60, .refused(status: 429, retryAfter: 60)),
            (503, nil, .refused(status: 503, retryAfter: nil)), (206, nil, .failed), (301, nil, .failed),
            (304, nil, .failed), (nil, nil, .failed),
        ] as [(Int?, Double?, PollResult)])
    func aFailureKeepsWhatIsKnown(_ status: Int?, _ retryAfter: Double?, _ outcome: PollResult) throws {
        let failure = PollFailure(.httpStatus, "no")
        let report = try report(.failed(failure, status: status, retryAfter: retryAfter))
        #expect(report.outcome == outcome && report.failure == failure && report.state.lastStatus == status)
        #expect(report.state.etag == [1] && report.state.bodyHash == Self.digest && report.examination == nil)
    }

    @Test func aStoppedPollNeverWas() {
        var step = PollStep(Self.known, of: Self.url)
        #expect(step.take(.stopped, now: Self.now) == nil)
    }

    @Test(
        arguments: [
            (nil, url, .failed), (0.9, url, .failed), (1, url, .gone), (1, "https://www.a.example/", .gone),
            (1, "https://b.example/", .failed),
        ] as [(Double?, String, PollResult)])
    func goneIsBelievedOfTheFeedsOwnSiteADayLater(_ days: Double?, _ address: String, _ outcome: PollResult) throws {
        var state = Self.known
        state.goneSince = days.map { Self.now - $0 * 86_400 }
        let report = try report(.gone(status: 410, address: address), state)
        #expect(report.outcome == outcome && report.failure?.kind == .gone)
        #expect(report.state.goneSince == (days == nil ? Self.now : state.goneSince))
    }

    @Test func goneIsNotBelievedOfAMovesTarget() throws {
        var moved = Self.known
        (moved.movedTo, moved.goneSince) = ("https://b.example/feed", Self.now - 86_400)
        let report = try report(.gone(status: 410, address: "https://b.example/feed"), moved)
        #expect(report.outcome == .failed && report.failure?.kind == .gone)
        #expect(PollStep(report.state, of: Self.url).url == Self.url)
    }

    @Test func conditionsAreLeftOutWhereTheDocumentIsNeeded() {
        let step = PollStep(Self.known, of: Self.url)
        #expect(step.conditions(isWhole: false)?.etag == [1])
        #expect(step.conditions(isWhole: true) == nil)
    }

    // MARK: - The document

    @Test func knownBytesTakeTheNewValidatorsAndNothingElse() throws {
        var step = PollStep(Self.known, of: Self.url)
        let document = Self.document()
        _ = step.take(.document(document), now: Self.now)
        #expect(step.known([4], document.facts, now: Self.now) == nil)
        let known = step.known(Self.digest, document.facts, now: Self.now)
        let report = try #require(known)
        #expect(report.outcome == .unchanged(Signals()))
        #expect(report.state.etag == [9] && report.state.lastModified == nil && report.state.title == "A feed")
    }

    @Test func aWholeDocumentIsRemembered() {
        var findings = PollStep.Findings(digest: [4], title: "New title", hints: FeedHints(restSeconds: 60))
        findings.published = [nil, Self.now]
        let report = examined(findings)
        #expect(report.outcome == .changed(published: [nil, Self.now], Signals(hints: FeedHints(restSeconds: 60))))
        #expect(report.state.title == "New title" && report.state.bodyHash == [4] && report.state.etag == [9])
        #expect(report.failure == nil)
    }

    @Test func withoutNewEntriesItIsUnchanged() {
        #expect(examined(PollStep.Findings(digest: [4])).outcome == .unchanged(Signals(hints: FeedHints())))
    }

    /// Half a document is a failure, until the same half comes again from a transfer that says that it is all.
    @Test(
        arguments: [
            (isVerified: true, isSameHalf: false, fails: true, hash: [4, 1]),
            (isVerified: true, isSameHalf: true, fails: false, hash: [4, 1]),
            (isVerified: false, isSameHalf: false, fails: true, hash: digest),
            (isVerified: false, isSameHalf: true, fails: true, hash: [4, 1]),
        ] as [(Bool, Bool, Bool, [UInt8])])
    func halfADocument(_ isVerified: Bool, _ isSameHalf: Bool, _ fails: Bool, _ hash: [UInt8]) {
        var state = Self.known
        if isSameHalf { state.bodyHash = [4, 1] }
        let findings = PollStep.Findings(digest: [4], completeness: .cutOff)
        let report = examined(findings, Self.document(isVerified: isVerified), state)
        #expect((report.failure == .cutOff) == fails)
        #expect(report.state.bodyHash == hash && report.state.etag == [1])
    }

    /// Days from the answer's Last-Modified to its newest entry; one that is still to come says nothing.
    @Test(arguments: [(nil, true), (-1, true), (0, true), (5, false), (15, false), (60, true)] as [(Double?, Bool)])
    func aLastModifiedThatIsOlderThanAnEntryIsNotSent(_ days: Double?, _ isKept: Bool) {
        let modified = Self.now - 20 * 86_400
        var document = Self.document()
        document.facts.validators.lastModified = Array("Thu, 29 Oct 2026 11:06:40 GMT".utf8)
        var findings = PollStep.Findings(digest: [4])
        findings.newest = days.map { modified + $0 * 86_400 }
        let state = examined(findings, document).state
        #expect((state.lastModified != nil) == isKept && state.etag == [9])
    }

    @Test func whilePagesArePendingTheDocumentComesAgain() {
        var findings = PollStep.Findings(digest: [4])
        findings.hasPending = true
        let state = examined(findings).state
        #expect(state.bodyHash == nil && state.etag == nil && state.lastModified == nil)
    }

    // MARK: - Moves

    @Test(
        arguments: [
            ("https://feeds.a.example/feed", .sharesItem, true), ("http://a.example:81/new", .nothingKnown, true),
            ("https://www.a.example/feed", .stranger, false), ("https://b.example/feed", .sharesItem, false),
            ("https://a.example.b.example/feed", .sharesItem, false), ("https://b.example/", .nothingKnown, false),
        ] as [(String, FeedAddress.Evidence, Bool)])
    func aMoveIsBelievedAtOnceWithinTheSiteByWhatTheTargetShows(
        _ target: String, _ evidence: FeedAddress.Evidence, _ isBelieved: Bool
    ) {
        var findings = PollStep.Findings(digest: [4])
        findings.evidence = evidence
        let report = examined(findings, Self.document(SourceFacts(status: 200, permanentTarget: target)))
        #expect(report.state.movedTo == (isBelieved ? target : nil))
        #expect(report.state.moveTarget == (isBelieved ? nil : target))
        #expect(report.state.moveSince == (isBelieved ? nil : Self.now))
    }

    @Test func threeFailuresAtATargetGiveTheOldAddressAChance() throws {
        var state = Self.known
        state.movedTo = "https://b.example/feed"
        var urls: [String] = []
        for _ in 0..<5 {
            let step = PollStep(state, of: Self.url)
            urls.append(step.url == Self.url ? "old" : "new")
            state = try report(.failed(PollFailure(.dns, "no"), status: nil, retryAfter: nil), state).state
        }
        #expect(urls == ["new", "new", "new", "old", "new"])
    }

    @Test func theArchiveIsReadUntilItsEnd() {
        var step = PollStep(FeedState(), of: Self.url)
        #expect(step.isArchiveUnread && step.archive == nil)
        step.noteArchive(next: "https://a.example/2", requests: 1)
        #expect(step.isArchiveUnread && step.archive?.next == "https://a.example/2")
        step.noteArchive(next: nil, requests: 2)
        #expect(!step.isArchiveUnread && step.archive?.requests == 2)
    }
}
