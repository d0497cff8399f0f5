import Bytes
public import FoundationEssentials

/// What is known of when a feed publishes, in 200 bytes.
///
/// The model: at time t, when the newest item is `age` old, new items come at the rate
///
///     shape(t) × hazard(age)
///
/// `shape` (mean 1) is the product of three profiles: hour of the day, weekday and five minutes of the hour, all UTC.
/// `hazard` is items per second in each of 16 doubling steps of age: it is high at short ages for feeds that publish
/// in bursts, high at about a day for a daily column, and falls with every week of a feed that has gone quiet.
/// Each is learned from publication dates alone, so quiet polls change nothing here; each starts flat and takes shape
/// as items come, and old items fade (by about a seventh a week, slower where items are rare).
public struct Rhythm: Equatable, Sendable {
    /// Items by hour of day, weekday (0 is Sunday), five minutes of the hour.
    private(set) var hours = Tally<24>()
    private(set) var weekdays = Tally<7>()
    private(set) var phases = Tally<12>()
    /// Items by age of the item before them (`AgeStep`).
    private(set) var arrivals = Tally<16>()
    /// For each step of age, the time spent in it, in seconds weighted by `shape`.
    private(set) var exposure = Exposure()
    /// When the newest known item was published.
    @SmallDate public private(set) var newest: Date?
    private var fadedAt = Date(timeIntervalSince1970: 0)

    public init() {}

    /// Items a day over what is remembered; nil before there were two.
    public var itemsPerDay: Double? { exposure.total > 0 ? arrivals.total / exposure.total * 86400 : nil }

    /// Starts the watch over a feed without dates: silence counts from here.
    mutating func begin(at date: Date) {
        guard newest == nil else { return }
        newest = date
        fadedAt = date
    }

    /// Learns one poll's new items.
    /// - Parameter dates: sorted; those not after `newest` count as published with it.
    mutating func learn(_ dates: [Date]) {
        for date in dates { learn(date) }
    }

    private mutating func learn(_ date: Date) {
        if let previous = newest {
            exposure.add(from: previous, to: date, in: Shape(self))
            arrivals.count(AgeStep(seconds: date.timeIntervalSince(previous)).index)
        }
        begin(at: date)
        let hour = UTCHour(date)
        hours.count(hour.ofDay)
        weekdays.count(hour.weekday)
        phases.count(Phase(date).index)
        newest = max(date, newest ?? date)
        fadeIfDue(at: date)
    }

    /// A step is a week, or four gaps between items where that is more: a yearly feed is not forgotten in a spring.
    private mutating func fadeIfDue(at date: Date) {
        let step = max(7 * 86400, 4 * exposure.total / max(1, arrivals.total))
        let steps = (date.timeIntervalSince(fadedAt) / step).rounded(.down)
        if steps >= 1 {
            fade(by: (1...Int(min(steps, 20))).reduce(1) { factor, _ in factor * 0.85 })
            fadedAt = date
        }
        if hours.isFull || weekdays.isFull || phases.isFull || arrivals.isFull { fade(by: 0.5) }
    }

    private mutating func fade(by factor: Double) {
        hours.fade(by: factor)
        weekdays.fade(by: factor)
        phases.fade(by: factor)
        arrivals.fade(by: factor)
        exposure.fade(by: factor)
    }
}

extension Rhythm {
    init(_ reader: inout ByteReader) throws(ByteReader.Short) {
        hours = try Tally(&reader)
        weekdays = try Tally(&reader)
        phases = try Tally(&reader)
        arrivals = try Tally(&reader)
        exposure = try Exposure(&reader)
        newest = try reader.date()
        fadedAt = try reader.date() ?? fadedAt
    }

    func write(to writer: inout ByteWriter) {
        hours.write(to: &writer)
        weekdays.write(to: &writer)
        phases.write(to: &writer)
        arrivals.write(to: &writer)
        exposure.write(to: &writer)
        writer.put(newest)
        writer.put(fadedAt)
    }
}
