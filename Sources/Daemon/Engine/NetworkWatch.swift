import Foundation
import Model
import Polling
import Schedule
import Store

/// Polls that reached no server, held until it is clear whose fault that is. Private hosts and all others are judged
/// apart: a machine in the house answers while the line is down.
struct NetworkWatch {
    struct Held {
        let feed: PolledFeed, report: PollReport
        let took: Duration
        let until: Date
    }

    enum Action {
        /// Keep these as they ended, the latest last.
        case keep([Held])
        /// Nothing yet: it is held.
        case hold
        /// No poll of these was; `isNew`: the network was not known to be away.
        case away([Held], isNew: Bool)
        /// The network is back: keep the last one.
        case back([Held])
    }

    private var judges: [Bool: NetworkJudge] = [false: NetworkJudge(), true: NetworkJudge()]
    private var held: [Bool: [Held]] = [:]

    var heldCount: Int { held.values.reduce(0) { $0 + $1.count } }
    /// When the first of those that are held must be decided.
    var deadline: Date? { held.values.joined().map(\.until).min() }
    /// Since when no network is there for one side or the other.
    var awaySince: Date? { judges.values.compactMap(\.awaySince).min() }
    func awaySince(isPrivate: Bool) -> Date? { judges[isPrivate]?.awaySince }

    /// - Parameter isEnough: there are so many feeds and hosts on this side that they can tell.
    mutating func end(
        _ feed: PolledFeed, _ report: PollReport, took: Duration, at host: (name: String, isPrivate: Bool),
        isEnough: Bool, now: Date
    ) -> Action {
        let this = Held(feed: feed, report: report, took: took, until: now + NetworkJudge.patience)
        let side = host.isPrivate
        guard report.reachedNobody else {
            let verdict = judges[side, default: NetworkJudge()].reached()
            if verdict == .back { return .back(release(side, and: this)) }
            return .keep(judges[side]?.isOpen == true ? [this] : release(side, and: this))
        }
        guard isEnough else { return .keep([this]) }
        let wasAway = judges[side]?.awaySince != nil
        switch judges[side, default: NetworkJudge()].unreached(feed.key, host: host.name, now: now) {
        case .away: return .away(release(side, and: this), isNew: !wasAway)
        case .open:
            held[side, default: []].append(this)
            return .hold
        case .asItEnded, .back: return .keep([this])
        }
    }

    /// Those whose time is up, or all: their hosts are at fault.
    mutating func expired(now: Date, all: Bool = false) -> [Held] {
        var expired: [Held] = []
        for (side, polls) in held {
            expired += polls.filter { all || $0.until <= now }
            held[side] = all ? [] : polls.filter { $0.until > now }
        }
        return expired
    }

    private mutating func release(_ side: Bool, and last: Held) -> [Held] {
        var polls = held.removeValue(forKey: side) ?? []
        polls.append(last)
        return polls
    }
}

extension PollReport {
    /// No byte came: the name was not found, or no connection was made.
    fileprivate var reachedNobody: Bool {
        guard state.lastStatus == nil, let kind = failure?.kind else { return false }
        return kind == .dns || kind == .connect || kind == .timeout
    }
}
