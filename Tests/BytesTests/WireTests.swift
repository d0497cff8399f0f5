import Testing

@testable import Bytes

private struct Sample: WireFields, Equatable {
    var number = 0, small: UInt8 = 0, flag = false, share = 0.0, text = "", blob: [UInt8] = []
    var maybe: String?, count: Int?, inner: [Sample] = [], words: [String] = [], holes: [String?] = []
    static var blank: Sample { Sample() }

    mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&number)
        try wire.field(&small)
        try wire.field(&flag)
        try wire.field(&share)
        try wire.field(&text)
        try wire.field(&blob)
        try wire.field(&maybe)
        try wire.field(&count)
        try wire.field(&inner)
        try wire.field(&words)
        try wire.field(&holes)
    }

    static let full = Sample(
        number: -5, small: 255, flag: true, share: 0.25, text: "größer 🗞", blob: [0, 255], maybe: "", count: .max,
        inner: [Sample(number: 1), Sample(text: "b")], words: ["", "a"], holes: [nil, "", "x"])
}

struct WireTests {
    @Test func whatIsWrittenReadsBack() throws {
        for sample in [Sample.full, Sample()] { #expect(try Sample(onWire: sample.onWire) == sample) }
    }

    @Test func whatIsCutOffIsAFault() {
        let bytes = Sample.full.onWire
        for count in 0..<bytes.count {
            #expect(throws: Wire.Fault.self) { try Sample(onWire: Array(bytes[..<count])) }
        }
    }

    @Test func whatFollowsIsAFault() {
        #expect(throws: Wire.Fault.self) { try Sample(onWire: Sample.full.onWire + [0]) }
    }

    /// Lengths, counts and flags that cannot be: a value or a fault, never more memory than there are bytes.
    @Test func anyByteChangedIsAValueOrAFault() {
        let bytes = Sample.full.onWire
        var faults = 0
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 2, 0x7F, 0xFF] {
                var changed = bytes
                changed[index] = value
                if (try? Sample(onWire: changed)) == nil { faults += 1 }
            }
        }
        #expect(faults > 50)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func numbersAreFinite(_ number: Double) {
        #expect(throws: Wire.Fault.self) { try Sample(onWire: Sample(share: number).onWire) }
    }
}
