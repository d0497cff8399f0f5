import Bytes
package import Cleaning
package import Files
import Glibc
import Model
import Parse
import Sandbox
import Synchronization

/// Reads documents in a process of its own, which is started when there is something to read. When it dies, what it was
/// reading fails, and the next document has a new process.
package final class ParserClient: DocumentParser {
    /// Documents that one process reads: one that was taken over does not stay.
    private static let documentsOfProcess = 1_000
    /// Bytes that a process may answer: so much, and so many times the document.
    private static let answer = (base: 64 << 20, factor: 20)
    /// A request has room for more than that.
    private static let entriesOfRequest = 10_000
    /// A document from which on the process gives its memory back when it was read.
    private static let largeDocument = 256 << 10

    private struct State {
        var process: ParserProcessHandle?
        var documents = 0
        /// What the process may still answer.
        var allowance = 0
        var isLarge = false
        /// The document is being read in this process, for no other could be started.
        var isLocal = false
    }

    private let program: String
    private let onTrouble: @Sendable (String) -> Void
    private let state = Mutex(State())
    /// What `abort` ends.
    private let current = Mutex<(process: ParserProcessHandle?, isAborted: Bool)>((nil, false))
    private let local = LocalParser()

    /// - Parameters:
    ///   - program: newspool itself.
    ///   - onTrouble: called with the reason when no process can be started; the document is then read in this one.
    package init(program: String = "/proc/self/exe", onTrouble: @escaping @Sendable (String) -> Void = { _ in }) {
        (self.program, self.onTrouble) = (program, onTrouble)
    }

    deinit { current.withLock { $0.process }?.end() }

    // MARK: - Documents

    package func open(_ bytes: [UInt8], _ request: DocumentRequest) throws(ParserFailure) -> OpenedFeed {
        guard let process = try prepare(bytes.count, isContinuation: request.isContinuation) else {
            return try local.open(bytes, request)
        }
        try write(process, .open, request.onWire, document: bytes)
        let frame = try read(process)
        switch frame.kind {
        case .opened: return try value(frame, of: process)
        case .unreadable: throw .unreadable(try value(frame, of: process))
        default: throw died(process, .badAnswer)
        }
    }

    package func clean(_ entries: [Int], _ take: (Int, CleanItem) -> Void) throws(ParserFailure) {
        if entries.isEmpty { return }
        if state.withLock({ $0.isLocal }) { return try local.clean(entries, take) }
        guard let process = state.withLock({ $0.process }) else { throw .died(.aborted) }
        var rest = entries[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.entriesOfRequest)
            rest = rest.dropFirst(some.count)
            try clean(some, with: process, take)
        }
    }

    private func clean(
        _ entries: ArraySlice<Int>, with process: ParserProcessHandle, _ take: (Int, CleanItem) -> Void
    ) throws(ParserFailure) {
        try write(process, .clean, EntryNumbers(numbers: Array(entries)).onWire)
        var rest = entries
        while true {
            let frame = try read(process)
            if frame.kind == .end, rest.isEmpty { return }
            guard frame.kind == .entries else { throw died(process, .badAnswer) }
            var wire = Wire(reading: frame.bytes)
            while !wire.isAtEnd {
                var item = CleanItem.blank
                guard let number = rest.popFirst(), (try? item.visit(&wire)) != nil else {
                    throw died(process, .badAnswer)  // more than was asked for, or not an item
                }
                take(number, item)
            }
        }
    }

    package func read(page: [UInt8], _ request: PageRequest) throws(ParserFailure) -> ParsedPage {
        guard let process = try prepare(page.count, isContinuation: false) else {
            return try local.read(page: page, request)
        }
        try write(process, .page, request.onWire, document: page)
        let frame = try read(process)
        guard frame.kind == .article else { throw died(process, .badAnswer) }
        return try value(frame, of: process)
    }

    // MARK: - The process

    /// Of the process there is.
    var processID: Int32? { state.withLock { $0.process?.id } }

    package var isWarm: Bool { state.withLock { $0.process != nil } }

    package func close() {
        local.close()
        let (process, isLarge) = state.withLock { state in
            defer { (state.isLarge, state.isLocal) = (false, false) }
            return (state.process, state.isLarge)
        }
        guard let process, isLarge else { return }
        _ = try? write(process, .close, [])  // one that died is replaced when the next document comes
    }

    package func rest() {
        state.withLock { $0.process.take() }?.end()
        current.withLock { $0.process = nil }
    }

    package func abort() {
        let process = current.withLock { current in
            current.isAborted = true
            return current.process
        }
        process?.kill()
    }

    /// A process that is ready for a document; nil where none can be started.
    private func prepare(_ bytes: Int, isContinuation: Bool) throws(ParserFailure) -> ParserProcessHandle? {
        if isContinuation {
            if state.withLock({ $0.isLocal }) { return nil }
        } else if state.withLock({ $0.documents >= Self.documentsOfProcess || $0.process?.isRunning == false }) {
            rest()
        }
        let process: ParserProcessHandle
        if let running = state.withLock({ $0.process }) {
            process = running
        } else {
            if isContinuation { throw .died(.aborted) }  // what it continues died with its process
            guard let started = try start() else {
                state.withLock { $0.isLocal = true }
                return nil
            }
            process = started
            state.withLock { ($0.process, $0.documents) = (started, 0) }
        }
        state.withLock { state in
            state.documents += 1
            let more = Self.answer.factor * bytes
            state.allowance = isContinuation ? state.allowance + more : Self.answer.base + more
            if bytes >= Self.largeDocument { state.isLarge = true }
        }
        return process
    }

    private func start() throws(ParserFailure) -> ParserProcessHandle? {
        let process: ParserProcessHandle
        do throws(SystemError) {
            process = try ParserProcessHandle(program)
        } catch {
            onTrouble("\(error)")
            return nil
        }
        let isAborted = current.withLock { current in
            current.process = process
            return current.isAborted
        }
        if isAborted { process.kill() }
        if process.wall() != nil { return process }
        let failure = died(process, nil)
        if failure == .died(.aborted) { throw failure }
        onTrouble("it does not begin")
        return nil
    }

    /// What holds around a parser process, tried on one; nil where it does not begin.
    package static func examine(program: String = "/proc/self/exe") throws(SystemError) -> ParserWall? {
        let process = try ParserProcessHandle(program)
        defer { process.end() }
        return process.wall()
    }

    // MARK: - Frames

    private func write(
        _ process: ParserProcessHandle, _ kind: FramePipe.Kind, _ bytes: [UInt8], document: [UInt8]? = nil
    ) throws(ParserFailure) {
        do throws(FramePipe.Broken) {
            try process.pipe.write(kind, bytes, document: document)
        } catch {
            throw died(process, nil)
        }
    }

    private func read(_ process: ParserProcessHandle) throws(ParserFailure) -> FramePipe.Frame {
        do throws(FramePipe.Broken) {
            let frame = try process.pipe.read(limit: state.withLock { $0.allowance })
            state.withLock { $0.allowance -= frame.bytes.count }
            return frame
        } catch {
            throw died(process, error == .malformed ? .badAnswer : nil)
        }
    }

    private func value<Value: WireFields>(
        _ frame: FramePipe.Frame, of process: ParserProcessHandle
    ) throws(ParserFailure) -> Value {
        do throws(Wire.Fault) {
            return try Value(onWire: frame.bytes)
        } catch {
            throw died(process, .badAnswer)
        }
    }

    /// - Parameter reason: nil where the process knows.
    private func died(_ process: ParserProcessHandle, _ reason: ParserDeath?) -> ParserFailure {
        state.withLock { $0.process = nil }
        let isAborted = current.withLock { current in
            current.process = nil
            return current.isAborted
        }
        let end = process.end()
        return .died(isAborted ? .aborted : reason ?? end)
    }
}
