import Bytes

/// Where texts are in a list: eight bytes for each, a twentieth of what a dictionary of them takes.
package struct PlaceIndex: Sendable {
    private struct Entry {
        var hash: UInt32
        var place: Int32
    }

    /// By hash, and those of one hash by place.
    private let entries: [Entry]

    /// - Parameter texts: as long as they are asked for.
    package init(of texts: some Collection<String>) {
        var entries: [Entry] = []
        entries.reserveCapacity(texts.count)
        for (place, text) in texts.enumerated() {
            entries.append(Entry(hash: Self.hash(text), place: Int32(place)))
        }
        entries.sort { ($0.hash, $0.place) < ($1.hash, $1.place) }
        self.entries = entries
    }

    /// The first place of a text.
    /// - Parameter isThere: whether the list has it at a place where it may be.
    package func place(of text: String, _ isThere: (Int) -> Bool) -> Int? {
        let hash = Self.hash(text)
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        while low < entries.count, entries[low].hash == hash {
            if isThere(Int(entries[low].place)) { return Int(entries[low].place) }
            low += 1
        }
        return nil
    }

    private static func hash(_ text: String) -> UInt32 {
        UInt32(truncatingIfNeeded: FNV1a.of(text.utf8).avalanched)
    }
}
