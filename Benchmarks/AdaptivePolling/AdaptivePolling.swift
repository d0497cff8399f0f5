import Foundation

/// Does polling by a feed's rhythm pay? Replays publication times under four rules with the same feeds and the same
/// bounds, each tuned by its one knob to the same number of requests, and prints how long items waited to be found.
/// Arguments: a folder of feed documents to replay as well, and the seed of the generated feeds.
@main
enum AdaptivePolling {
    static func main() {
        let seed = CommandLine.arguments.dropFirst(2).first.flatMap(UInt64.init) ?? 2026
        var factory = PublisherFactory(seed: seed)
        let generated = factory.list()
        let folder = CommandLine.arguments.dropFirst().first.map { URL(filePath: $0) } ?? RecordedFeeds.corpus
        for (title, publishers) in [("generated", generated), ("recorded", RecordedFeeds.publishers(in: folder))] {
            guard !publishers.isEmpty else {
                print("no \(title) feeds here\n")
                continue
            }
            print("== \(publishers.count) \(title) feeds")
            for requests in [48.0, 24, 12] { compare(publishers, requestsPerFeedAndDay: requests) }
        }
        untuned(generated)
    }

    /// All rules at one number of requests; then newspool at the delay of the best of the others.
    private static func compare(_ publishers: [Publisher], requestsPerFeedAndDay goal: Double) {
        print("\nat \(Int(goal)) requests per feed and day:")
        printHeader()
        var best = Double.infinity
        for contender in Contender.rivals + [.newspool] {
            let scale = contender.scale(publishers, where: \.requestsPerFeedAndDay, meets: goal)
            let result = contender.total(publishers, scale: scale)
            printRow(contender.name, result, "scale \(format(scale, 2))")
            if contender.name == Contender.newspool.name {
                print("  mean delay, of the best of the others: \(format(result.meanDelay / best, 2))")
                printKinds(contender.results(publishers, scale: scale))
            } else if abs(result.requestsPerFeedAndDay - goal) < goal / 50 {
                best = min(best, result.meanDelay)
            }
        }
        let newspool = Contender.newspool
        let scale = newspool.scale(publishers, where: { -$0.meanDelay }, meets: -best)
        let lazy = newspool.total(publishers, scale: scale)
        print("  requests at the best delay of the others: \(format(lazy.requestsPerFeedAndDay / goal, 2))")
    }

    /// As they come: `interval = "30m"`, and each of the others with its defaults.
    private static func untuned(_ publishers: [Publisher]) {
        print("\n== untuned")
        printHeader()
        for contender in Contender.rivals + [.newspool] {
            let results = contender.results(publishers, scale: 1)
            printRow(contender.name, results.reduce(into: Result()) { $0.add($1.result) }, "")
            printKinds(results)
        }
    }

    // MARK: - Printing

    private static func printHeader() {
        print("  \(pad("", 20)) \(pad("requests", 10)) \(pad("mean delay", 12)) \(pad("95 %", 10)) mean of feeds")
    }

    private static func printRow(_ name: String, _ result: Result, _ note: String) {
        let figures = [
            pad(format(result.requestsPerFeedAndDay, 1), 10), pad(format(result.meanDelay / 60, 1) + " min", 12),
            pad(format(result.percentile95 / 60, 0) + " min", 10),
            pad(format(result.meanOfFeeds / 60, 1) + " min", 13),
        ]
        print("  \(pad(name, 20)) \(figures.joined(separator: " ")) \(note)")
    }

    private static func printKinds(_ results: [(kind: String, result: Result)]) {
        let kinds = Dictionary(grouping: results, by: \.kind)
        for kind in kinds.keys.sorted() where kinds.count > 1 {
            printRow("- " + kind, (kinds[kind] ?? []).reduce(into: Result()) { $0.add($1.result) }, "")
        }
    }

    private static func format(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
