import Bytes

/// The query parameters that only track, as `Resources/trackers.txt` lists them.
///
/// Names are looked up as bytes in a hash table, case aside: this is asked for every parameter of every link.
final class TrackerList: Sendable {
    static let shared = TrackerList(PackageResources.trackers_txt)

    enum Rule: UInt8, Sendable {
        case always, never, feedValue, hex32Value
    }

    private struct Entry {
        let name: Range<Int>
        let rule: Rule
    }

    /// The names, one after the other.
    private let text: [UInt8]
    private let entries: [Entry]
    /// Open addressing: 0, or the index of an entry plus 1. The size is a power of two, at least twice the entries.
    private let slots: [UInt16]
    private let prefixes: [Range<Int>]
    private let prefixInitials: ByteSet
    private let longestName: Int

    /// Reads the format that the head of `trackers.txt` explains.
    init(_ list: [UInt8]) {
        var text: [UInt8] = []
        var entries: [Entry] = []
        var prefixes: [Range<Int>] = []
        func store(_ name: ArraySlice<UInt8>) -> Range<Int> {
            text.append(contentsOf: name)
            return text.count - name.count..<text.count
        }
        for line in list.split(whereSeparator: \.isTabOrNewline) where line.first != .hash {
            let name = line.prefix { $0 != .equals }
            let value = line.dropFirst(name.count + 1)
            if name.last == UInt8(ascii: "*") {
                prefixes.append(store(name.dropLast()))
            } else if name.first == UInt8(ascii: "!") {
                entries.append(Entry(name: store(name.dropFirst()), rule: .never))
            } else if value.isEmpty {
                entries.append(Entry(name: store(name), rule: .always))
            } else {
                let rule: Rule = value.elementsEqual("feed".utf8) ? .feedValue : .hex32Value
                entries.append(Entry(name: store(name), rule: rule))
            }
        }
        self.text = text
        self.entries = entries
        self.prefixes = prefixes
        prefixInitials = ByteSet(prefixes.compactMap(\.first).map { text[$0] })
        longestName = entries.map(\.name.count).max() ?? 0
        slots = Self.slots(for: entries, of: text)
    }

    /// Whether the parameter tracks in any link, whatever its value.
    func alwaysDrops(_ parameter: Parameter, of bytes: [UInt8]) -> Bool {
        rule(for: parameter.name, of: bytes) == .always
    }

    /// Whether the parameter tracks, by its name alone or by its name and value.
    func drops(_ parameter: Parameter, of bytes: [UInt8]) -> Bool {
        switch rule(for: parameter.name, of: bytes) {
        case .always: true
        case .feedValue: FeedMark.isFeedLike(parameter.value, of: bytes)
        case .hex32Value: parameter.value.count == 32 && bytes[parameter.value].allSatisfy { $0.hexDigitValue != nil }
        case .never, nil: false
        }
    }

    private func rule(for name: Range<Int>, of bytes: [UInt8]) -> Rule? {
        guard let start = name.first else { return nil }
        if name.count <= longestName, let rule = listedRule(for: name, of: bytes) { return rule }
        let initial = bytes[start].asciiLowercased
        guard prefixInitials.contains(initial) else { return nil }
        for prefix in prefixes
        where text[prefix.lowerBound] == initial && isPrefix(prefix, ofNameAt: name, of: bytes) { return .always }
        return nil
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
        let distance = name.lowerBound - prefix.lowerBound
        for index in prefix where text[index] != bytes[index + distance].asciiLowercased { return false }
        return true
    }

    private static func hash(_ bytes: [UInt8], _ name: Range<Int>) -> Int {
        var hash: UInt32 = 0
        for index in name { hash = hash &* 31 &+ UInt32(bytes[index].asciiLowercased) }
        return Int((hash &* 0x9E37_79B1) >> 16)
    }

    private static func slots(for entries: [Entry], of text: [UInt8]) -> [UInt16] {
        var size = 16
        while size < 2 * entries.count { size *= 2 }
        var slots = [UInt16](repeating: 0, count: size)
        for (index, entry) in entries.enumerated() {
            var slot = hash(text, entry.name) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt16(index + 1)
        }
        return slots
    }
}
