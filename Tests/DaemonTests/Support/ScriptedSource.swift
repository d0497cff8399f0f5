import Config
import Fetch
import Intake
import Model
import Synchronization
import TestSupport

/// A source of documents that were written beforehand, one a poll.
final class ScriptedSource: Source, FeedSources {
    enum Step: Sendable {
        /// A feed with an entry for each id.
        case document([String])
        case unchanged
        case failed(PollFailure)
    }

    private let state: Mutex<(steps: [Step], asked: [Validators?])>

    init(_ steps: [Step]) { state = Mutex((steps, [])) }

    /// The validators that came with each poll.
    var asked: [Validators?] { state.withLock { $0.asked } }

    func source(of feed: Configuration.Feed, at url: String, maySend: (@Sendable () -> Bool)?) -> any Source { self }

    nonisolated(nonsending) func read(_ validators: Validators?) async -> SourceAnswer {
        let (step, count) = state.withLock { state in
            state.asked.append(validators)
            return (state.steps.isEmpty ? nil : state.steps.removeFirst(), state.asked.count)
        }
        let facts = SourceFacts(validators: Validators(etag: Array("\(count)".utf8), url: "script:"))
        switch step {
        case .document(let ids):
            return .document(
                Document(
                    bytes: Array(FeedText.rss(ids).utf8), address: "https://a.example/", isVerified: true, facts: facts)
            )
        case .unchanged: return .unchanged(facts)
        case .failed(let failure): return .failed(failure, status: nil, retryAfter: nil)
        case nil: return .stopped
        }
    }
}
