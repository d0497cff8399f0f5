/// "Did you mean": the nearest of a few words.
package enum Suggestion {
    /// The candidate that is fewest slips away, the first of several; nil where all are too far to be meant. A slip is a
    /// letter too many, missing, wrong, or swapped with the next; case, and `-` for `_`, count for nothing.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let typed = folded(word)
        guard (1...64).contains(typed.count) else { return nil }
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let meant = folded(candidate)
            let allowed = min((max(typed.count, meant.count) + 2) / 3, 3, (best?.distance ?? .max) - 1)
            guard allowed >= 0, abs(typed.count - meant.count) <= allowed else { continue }
            let slips = distance(typed, meant)
            if slips <= allowed { best = (candidate, slips) }
        }
        return best?.word
    }

    private static func folded(_ word: String) -> [UInt8] {
        word.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    }

    /// Damerau and Levenshtein's distance, neighbours swapped counting once (the "optimal string alignment").
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var (before, last) = ([Int](), Array(0...other.count))
        for i in one.indices {
            var row = [i + 1]
            for j in other.indices {
                var least = min(row[j] + 1, last[j + 1] + 1, last[j] + (one[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    least = min(least, before[j - 1] + 1)
                }
                row.append(least)
            }
            (before, last) = (last, row)
        }
        return last[other.count]
    }
}
