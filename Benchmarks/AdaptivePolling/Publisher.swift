import Foundation
import Schedule

/// When the items of one feed were published, sorted, and from when on its polling is watched.
struct Publisher {
    let kind: String
    let items: [Date]
    /// The first poll; what was published before is in the document that it finds.
    let start: Date
    /// Delays and requests count from here on: no rule is judged while it learns.
    let judged: Date
    let end: Date
}

/// The rhythms that a list of feeds is made of. All are drawn from the generator: the same seed, the same year.
struct PublisherFactory {
    private static let epoch = Date(timeIntervalSince1970: 1_767_225_600)  // 2026-01-01, a Thursday
    private static let history = 60.0 * 86400, warmUp = 56.0 * 86400, judgedSpan = 112.0 * 86400
    private static var span: Double { history + warmUp + judgedSpan }

    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// A hundred feeds as one person's list might have them.
    mutating func list() -> [Publisher] {
        var publishers: [Publisher] = []
        for _ in 0..<12 { publishers.append(newsroom()) }
        for _ in 0..<28 { publishers.append(dailyBlog()) }
        for _ in 0..<15 { publishers.append(weeklyPodcast()) }
        for _ in 0..<15 { publishers.append(bursty()) }
        for _ in 0..<15 { publishers.append(occasional()) }
        for _ in 0..<15 { publishers.append(dead()) }
        return publishers
    }

    /// 15 to 120 items on a workday, most of them by day, a third of it at weekends.
    private mutating func newsroom() -> Publisher {
        let perDay = 15 * pow(8, generator.unit())
        let zone = generator.unit() * 24
        return publisher(
            "newsroom",
            thinned(peakPerDay: perDay * 2.2) { second in
                let local = (second / 3600 + zone).truncatingRemainder(dividingBy: 24)
                let weekday = Int((second / 3600 + zone) / 24) % 7
                let byDay = local < 6 ? 0.08 : local < 9 ? 0.7 : local < 19 ? 1 : 0.45
                return byDay * (weekday == 2 || weekday == 3 ? 0.35 : 1)
            })
    }

    /// One item a workday, give or take the odd one, around an hour of its own.
    private mutating func dailyBlog() -> Publisher {
        let hour = generator.unit() * 24, noise = 300 * pow(18, generator.unit()), weekends = generator.unit() < 0.3
        var items: [Double] = []
        for day in 0..<Int(Self.span / 86400) {
            if !weekends && (day % 7 == 2 || day % 7 == 3) || generator.unit() < 0.12 { continue }
            items.append(Double(day) * 86400 + hour * 3600 + gaussian() * noise)
        }
        return publisher("daily blog", items)
    }

    /// An episode a week by timer; one in eight is late by hours.
    private mutating func weeklyPodcast() -> Publisher {
        let moment = (Double(Int(generator.unit() * 7 * 48)) / 48) * 86400
        var items: [Double] = []
        for week in 0..<Int(Self.span / 604_800) {
            let late = generator.unit() < 0.125 ? generator.unit() * 20 * 3600 : generator.unit() * 240
            items.append(Double(week) * 604_800 + moment + late)
        }
        return publisher("weekly podcast", items)
    }

    /// Long rests, then ten items or so within hours: each calls for the next one.
    private mutating func bursty() -> Publisher {
        var items: [Double] = []
        var time = 0.0
        while time < Self.span {
            time += exponential(mean: 3 * 86400)
            let size = 1 + Int(exponential(mean: 9))
            var item = time
            for _ in 0..<size {
                items.append(item)
                item += exponential(mean: 1500)
            }
            time = item
        }
        return publisher("bursty", items)
    }

    /// A person who writes when there is something to say: two to thirty days apart, at any waking hour.
    private mutating func occasional() -> Publisher {
        let mean = 2 * pow(15, generator.unit()) * 86400
        return publisher(
            "now and then",
            thinned(peakPerDay: 86400 / mean * 1.5) { second in
                (second / 3600).truncatingRemainder(dividingBy: 24) < 8 ? 0 : 1
            })
    }

    /// Nothing for years.
    private mutating func dead() -> Publisher {
        publisher("dead", (0..<10).map { -Double($0 + 1) * 40 * 86400 })
    }

    // MARK: - Drawing

    private func publisher(_ kind: String, _ seconds: [Double]) -> Publisher {
        let start = Self.epoch + Self.history
        return Publisher(
            kind: kind, items: seconds.filter { $0 < Self.span }.sorted().map { Self.epoch + $0 }, start: start,
            judged: start + Self.warmUp, end: Self.epoch + Self.span)
    }

    /// An inhomogeneous Poisson process; `share` is the part of the peak rate at a second, 0 to 1.
    private mutating func thinned(peakPerDay: Double, _ share: (Double) -> Double) -> [Double] {
        var items: [Double] = []
        var time = 0.0
        while time < Self.span {
            time += exponential(mean: 86400 / peakPerDay)
            if generator.unit() < share(time) { items.append(time) }
        }
        return items
    }

    private mutating func exponential(mean: Double) -> Double { -mean * log(1 - generator.unit()) }

    private mutating func gaussian() -> Double {
        (-2 * log(1 - generator.unit())).squareRoot() * cos(2 * .pi * generator.unit())
    }
}
