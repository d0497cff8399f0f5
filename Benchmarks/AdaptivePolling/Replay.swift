import Foundation

/// What a rule cost and gave, over the judged time of its feeds.
struct Result {
    var requests = 0
    var feedDays = 0.0
    /// Seconds from publication to discovery, an entry an item.
    var delays: [Double] = []
    /// The mean delay of each feed that had items.
    private var feedMeans: [Double] = []

    var requestsPerFeedAndDay: Double { Double(requests) / feedDays }
    var meanDelay: Double { delays.isEmpty ? 0 : delays.reduce(0, +) / Double(delays.count) }

    /// Where each feed counts alike, however many items it has.
    var meanOfFeeds: Double { feedMeans.isEmpty ? 0 : feedMeans.reduce(0, +) / Double(feedMeans.count) }

    /// The delay that 95 of 100 items stay below.
    var percentile95: Double {
        delays.isEmpty ? 0 : delays.sorted()[min(delays.count - 1, delays.count * 95 / 100)]
    }

    mutating func add(_ other: Result) {
        requests += other.requests
        feedDays += other.feedDays
        delays += other.delays
        feedMeans += other.feedMeans
    }

    /// Polls one feed by one rule from its start to its end.
    static func replaying(_ publisher: Publisher, by rule: some PollingRule) -> Result {
        var rule = rule
        var result = Result()
        result.feedDays = publisher.end.timeIntervalSince(publisher.judged) / 86400
        var now = publisher.start
        // The first document has the newest twenty of what was published before.
        let first = publisher.items.prefix { $0 <= now }.suffix(20)
        var found = first.endIndex
        var new = first
        while now < publisher.end {
            if now > publisher.judged {
                result.requests += 1
                result.delays += new.compactMap { $0 > publisher.judged ? now.timeIntervalSince($0) : nil }
            }
            now += rule.wait(now: now, new: new, known: publisher.items[first.startIndex..<found])
            let from = found
            while found < publisher.items.count, publisher.items[found] <= now { found += 1 }
            new = publisher.items[from..<found]
        }
        if !result.delays.isEmpty { result.feedMeans = [result.meanDelay] }
        return result
    }
}

/// A rule by its name, made for a scale: more is lazier.
struct Contender: Sendable {
    let name: String
    let make: @Sendable (Double) -> any PollingRule

    static let rivals = [
        Contender(name: "fixed interval") { FixedInterval(scale: $0) },
        Contender(name: "entry_frequency") { EntryFrequency(scale: $0) },
        Contender(name: "half mean gap") { HalfMeanGap(scale: $0) },
    ]
    static let newspool = Contender(name: "newspool") { Newspool(scale: $0) }

    func results(_ publishers: [Publisher], scale: Double) -> [(kind: String, result: Result)] {
        publishers.map { ($0.kind, .replaying($0, by: make(scale))) }
    }

    func total(_ publishers: [Publisher], scale: Double) -> Result {
        results(publishers, scale: scale).reduce(into: Result()) { $0.add($1.result) }
    }

    /// The scale at which a falling figure of the total meets the goal, within a thousandth, by halving.
    func scale(_ publishers: [Publisher], where figure: (Result) -> Double, meets goal: Double) -> Double {
        var low = -12.0, high = 12.0  // powers of two
        for _ in 0..<18 {
            let middle = (low + high) / 2
            if figure(total(publishers, scale: exp2(middle))) > goal { low = middle } else { high = middle }
        }
        return exp2((low + high) / 2)
    }
}
