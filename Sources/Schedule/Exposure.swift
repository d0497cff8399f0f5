import Bytes
import FoundationEssentials

/// Time spent at each age (`AgeStep`) of the newest item, in seconds weighted by the calendar's `Shape`.
struct Exposure: Sendable {
    /// Beyond this age days and nights have evened out, and plain time will do.
    private static let shapedSpan = 48 * 3600.0
    private var seconds = InlineArray<16, Float>(repeating: 0)

    subscript(step: AgeStep) -> Double { Double(seconds[step.index]) }

    var total: Double { seconds.indices.reduce(0) { $0 + Double(seconds[$1]) } }

    /// Adds the time from an item to the next one, or to now.
    mutating func add(from item: Date, to end: Date, in shape: Shape) {
        let span = end.timeIntervalSince(item)
        var age = 0.0
        var hour = UTCHour(item)
        while age < span {
            let step = AgeStep(seconds: age)
            var pieceEnd = min(span, step.end)
            var factor = 1.0
            if age < Self.shapedSpan {
                let hourEnd = hour.next.start.timeIntervalSince(item)
                factor = shape.factor(of: hour)
                if hourEnd <= pieceEnd {
                    pieceEnd = hourEnd
                    hour = hour.next
                }
            }
            seconds[step.index] += Float((pieceEnd - age) * factor)
            age = pieceEnd
        }
    }

    mutating func fade(by factor: Double) {
        for step in seconds.indices { seconds[step] *= Float(factor) }
    }
}

extension Exposure: Equatable {
    static func == (one: Exposure, other: Exposure) -> Bool {
        one.seconds.indices.allSatisfy { one.seconds[$0] == other.seconds[$0] }
    }
}

extension Exposure {
    /// What cannot be (a damaged row) counts as nothing.
    init(_ reader: inout ByteReader) throws(ByteReader.Short) {
        for step in seconds.indices {
            let value = Float(bitPattern: try reader.integer())
            seconds[step] = value.isFinite && value > 0 ? value : 0
        }
    }

    func write(to writer: inout ByteWriter) {
        for step in seconds.indices { writer.put(seconds[step].bitPattern) }
    }
}
