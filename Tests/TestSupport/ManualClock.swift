import Dispatch
package import Files
package import Foundation
import Synchronization

/// Time that passes only when a test says so.
package final class ManualClock: Sendable {
    package static let start = Date(timeIntervalSince1970: 1_795_000_000)

    private struct State {
        var passed = 0.0
        var lastID = 0
        var sleepers: [Int: (until: Double, task: CheckedContinuation<Void, Never>)] = [:]
        var alarms: [Int: (until: Double, ring: @Sendable () -> Void)] = [:]
        var watchers: [(count: Int, task: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var now: Date { Self.start + state.withLock { $0.passed } }

    package var clock: Timekeeper {
        Timekeeper(
            now: { self.now }, uptime: { .seconds(self.state.withLock { $0.passed }) }, sleep: { await self.sleep($0) },
            makeAlarm: { ManualAlarm(clock: self, queue: $0, action: $1) })
    }

    /// Lets the time pass, and wakes whatever waited for it.
    package func advance(by seconds: Double) {
        let (tasks, rings) = state.withLock { state in
            state.passed += seconds
            let passed = state.passed + 1e-9
            let tasks = state.sleepers.filter { $0.value.until <= passed }
            let alarms = state.alarms.filter { $0.value.until <= passed }
            for id in tasks.keys { state.sleepers[id] = nil }
            for id in alarms.keys { state.alarms[id] = nil }
            return (tasks.values.map(\.task), alarms.values.map(\.ring))
        }
        for task in tasks { task.resume() }
        for ring in rings { ring() }
    }

    /// Returns when at least so many tasks sleep.
    package func sleepers(count: Int) async {
        await withCheckedContinuation { task in
            let isThere = state.withLock { state in
                if state.sleepers.count < count { state.watchers.append((count, task)) }
                return state.sleepers.count >= count
            }
            if isThere { task.resume() }
        }
    }

    private func sleep(_ time: Duration) async {
        let id = newID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { task in
                let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                    if Task.isCancelled || time <= .zero { return [task] }
                    state.sleepers[id] = (state.passed + time / .seconds(1), task)
                    let ready = state.watchers.filter { $0.count <= state.sleepers.count }.map(\.task)
                    state.watchers.removeAll { $0.count <= state.sleepers.count }
                    return ready
                }
                for task in ready { task.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.task.resume()
        }
    }

    fileprivate func newID() -> Int {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    fileprivate func setAlarm(_ id: Int, after seconds: Double, ring: @escaping @Sendable () -> Void) {
        let isDue = state.withLock { state in
            state.alarms[id] = seconds <= 0 ? nil : (state.passed + seconds, ring)
            return seconds <= 0
        }
        if isDue { ring() }
    }
}

private struct ManualAlarm: Alarm {
    let clock: ManualClock
    let id: Int
    let ring: @Sendable () -> Void

    init(clock: ManualClock, queue: DispatchQueue, action: @escaping @Sendable () -> Void) {
        (self.clock, id) = (clock, clock.newID())
        ring = { queue.async(execute: action) }
    }

    func set(after time: Duration) { clock.setAlarm(id, after: time / .seconds(1), ring: ring) }
}
