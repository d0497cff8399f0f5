/// Keeps the number of names that are looked up at a time within bounds: libcurl starts a thread for each lookup.
/// Confined to the loop's queue.
final class LookupGate {
    private let limit: Int
    private var underway: Set<String> = []
    private var waiting: [(id: Int, host: String)] = []
    /// Where `waiting` begins.
    private var head = 0

    init(limit: Int) { self.limit = limit }

    /// Whether `host` may be looked up now; if not, `next` will return `id` when it may. A name that is being looked up
    /// already costs nothing more.
    func enter(_ host: String, id: Int) -> Bool {
        if admit(host) { return true }
        waiting.append((id, host))
        return false
    }

    /// The lookup of `host` is over, or is not going to be. Unknown hosts are no error.
    func leave(_ host: String) { underway.remove(host) }

    /// The first one waiting, if its turn has come; its host counts as being looked up.
    func next() -> (id: Int, host: String)? {
        guard head < waiting.count, admit(waiting[head].host) else { return nil }
        defer { advance() }
        return waiting[head]
    }

    private func admit(_ host: String) -> Bool {
        guard underway.count < limit || underway.contains(host) else { return false }
        underway.insert(host)
        return true
    }

    private func advance() {
        head += 1
        guard head > waiting.count / 2 else { return }
        waiting.removeFirst(head)
        head = 0
    }
}
