import Settings

/// Says when a file has changed, from what regular looks at it find.
struct StampWatch {
    private var taken: ConfigurationSource.Stamp?
    /// A new file that was empty at the last look.
    private var empty: ConfigurationSource.Stamp?

    init(_ now: ConfigurationSource.Stamp?) { taken = now }

    /// - Parameter now: nil where there is no file, which is being replaced then.
    /// - Returns: whether it is to be read. A file that is written in place is empty for a moment and must not take all
    ///   feeds away: an empty one is read when it is so at two looks.
    mutating func hasChanged(_ now: ConfigurationSource.Stamp?) -> Bool {
        guard let now, now != taken else { return false }
        if now.size == 0, now != empty {
            empty = now
            return false
        }
        taken = now
        return true
    }
}
