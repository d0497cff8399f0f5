import Config
import Fetch
import Foundation
import Identity
import Intake
import Model
package import Schedule
package import Store
import Web

/// The decisions of one poll, from its source's answer to its report: values in, values out, without clock or transport.
///
/// What an asynchronous function calls here is not made part of it: all polls that wait would keep room for its values.
///
/// A poll calls `take` first. Where that gives a document, `known` says whether its bytes need no reading, and `examined` or
/// `failed` ends the poll once the document was read.
struct PollStep: Sendable {
    indirect enum Next: Sendable {
        case ended(PollReport)
        case read(Document)
    }

    /// What was found in a document that was read.
    struct Findings: Sendable {
        var digest: [UInt8]
        var completeness = Completeness.whole
        var title: String?
        var hints = FeedHints()
        /// When the new entries were published; nil where the feed does not say.
        var published: [Date?] = []
        /// The date of its newest entry.
        var newest: Date?
        var evidence = FeedAddress.Evidence.sharesItem
        /// What it says of hubs; nil: nothing was looked for.
        var hubs: HubLinks?
        /// Some of its entries wait for their pages or for the next polls, and the store must not know them before.
        var hasPending = false
        /// New entries that come in now, and those that were too many.
        var admitted = 0, waiting = 0
    }

    /// The feed's state as it will be.
    private var state: FeedState
    /// The digest of the last document, and its validators.
    private let bodyHash: [UInt8]?, validators: Validators
    private var address: FeedAddress
    /// The document came by itself, which says nothing of where the feed is.
    private let isPushed: Bool
    /// Where the poll goes.
    let url: String
    /// The document is to be read, known or not: nothing is known of the feed's hubs.
    private let wantsHubs: Bool

    /// - Parameters:
    ///   - state: as the feed's last poll left it.
    ///   - configured: the feed's URL in feeds.toml.
    ///   - wantsHubs: its hubs are of interest.
    init(_ state: FeedState, of configured: String, isPushed: Bool = false, wantsHubs: Bool = false) {
        (self.state, self.isPushed) = (state, isPushed)
        self.wantsHubs = wantsHubs && state.hubs == nil
        (bodyHash, validators) = (state.bodyHash, state.validators)
        address = state.fields.address(of: configured)
        url = address.url
        self.state.lastStatus = nil
        self.state.failure = nil
    }

    /// When the feed was last read; nil: never.
    var lastSuccess: Date? { state.lastSuccess }

    /// The archive was not looked for yet, or not read to its end.
    var isArchiveUnread: Bool { state.archivePages == 0 || state.archiveNext != nil }
    /// Where the last poll left the archive; nil before anything of it was read.
    var archive: (next: String?, requests: Int)? {
        state.archivePages == 0 ? nil : (state.archiveNext, state.archivePages)
    }

    func newEntryLimit(_ daemon: Configuration.Daemon, isFirstDocument: Bool, now: Date) -> NewEntryLimit {
        NewEntryLimit(daemon, state, isFirstDocument: isFirstDocument, now: now)
    }

    /// - Parameter isWhole: the document is needed, changed or not.
    func conditions(isWhole: Bool) -> Validators? { isWhole || wantsHubs ? nil : validators }

    // MARK: - The answer

    /// - Returns: nil where the daemon stops: the poll then never was.
    @inline(never)
    mutating func take(_ answer: SourceAnswer, now: Date) -> Next? {
        switch answer {
        case .document(let document):
            state.lastStatus = document.facts.status
            return .read(document)
        case .unchanged(let facts):
            state.lastStatus = facts.status
            state.validators = validators.renewed(by: facts.validators)
            return .ended(succeeded(.unchanged(Signals(freshness: facts.freshness)), facts, .sharesItem, now: now))
        case .failed(let failure, let status, let retryAfter):
            state.lastStatus = status
            guard let status, status >= 400 else { return .ended(failed(failure)) }
            return .ended(failed(failure, .refused(status: status, retryAfter: retryAfter)))
        case .gone(let status, let address):
            state.lastStatus = status
            return .ended(gone(isOwn: Site(url).owns(address), now: now))
        case .stopped: return nil
        }
    }

    // MARK: - The document

    /// An earlier poll left something to compare a document with.
    var knowsDocument: Bool { bodyHash != nil }

    /// The report where the bytes are those of the last poll.
    @inline(never)
    mutating func known(_ digest: [UInt8], _ facts: SourceFacts, now: Date) -> PollReport? {
        guard digest == bodyHash, !wantsHubs else { return nil }
        state.validators = kept(facts.validators)
        return succeeded(
            .unchanged(Signals(freshness: facts.freshness, spurnsConditions: facts.spurnsConditions)), facts,
            .sharesItem, now: now)
    }

    mutating func noteArchive(next: String?, requests: Int) {
        (state.archiveNext, state.archivePages) = (next, requests)
    }

    /// - Parameter isVerified: the transfer itself said that all of the document came.
    @inline(never)
    mutating func examined(_ findings: Findings, _ facts: SourceFacts, isVerified: Bool, now: Date) -> PollReport {
        state.title = findings.title ?? state.title
        // What a hub sends need not be all of the document.
        if let hubs = findings.hubs, !isPushed { state.hubs = hubs }
        state.fields.countNew(findings.admitted, now: now)
        state.waiting = findings.waiting
        var report = read(findings, facts, isVerified: isVerified, now: now)
        // Until the pending entries are in the store, each poll brings the document anew.
        if findings.hasPending { (report.state.validators, report.state.bodyHash) = (Validators(), nil) }
        return report
    }

    private mutating func read(
        _ findings: Findings, _ facts: SourceFacts, isVerified: Bool, now: Date
    ) -> PollReport {
        if findings.completeness == .cutOff {
            let cutDigest = findings.digest + [1]
            // The same half twice, each time delivered in full: that is how its publisher writes it.
            guard isVerified, bodyHash == cutDigest else {
                // What came is delivered; without validators the next poll brings the rest.
                if isVerified { state.bodyHash = cutDigest }
                return failed(.cutOff)
            }
        } else {
            state.validators = kept(facts.validators.believable(newest: findings.newest, now: now))
            state.bodyHash = findings.digest
        }
        let signals = Signals(
            freshness: facts.freshness, hints: findings.hints, spurnsConditions: facts.spurnsConditions)
        let outcome: PollResult =
            findings.published.isEmpty ? .unchanged(signals) : .changed(published: findings.published, signals)
        return succeeded(outcome, facts, findings.evidence, now: now)
    }

    /// Mostly they are of where the poll went: one text serves both.
    private func kept(_ validators: Validators) -> Validators {
        guard validators.url == url else { return validators }
        var kept = validators
        kept.url = url
        return kept
    }

    // MARK: - The end

    @inline(never)
    mutating func failed(_ failure: PollFailure, _ outcome: PollResult = .failed) -> PollReport {
        if !isPushed {
            address.failed()
            state.fields.take(address)
        }
        state.failure = failure
        return PollReport(outcome: outcome, state: state)
    }

    /// - Parameter isOwn: the site that was asked has said so itself.
    private mutating func gone(isOwn: Bool, now: Date) -> PollReport {
        let isGone = address.gone(polled: url, isOwn: isOwn, now: now)
        state.fields.take(address)
        state.failure = isGone ? .gone : address.goneSince == nil ? .goneElsewhere : .goneForNow
        return PollReport(outcome: isGone ? .gone : .failed, state: state)
    }

    private mutating func succeeded(
        _ outcome: PollResult, _ facts: SourceFacts, _ evidence: FeedAddress.Evidence, now: Date
    ) -> PollReport {
        if isPushed { return PollReport(outcome: outcome, state: state) }
        let isSameSite = facts.permanentTarget.map(Site(url).owns) ?? true
        address.succeeded(
            polled: url, target: facts.permanentTarget, isSameSite: isSameSite, evidence: evidence, now: now)
        state.fields.take(address)
        return PollReport(outcome: outcome, state: state)
    }
}

extension Validators {
    /// Without a Last-Modified that is older than what the document holds: a server with such a clock or cache would go on
    /// saying "not modified" of it. An entity tag beside it is as good as ever.
    fileprivate func believable(newest: Date?, now: Date) -> Validators {
        // A date that is still to come says nothing about the server.
        guard let newest, newest <= now, let text = lastModified, let seconds = HTTPDate.seconds(text[...]),
            Double(seconds) < newest.timeIntervalSince1970
        else { return self }
        var believable = self
        believable.lastModified = nil
        return believable
    }
}

extension FeedState.Fields {
    /// The pair, with the URL that it belongs to.
    var validators: Validators {
        get { Validators(etag: etag, lastModified: lastModified, url: validatorsURL) }
        set { (etag, lastModified, validatorsURL) = (newValue.etag, newValue.lastModified, newValue.url) }
    }

    package func address(of configured: String) -> FeedAddress {
        FeedAddress(
            configured: configured, moved: movedTo, candidate: moveTarget, candidateSince: moveSince,
            failures: moveFailures, goneSince: goneSince)
    }

    fileprivate mutating func take(_ address: FeedAddress) {
        (movedTo, moveTarget) = (address.moved, address.candidate)
        (moveSince, moveFailures, goneSince) = (address.candidateSince, address.failures, address.goneSince)
    }
}
