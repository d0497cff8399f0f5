import Dispatch
package import Files
import Foundation
import Synchronization

/// Threads of their own for reading strangers' documents, each within a deadline: a document that takes long holds up
/// neither Swift's pool nor, for ever, the documents behind it.
///
/// Each thread has a parser. Where that is a process, work beyond its deadline is ended with it. Where it is not, such work
/// can only be left: its thread goes when the work is done, and another takes its place meanwhile.
package final class ParseQueue: Sendable {
    package enum Failure: Error, Equatable {
        case overdue(after: Duration)
        /// `stop` was called.
        case stopped
    }

    package struct Options: Sendable {
        package var threads: Int
        package var deadline: Duration
        /// Threads that may be lost to overdue work at one time.
        package var mostLost: Int
        /// How long a thread waits for work before its parser rests.
        package var patience: Duration

        /// One fewer than there are processors, for the network and the disk have work too; but two, so that one document
        /// never holds up all others.
        package static let standard = Options(
            threads: max(2, ProcessInfo.processInfo.activeProcessorCount - 1), deadline: .seconds(60))

        package init(
            threads: Int, deadline: Duration, mostLost: Int = 8, patience: Duration = .seconds(60)
        ) {
            (self.threads, self.deadline, self.mostLost, self.patience) = (threads, deadline, mostLost, patience)
        }
    }

    private struct Job: Sendable {
        var run: @Sendable (any DocumentParser) -> Void
        var fail: @Sendable (Failure) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        /// `waiting` begins here.
        var head = 0
        /// By number: when it began, and what to call when it is overdue.
        var running: [Int: (start: Duration, job: Job, parser: any DocumentParser)] = [:]
        var lastNumber = 0
        var lost = 0
        var isWatched = false
        var isStopped = false
    }

    private let options: Options
    private let clock: Timekeeper
    private let makeParser: @Sendable () -> any DocumentParser
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let alarm = Mutex<(any Alarm)?>(nil)

    /// - Parameter makeParser: makes the parser of one thread.
    package init(
        _ options: Options = .standard, clock: Timekeeper = .system,
        makeParser: @escaping @Sendable () -> any DocumentParser = { LocalParser() }
    ) {
        (self.options, self.clock, self.makeParser) = (options, clock, makeParser)
        let watch = DispatchQueue(label: "newspool.parse.deadline")
        alarm.withLock { $0 = clock.makeAlarm(watch) { [weak self] in self?.expire() } }
        for _ in 0..<max(1, options.threads) { startThread() }
    }

    /// Has the work done on one of the threads with its parser, after what came before it.
    /// - Parameter isUrgent: before all that waits.
    package nonisolated(nonsending) func read<Value: Sendable>(
        isUrgent: Bool = false, _ work: @escaping @Sendable (any DocumentParser) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            let answer = ResumeOnce(continuation)
            let run: @Sendable (any DocumentParser) -> Void = { parser in
                let value = work(parser)
                parser.close()
                answer.give(.success(value))
            }
            submit(Job(run: run, fail: { answer.give(.failure($0)) }), isUrgent: isUrgent)
        }
        return try result.get()
    }

    /// Has work done that needs no parser.
    package nonisolated(nonsending) func run<Value: Sendable>(
        isUrgent: Bool = false, _ work: @escaping @Sendable () -> Value
    ) async throws(Failure) -> Value {
        try await read(isUrgent: isUrgent) { _ in work() }
    }

    /// Ends all that waits or runs with `.stopped`, and what comes later. Waits for nothing.
    package func stop() {
        let (jobs, parsers) = state.withLock { state in
            state.isStopped = true
            defer { (state.waiting, state.head, state.running) = ([], 0, [:]) }
            return (state.waiting[state.head...] + state.running.values.map(\.job), state.running.values.map(\.parser))
        }
        for job in jobs { job.fail(.stopped) }
        for parser in parsers { parser.abort() }
        for _ in 0..<(options.threads + options.mostLost) { arrivals.signal() }  // each thread sees it, and ends
    }

    private func submit(_ job: Job, isUrgent: Bool) {
        let isTaken = state.withLock { state in
            if !state.isStopped { state.waiting.insert(job, at: isUrgent ? state.head : state.waiting.count) }
            return !state.isStopped
        }
        if isTaken { arrivals.signal() } else { job.fail(.stopped) }
    }

    // MARK: - Threads

    private func startThread() {
        let thread = Thread { [self] in
            Thread.current.name = "newspool.parse"  // only a thread that runs takes a name
            let parser = makeParser()
            while let (number, job) = next(parser) {
                job.run(parser)
                guard ended(number) else { return }
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits for a job; nil after `stop`.
    private func next(_ parser: any DocumentParser) -> (Int, Job)? {
        if parser.isWarm, arrivals.wait(timeout: .now() + Double(options.patience.components.seconds)) == .timedOut {
            parser.rest()
            arrivals.wait()
        } else if !parser.isWarm {
            arrivals.wait()
        }
        let start = clock.uptime()
        let (taken, watches) = state.withLock { state -> ((Int, Job)?, Bool) in
            guard !state.isStopped, state.head < state.waiting.count else { return (nil, false) }
            let job = state.waiting[state.head]
            state.head += 1
            if state.head == state.waiting.count || state.head > 64 && state.head > state.waiting.count / 2 {
                state.waiting.removeFirst(state.head)
                state.head = 0
            }
            state.lastNumber += 1
            state.running[state.lastNumber] = (start, job, parser)
            defer { state.isWatched = true }
            return ((state.lastNumber, job), !state.isWatched)
        }
        if watches { setAlarm(options.deadline) }
        return taken
    }

    /// - Returns: false where the job was overdue: another thread has taken the place of this one.
    private func ended(_ number: Int) -> Bool {
        state.withLock { state in
            if state.running.removeValue(forKey: number) != nil { return true }
            state.lost -= 1
            return false
        }
    }

    // MARK: - Deadlines

    private func setAlarm(_ time: Duration) { alarm.withLock { $0?.set(after: time) } }

    /// Gives up what has run too long. While something runs, a look at each deadline is enough.
    private func expire() {
        let now = clock.uptime()
        let (overdue, next) = state.withLock { state -> ([(job: Job, parser: any DocumentParser)], Duration?) in
            var overdue: [(job: Job, parser: any DocumentParser)] = []
            for (number, running) in state.running.sorted(by: { $0.key < $1.key })
            where now - running.start >= options.deadline && state.lost < options.mostLost {
                overdue.append((running.job, running.parser))
                state.running[number] = nil
                state.lost += 1
            }
            guard let first = state.running.values.map(\.start).min() else {
                state.isWatched = false
                return (overdue, nil)
            }
            return (overdue, max(.seconds(1), first + options.deadline - now))
        }
        for (job, parser) in overdue {
            startThread()
            job.fail(.overdue(after: options.deadline))
            parser.abort()
        }
        if let next { setAlarm(next) }
    }
}

/// Resumes a task once: with the value or with the failure, whichever comes first.
private final class ResumeOnce<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Result<Value, ParseQueue.Failure>, Never>?>

    init(_ continuation: CheckedContinuation<Result<Value, ParseQueue.Failure>, Never>) {
        self.continuation = Mutex(continuation)
    }

    func give(_ result: Result<Value, ParseQueue.Failure>) {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(returning: result)
    }
}
