import Foundation
import TestSupport
import Testing

@testable import Parse

/// feedparser's own tests, where the machine has them: its comments are the oracle.
@Test func agreesWithFeedparser() throws {
    guard let corpus = Fixtures.corpus?.appending(path: "feedparser") else {
        print("skipped: no ../shared/corpus/feedparser")
        return
    }
    var (held, failures, outOfScope): (Int, [String], [String: Int]) = (0, [], [:])
    for test in try FeedparserCase.all(in: corpus) {
        if let reason = FeedparserExclusions.reason(for: test) {
            outOfScope[reason, default: 0] += 1
            continue
        }
        guard let expression = FeedparserExpression(test.expectation) else {
            outOfScope["an expression that uses more of Python", default: 0] += 1
            if ProcessInfo.processInfo.environment["NEWSPOOL_ORACLE"] != nil { print("?", test.name, test.expectation) }
            continue
        }
        let verdict: FeedparserOracle.Verdict
        do {
            let parsed = try FeedParser.parse(
                test.body, url: test.url, contentType: test.headers["content-type"],
                language: test.headers["content-language"])
            verdict = FeedparserOracle(parsed, judgesMarkupLoosely: test.isAboutMarkup).judge(expression)
        } catch {
            verdict = .fails("\(error)")
        }
        switch verdict {
        case .holds: held += 1
        case .fails(let reason): failures.append("\(test.name): \(reason)")
        case .outOfScope(let reason): outOfScope[reason, default: 0] += 1
        }
    }
    let total = held + failures.count
    print("feedparser: \(held) of \(total), \(outOfScope.values.reduce(0, +)) out of scope")
    if ProcessInfo.processInfo.environment["NEWSPOOL_ORACLE"] != nil {
        for failure in failures { print(failure) }
        for (reason, count) in outOfScope.sorted(by: { $0.key < $1.key }) { print(count, reason) }
    }
    #expect(held * 100 >= total * 99, "\(failures.joined(separator: "\n"))")
}
