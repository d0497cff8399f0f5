import Files
import Settings

/// Says when files have changed, from what regular looks at them find.
struct StampWatch {
    private var taken: FileStamps?
    /// What the last look found, where it looked like the middle of an edit.
    private var doubtful: FileStamps?

    /// The last look found no feeds.toml.
    private var isMissing = false

    init(_ now: FileStamps?) { taken = now }

    /// - Parameter now: nil where there is no feeds.toml.
    /// - Returns: whether they are to be read. A file that is written in place is empty for a moment, one that is replaced
    ///   may be gone for a moment, and neither must take feeds away: such a state counts when two looks find it.
    mutating func hasChanged(_ now: FileStamps?) -> Bool {
        guard let now else {
            defer { isMissing = true }
            guard isMissing, taken != nil else { return false }
            taken = nil
            return true
        }
        isMissing = false
        guard now != taken else { return false }
        let before = taken?.files ?? [:]
        let isEmptied = now.files.contains { $1.size == 0 && before[$0] != $1 }
        let isGone = before.keys.contains { now.files[$0] == nil }
        if isEmptied || isGone, now != doubtful {
            doubtful = now
            return false
        }
        taken = now
        return true
    }
}
