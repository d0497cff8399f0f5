import Config
import Model
import Settings
import WebSub

/// Errands that wait for their turn: a hub that thousands of feeds name is not asked for all of them at once.
struct ErrandLine {
    /// Under way at one hub, and in all.
    private static let perHub = 4
    private static let inAll = 16

    private var waiting: [HubDesk.Errand] = []
    private var running: [String: Int] = [:]

    mutating func append(_ errands: [HubDesk.Errand]) { waiting += errands }

    /// What may run now; `end` must follow.
    mutating func next() -> HubDesk.Errand? {
        guard running.values.reduce(0, +) < Self.inAll,
            let place = waiting.firstIndex(where: { running[Self.host($0), default: 0] < Self.perHub })
        else { return nil }
        let errand = waiting.remove(at: place)
        running[Self.host(errand), default: 0] += 1
        return errand
    }

    mutating func end(_ errand: HubDesk.Errand) {
        let host = Self.host(errand)
        running[host] = running[host].flatMap { $0 > 1 ? $0 - 1 : nil }
    }

    private static func host(_ errand: HubDesk.Errand) -> String { HostName(of: errand.subscription.hub).text }
}
