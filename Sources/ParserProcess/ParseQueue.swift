import Dispatch
package import Files
import Foundation
import Synchronization

/// Threads of their own for reading strangers' documents, each within a deadline: a document that takes long holds up
/// neither Swift's pool nor, for ever, the documents behind it.
///
/// Small documents go before large ones, and while large ones hold all threads, one more reads the small ones.
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

    /// Bytes of a document that is small beside what may hurt: it is read in a second, whatever it is.
    static let small = 256 << 10

    private struct Job: Sendable {
        /// Bytes of its document.
        var weight: Int
        var run: @Sendable (any DocumentParser) -> Void
        var fail: @Sendable (Failure) -> Void

        var isSmall: Bool { weight <= ParseQueue.small }
    }

    /// A thread, with its parser.
    private final class Reader: Sendable {
        /// Reads small documents alone, while all the others read large ones. It begins when it is first needed.
        let isSpare: Bool
        let parser: any DocumentParser
        /// Given once for each job that is `assigned` to it, and at the end.
        let wake = DispatchSemaphore(value: 0)

        init(isSpare: Bool, _ parser: any DocumentParser) { (self.isSpare, self.parser) = (isSpare, parser) }
    }

    private struct Running {
        var start: Duration
        var job: Job
        var reader: Reader
    }

    private struct State {
        /// But for the spare one.
        let threads: Int
        /// Goes before all of `waiting`.
        var urgent: [Job] = []
        var waiting = TurnLine<Job>()
        /// Those that wait for work; the last waits shortest, and its parser is the warmest.
        var idle: [Reader] = []
        /// By number.
        var running: [Int: Running] = [:]
        /// Numbers of what readers that were idle are to do.
        var assigned: [ObjectIdentifier: Int] = [:]
        var lastNumber = 0
        var lost = 0
        var isWatched = false
        var hasSpare = false
        var isStopped = false

        /// Whether all but the spare thread do.
        var areAllAtLargeDocuments: Bool {
            running.values.count { !$0.reader.isSpare && !$0.job.isSmall } >= threads
        }

        /// The next job for a reader; nil where none is for it.
        mutating func take(for reader: Reader) -> Job? {
            if reader.isSpare, !areAllAtLargeDocuments { return nil }
            if !urgent.isEmpty { return urgent.removeFirst() }
            return waiting.popFirst(weighingAtMost: reader.isSpare ? ParseQueue.small : .max)
        }

        /// - Returns: its number.
        mutating func begin(_ job: Job, _ reader: Reader, at now: Duration) -> Int {
            lastNumber += 1
            running[lastNumber] = Running(start: now, job: job, reader: reader)
            return lastNumber
        }

        /// What is to be done once the state is as it should be.
        struct Consequences {
            /// Something runs, and the alarm is not set.
            var setsAlarm = false
            var startsSpare = false
        }

        /// Gives readers that wait what there is for them.
        mutating func assign(at now: Duration) -> Consequences {
            assignIdle(at: now)
            var consequences = Consequences()
            if !isWatched, !running.isEmpty { (isWatched, consequences.setsAlarm) = (true, true) }
            if !hasSpare, !urgent.isEmpty || waiting.hasNext(weighingAtMost: ParseQueue.small), areAllAtLargeDocuments {
                (hasSpare, consequences.startsSpare) = (true, true)
            }
            return consequences
        }

        private mutating func assignIdle(at now: Duration) {
            while !urgent.isEmpty || !waiting.isEmpty {
                // The spare one last: all the others have to be at work.
                let index = idle.lastIndex { !$0.isSpare } ?? idle.indices.last
                guard let index, let job = take(for: idle[index]) else { return }
                let reader = idle.remove(at: index)
                assigned[ObjectIdentifier(reader)] = begin(job, reader, at: now)
                reader.wake.signal()
            }
        }
    }

    private let options: Options
    private let clock: Timekeeper
    private let makeParser: @Sendable () -> any DocumentParser
    private let state: Mutex<State>
    private let alarm = Mutex<(any Alarm)?>(nil)

    /// - Parameter makeParser: makes the parser of one thread.
    package init(
        _ options: Options = .standard, clock: Timekeeper = .system,
        makeParser: @escaping @Sendable () -> any DocumentParser = { LocalParser() }
    ) {
        (self.options, self.clock, self.makeParser) = (options, clock, makeParser)
        state = Mutex(State(threads: max(1, options.threads)))
        let watch = DispatchQueue(label: "newspool.parse.deadline")
        alarm.withLock { $0 = clock.makeAlarm(watch) { [weak self] in self?.expire() } }
        for _ in 0..<max(1, options.threads) { startThread(isSpare: false) }
    }

    /// Has the work done on one of the threads with its parser. Small documents go before large ones, as `TurnLine` says.
    /// - Parameters:
    ///   - bytes: of the document.
    ///   - isUrgent: before all that waits.
    package nonisolated(nonsending) func read<Value: Sendable>(
        bytes: Int = 0, isUrgent: Bool = false, _ work: @escaping @Sendable (any DocumentParser) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            let answer = ResumeOnce(continuation)
            let run: @Sendable (any DocumentParser) -> Void = { parser in
                let value = work(parser)
                parser.close()
                answer.give(.success(value))
            }
            submit(Job(weight: bytes, run: run, fail: { answer.give(.failure($0)) }), isUrgent: isUrgent)
        }
        return try result.get()
    }

    /// Has work done that needs no parser.
    package nonisolated(nonsending) func run<Value: Sendable>(
        bytes: Int = 0, isUrgent: Bool = false, _ work: @escaping @Sendable () -> Value
    ) async throws(Failure) -> Value {
        try await read(bytes: bytes, isUrgent: isUrgent) { _ in work() }
    }

    /// Ends all that waits or runs with `.stopped`, and what comes later. Waits for nothing.
    package func stop() {
        let (jobs, parsers) = state.withLock { state in
            state.isStopped = true
            let jobs = state.urgent + state.waiting.removeAll() + state.running.values.map(\.job)
            let parsers = state.running.values.map(\.reader.parser)
            for reader in state.idle { reader.wake.signal() }  // each thread sees it, and ends
            (state.urgent, state.running, state.idle) = ([], [:], [])
            return (jobs, parsers)
        }
        for job in jobs { job.fail(.stopped) }
        for parser in parsers { parser.abort() }
    }

    private func submit(_ job: Job, isUrgent: Bool) {
        let now = clock.uptime()
        let consequences = state.withLock { state -> State.Consequences? in
            if state.isStopped { return nil }
            if isUrgent { state.urgent.append(job) } else { state.waiting.append(job, weight: job.weight) }
            return state.assign(at: now)
        }
        if let consequences { draw(consequences) } else { job.fail(.stopped) }
    }

    private func draw(_ consequences: State.Consequences) {
        if consequences.setsAlarm { setAlarm(options.deadline) }
        if consequences.startsSpare { startThread(isSpare: true) }
    }

    // MARK: - Threads

    private func startThread(isSpare: Bool) {
        let thread = Thread { [self] in
            Thread.current.name = "newspool.parse"  // only a thread that runs takes a name
            let reader = Reader(isSpare: isSpare, makeParser())
            while let (number, job) = next(reader) {
                job.run(reader.parser)
                guard ended(number) else { return }
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits for a job; nil after `stop`.
    private func next(_ reader: Reader) -> (Int, Job)? {
        let now = clock.uptime()
        var consequences = State.Consequences()
        let (isIdle, taken) = state.withLock { state -> (Bool, (Int, Job)?) in
            if state.isStopped { return (false, nil) }
            guard let job = state.take(for: reader) else {
                state.idle.append(reader)
                return (true, nil)
            }
            let number = state.begin(job, reader, at: now)
            consequences = state.assign(at: now)  // where this one is large, small ones may be for the spare thread now
            return (false, (number, job))
        }
        draw(consequences)
        guard isIdle else { return taken }
        let patience = DispatchTime.now() + Double(options.patience.components.seconds)
        if reader.parser.isWarm, reader.wake.wait(timeout: patience) == .timedOut {
            reader.parser.rest()
            reader.wake.wait()
        } else if !reader.parser.isWarm {
            reader.wake.wait()
        }
        return state.withLock { state in
            guard let number = state.assigned.removeValue(forKey: ObjectIdentifier(reader)) else { return nil }
            if let job = state.running[number]?.job { return (number, job) }
            state.lost -= 1  // overdue before it began
            return nil
        }
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
        let (overdue, next) = state.withLock { state -> ([Running], Duration?) in
            var overdue: [Running] = []
            for (number, running) in state.running.sorted(by: { $0.key < $1.key })
            where now - running.start >= options.deadline && state.lost < options.mostLost {
                overdue.append(running)
                state.running[number] = nil
                state.lost += 1
            }
            guard let first = state.running.values.map(\.start).min() else {
                state.isWatched = false
                return (overdue, nil)
            }
            return (overdue, max(.seconds(1), first + options.deadline - now))
        }
        for running in overdue {
            startThread(isSpare: running.reader.isSpare)
            running.job.fail(.overdue(after: options.deadline))
            running.reader.parser.abort()
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
