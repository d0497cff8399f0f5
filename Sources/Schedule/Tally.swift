import Bytes

/// Counts in a row of bins, in two bytes each: a hundred thousand feeds keep several. A count is kept in 64ths,
/// because old counts fade by fractions.
struct Tally<let size: Int>: Sendable {
    private static var unit: Double { 64 }
    private(set) var bins = InlineArray<size, UInt16>(repeating: 0)

    subscript(bin: Int) -> Double { Double(bins[bin]) / Self.unit }

    var total: Double {
        var sum = 0
        for bin in bins.indices { sum += Int(bins[bin]) }
        return Double(sum) / Self.unit
    }

    /// A bin is near the end of its range: time to fade.
    var isFull: Bool { bins.indices.contains { bins[$0] > UInt16.max - 2 * UInt16(Self.unit) } }

    mutating func count(_ bin: Int) {
        bins[bin] = UInt16(min(Int(bins[bin]) + Int(Self.unit), Int(UInt16.max)))
    }

    /// Multiplies all counts; `factor` is 0 to 1. Rounds down, so that what is no longer counted ends at 0.
    mutating func fade(by factor: Double) {
        for bin in bins.indices { bins[bin] = UInt16(Double(bins[bin]) * min(max(factor, 0), 1)) }
    }
}

extension Tally: Equatable {
    static func == (one: Tally, other: Tally) -> Bool { one.bins.indices.allSatisfy { one.bins[$0] == other.bins[$0] } }
}

extension Tally {
    init(_ reader: inout ByteReader) throws(ByteReader.Short) {
        for bin in bins.indices { bins[bin] = try reader.integer() }
    }

    func write(to writer: inout ByteWriter) {
        for bin in bins.indices { writer.put(bins[bin]) }
    }
}
