package import Deliver
import Files
import Foundation

/// `consume`: hands the journal's lines to a command, in order, and notes in the cursor what it took. Belongs to one task; where that is
/// cancelled, it returns when the command has ended.
package final class Consumer {
    package struct Summary: Sendable, Equatable {
        /// Articles that a command took.
        package var consumed = 0
        /// Articles that it did not take in all its attempts.
        package var rejected = 0
        /// Whether retention had removed lines that were still to come.
        package var hasGap = false
    }

    private let runner: CommandRunner
    private let options: ConsumeOptions
    private let root: String
    private let cursor: JournalCursor
    private let rejected: RejectedLines?
    /// Sentences for the user.
    private let tell: (String) -> Void
    private let progress: (Summary, _ seq: Int64) -> Void

    private var summary = Summary()
    private var reader: JournalReader?
    /// Lines that were read, and where the next one that no one has got begins.
    private var lines: [UInt8] = []
    private var next = 0
    /// The last line that was looked at, also where the filter did not want it.
    private var reached: Int64
    /// The batch that comes next, as far as it is there, and when its first line came.
    private var ahead: ConsumeBatch
    private var aheadSince: ContinuousClock.Instant?
    private var hasRun = false

    package init(
        _ options: ConsumeOptions, _ runner: CommandRunner, cursor: JournalCursor, rejected: RejectedLines?,
        tell: @escaping (String) -> Void, progress: @escaping (Summary, _ seq: Int64) -> Void
    ) {
        (self.options, self.runner, self.cursor, self.rejected) = (options, runner, cursor, rejected)
        (self.tell, self.progress) = (tell, progress)
        root = runner.root
        reached = cursor.seq ?? 0
        ahead = ConsumeBatch(wholeItems: options.wholeItems)
    }

    /// Ends with `isOnce` when all is consumed, and when the task is cancelled.
    package func run() async throws(ConsumeError) -> Summary {
        try runner.check()
        await waitForCommandLeft()
        let watch = JournalWatch(root: root)
        let signs = Signs(watch)
        defer { signs.stop() }
        while !Task.isCancelled {
            if let batch = try await gather(signs) {
                try await consume(batch)
            } else if options.isOnce {
                break
            } else {
                await signs.next()
            }
        }
        return summary
    }

    /// The next lines that are wanted; nil where there are none at present.
    private func gather(_ signs: Signs) async throws(ConsumeError) -> ConsumeBatch? {
        while true {
            try lookAhead()
            guard let since = aheadSince else {
                if reached > cursor.seq ?? 0 { try move(to: reached) }
                return nil
            }
            let end = since + options.wait
            if isComplete || options.isOnce || end <= .now || Task.isCancelled { break }
            await signs.next(until: end)
        }
        defer { (ahead, aheadSince) = (ConsumeBatch(wholeItems: options.wholeItems), nil) }
        return ahead
    }

    private var isComplete: Bool { ahead.count >= options.batch || ahead.isFull }

    /// Takes what lines there are into the batch that comes next.
    private func lookAhead() throws(ConsumeError) {
        while !isComplete, let (seq, line) = try nextLine() {
            if aheadSince == nil { aheadSince = .now }
            guard options.wholeItems else {
                ahead.append(seq, line: line, item: nil)
                continue
            }
            let item = JournalEntry.item(of: Array(line), root: root)
            if item == nil { tell("seq \(seq): its item is not in the spool; the journal's line goes in its place") }
            ahead.append(seq, line: line, item: item)
        }
    }

    /// The next line that is wanted.
    private func nextLine() throws(ConsumeError) -> (seq: Int64, line: ArraySlice<UInt8>)? {
        while true {
            while next < lines.count {
                let start = next
                next = JournalLines.end(of: lines, from: start)
                let line = lines[start..<next]
                guard let seq = JournalLines.seq(of: line), seq > reached else { continue }
                reached = seq
                if options.filter.wants(line) { return (seq, line) }
            }
            guard try read() else { return nil }
        }
    }

    private func read() throws(ConsumeError) -> Bool {
        do throws(DeliverError) {
            if reader == nil {
                // Before the first article there is no journal.
                guard FileManager.default.fileExists(atPath: root + "/journal") else { return false }
                reader = try JournalReader(root: root, from: .init(after: reached, isForGood: true))
            }
            guard let read = try reader?.next() else { return false }
            (lines, next) = (read, 0)
        } catch {
            throw .journal(error)
        }
        if let gap = reader?.takeGap() {
            summary.hasGap = true
            tell("\(gap)")
        }
        return true
    }

    // MARK: The command

    private func consume(_ batch: ConsumeBatch) async throws(ConsumeError) {
        var failures = 0
        while !Task.isCancelled {
            if case .byLine = ConsumeAttempt(number: failures + 1, limit: options.attempts) {
                return try await consumeByLine(batch)
            }
            let (isDone, reason, counts) = try await attempt(batch)
            if isDone { return try note(batch) }
            if Task.isCancelled { return }
            failures += counts ? 1 : 0
            let pause = ConsumeAttempt.pause(after: max(1, failures))
            tell("seq \(batch.name): \(reason); again in \(pause.components.seconds) s")
            try? await Task.sleep(for: pause)  // a stop ends it
        }
    }

    private func consumeByLine(_ batch: ConsumeBatch) async throws(ConsumeError) {
        for line in batch.count == 1 ? [batch] : batch.single {
            while !Task.isCancelled {
                let (isDone, reason, counts) = try await attempt(line)
                if isDone {
                    try note(line)
                    break
                }
                if Task.isCancelled { return }
                if counts {
                    try rejected?.append(line.lastLine)
                    summary.rejected += 1
                    tell("seq \(line.name): \(reason); rejected")
                    try move(to: line.seqs[0])
                    break
                }
                // The program is gone for the moment: that says nothing about the line, and those after it wait too.
                tell("seq \(line.name): \(reason); again in 1 s")
                try? await Task.sleep(for: .seconds(1))  // a stop ends it
            }
        }
    }

    private func note(_ batch: ConsumeBatch) throws(ConsumeError) {
        summary.consumed += batch.count
        try move(to: batch.seqs[batch.count - 1])
    }

    /// - Returns: whether the command took the lines, else why not, and whether that counts as an attempt.
    private func attempt(_ batch: ConsumeBatch) async throws(ConsumeError) -> (Bool, reason: String, counts: Bool) {
        let ending: ChildProcess.Ending
        do throws(ConsumeError) {
            ending = try await runner.run(batch, lock: cursor.lock) {
                try? lookAhead()  // what fails now fails again when the batch is wanted
            }
        } catch {
            guard hasRun, case .noProgram = error else { throw error }
            return (false, "\(error)", false)
        }
        hasRun = true
        switch ending {
        case .code(0): return (true, "", true)
        case .code(let code): return (false, "\(options.command[0]) ended with \(code)", true)
        case .signal(let signal): return (false, "\(options.command[0]) was ended by signal \(signal)", true)
        }
    }

    private func move(to seq: Int64) throws(ConsumeError) {
        do throws(DeliverError) {
            try cursor.move(to: seq)
        } catch {
            throw .journal(error)
        }
        progress(summary, seq)
    }

    /// A command that runs on after its `consume` was killed is not joined by another one.
    private func waitForCommandLeft() async {
        var isTold = false
        while cursor.lock.isCommandLeft(), !Task.isCancelled {
            if !isTold { tell("the command of an earlier consume with this cursor still runs; waiting for its end") }
            isTold = true
            try? await Task.sleep(for: .milliseconds(100))  // a stop ends it
        }
    }
}
