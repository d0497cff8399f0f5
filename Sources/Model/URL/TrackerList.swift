/// The query parameters that only track, as `Resources/trackers.txt` lists them.
///
/// Names are looked up as bytes in a hash table, case aside: this is asked for every parameter of every link.
struct TrackerList: Sendable {
    static let shared = TrackerList(PackageResources.trackers_txt)

    enum Rule: UInt8, Sendable {
        case always, never, feedValue, hex32Value
    }

    private struct Entry {
        let name: Range<Int>
        let rule: Rule
    }

    /// The names, one after the other.
    private var text: [UInt8] = []
    private var entries: [Entry] = []
    /// Open addressing: 0, or the index of an entry plus 1. The size is a power of two, at least twice the entries.
    private var slots: [UInt16] = []
    private var prefixes: [Range<Int>] = []
    private var prefixInitials = ByteSet("")
    private var longestName = 0

    /// Reads the format that the head of `trackers.txt` explains.
    init(_ list: [UInt8]) {
        for line in list.split(whereSeparator: \.isTabOrNewline) where line.first != .hash {
            let name = line.prefix { $0 != .equals }
            let value = line.dropFirst(name.count + 1)
            if name.last == UInt8(ascii: "*") {
                prefixes.append(store(name.dropLast()))
                prefixInitials.insert(name.first ?? 0)
            } else if name.first == UInt8(ascii: "!") {
                entries.append(Entry(name: store(name.dropFirst()), rule: .never))
            } else if value.isEmpty {
                entries.append(Entry(name: store(name), rule: .always))
            } else {
                let rule: Rule = value.elementsEqual("feed".utf8) ? .feedValue : .hex32Value
                entries.append(Entry(name: store(name), rule: rule))
            }
        }
        fillSlots()
    }

    /// Whether the parameter tracks in any link, whatever its value.
    func alwaysDrops(_ parameter: Parameter, of bytes: [UInt8]) -> Bool {
        rule(for: parameter.name, of: bytes) == .always
    }

    /// Whether the parameter tracks, by its name alone or by its name and value.
    func drops(_ parameter: Parameter, of bytes: [UInt8]) -> Bool {
        switch rule(for: parameter.name, of: bytes) {
        case .always: true
        case .feedValue: FeedMark.isFeedLike(bytes[parameter.value])
        case .hex32Value: parameter.value.count == 32 && bytes[parameter.value].allSatisfy { $0.hexDigitValue != nil }
        case .never, nil: false
        }
    }

    private func rule(for name: Range<Int>, of bytes: [UInt8]) -> Rule? {
        guard let initial = name.first else { return nil }
        if name.count <= longestName, let rule = listedRule(for: name, of: bytes) { return rule }
        guard prefixInitials.contains(bytes[initial].asciiLowercased) else { return nil }
        return prefixes.contains { isPrefix($0, ofNameAt: name, of: bytes) } ? .always : nil
    }

    private func listedRule(for name: Range<Int>, of bytes: [UInt8]) -> Rule? {
        var slot = Self.hash(bytes, name) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.name.count == name.count, isPrefix(entry.name, ofNameAt: name, of: bytes) { return entry.rule }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isPrefix(_ prefix: Range<Int>, ofNameAt name: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard name.count >= prefix.count else { return false }
        for (index, other) in zip(prefix, name) where text[index] != bytes[other].asciiLowercased { return false }
        return true
    }

    private static func hash(_ bytes: [UInt8], _ name: Range<Int>) -> Int {
        var hash: UInt32 = 0
        for index in name { hash = hash &* 31 &+ UInt32(bytes[index].asciiLowercased) }
        return Int((hash &* 0x9E37_79B1) >> 16)
    }

    private mutating func store(_ name: ArraySlice<UInt8>) -> Range<Int> {
        let start = text.count
        text.append(contentsOf: name)
        longestName = max(longestName, name.count)
        return start..<text.count
    }

    private mutating func fillSlots() {
        var size = 16
        while size < 2 * entries.count { size *= 2 }
        slots = Array(repeating: 0, count: size)
        for (index, entry) in entries.enumerated() {
            var slot = Self.hash(text, entry.name) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt16(index + 1)
        }
    }
}
