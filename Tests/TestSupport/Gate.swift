import Foundation

/// An event between a test and the threads of a server: closed at first, open for good once opened.
public final class Gate: @unchecked Sendable {  // `state` is only touched with the condition locked
    private let condition = NSCondition()
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init() {}

    public func open() {
        condition.lock()
        isOpen = true
        let all = waiting
        waiting = []
        condition.broadcast()
        condition.unlock()
        for continuation in all { continuation.resume() }
    }

    /// Suspends the task until the gate is open.
    public func opened() async {
        await withCheckedContinuation { continuation in
            condition.lock()
            let pass = isOpen
            if !pass { waiting.append(continuation) }
            condition.unlock()
            if pass { continuation.resume() }
        }
    }

    /// Blocks the thread until the gate is open.
    func block() {
        condition.lock()
        while !isOpen { condition.wait() }
        condition.unlock()
    }
}
