/// What was repaired or ignored, in words; each kind once, and no more than a limit.
struct Warnings {
    private(set) var list: [String] = []
    private var seen: Set<String> = []
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Repeats of the same message are dropped: the first line where it happened is enough.
    mutating func add(_ message: String, line: Int? = nil) {
        guard list.count < limit, seen.insert(message).inserted else { return }
        list.append(line.map { "line \($0): \(message)" } ?? message)
    }
}
