/// Keeps the number of names that are looked up at a time within bounds: libcurl starts a thread for each lookup.
/// Confined to the loop's queue; the time is an argument.
///
/// A lookup that lasts gives its place to the next one, for names whose servers are dead take many seconds each, and
/// those who wait behind them know nothing of it. The caller bounds how many transfers are under way.
final class LookupLimiter {
    /// How long a lookup holds its place; most take a tenth of that.
    static let patience = Duration.seconds(1)

    private let limit: Int
    private var underway: [String: ContinuousClock.Instant] = [:]
    private var waiting: [(id: Int, host: String)] = []
    /// Where `waiting` begins.
    private var head = 0

    init(limit: Int) { self.limit = limit }

    /// Whether somebody waits: then `next` is to be asked when a lookup ends, and now and then.
    var isWaitedFor: Bool { head < waiting.count }

    /// Whether `host` may be looked up now; if not, `next` will return `id` when it may. A name that is being looked up
    /// already costs nothing more.
    func enter(_ host: String, id: Int, now: ContinuousClock.Instant) -> Bool {
        if !isWaitedFor || underway[host] != nil, admit(host, now) { return true }
        waiting.append((id, host))
        return false
    }

    /// The lookup of `host` is over, or is not going to be. Unknown hosts are not an error.
    func leave(_ host: String) { underway[host] = nil }

    /// The first one waiting, if its turn has come; its host counts as being looked up.
    func next(now: ContinuousClock.Instant) -> (id: Int, host: String)? {
        guard isWaitedFor, admit(waiting[head].host, now) else { return nil }
        defer { advance() }
        return waiting[head]
    }

    private func admit(_ host: String, _ now: ContinuousClock.Instant) -> Bool {
        if underway[host] != nil { return true }
        guard underway.count < limit || underway.values.count(where: { now - $0 < Self.patience }) < limit else {
            return false
        }
        underway[host] = now
        return true
    }

    private func advance() {
        head += 1
        guard head > waiting.count / 2 else { return }
        waiting.removeFirst(head)
        head = 0
    }
}
