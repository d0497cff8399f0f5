import CMemory
import Glibc
import Synchronization

/// What a program prints, within bounds of time and size. When it has ended, or must end, all that it started is killed,
/// which a `CommandKeeper` sees to.
package final class CommandOutput: Sendable {
    package struct Limits: Sendable {
        package var time: Duration
        /// Of its standard output.
        package var bytes: Int

        package init(time: Duration, bytes: Int) { (self.time, self.bytes) = (time, bytes) }
    }

    package enum End: Sendable, Equatable {
        case ended(ChildProcess.Ending)
        case overdue, tooLarge
        /// `stop` was called.
        case stopped
    }

    package struct Result: Sendable {
        package var end: End
        package var output: [UInt8]
        /// The last line that it wrote to its standard error.
        package var lastWords: String?
    }

    /// Bytes of standard error that are kept, the last ones.
    private static let errorBytes = 4096
    /// How long the keeper has to end all before it is ended itself.
    private static let patience = Duration.seconds(10)

    private struct State {
        var isStopping = false
        /// To the keeper, while there is one.
        var line: KeeperLine?
    }

    private let limits: Limits
    private let program: String
    private let state = Mutex(State())

    /// - Parameter program: newspool itself, for the keeper.
    package init(limits: Limits, program: String = "/proc/self/exe") { (self.limits, self.program) = (limits, program) }

    /// Ends the program that runs.
    package func stop() {
        state.withLock { state in
            state.isStopping = true
            state.line?.end()
        }
    }

    /// Blocks until it has ended.
    /// - Throws: why there is no such process.
    package func run(
        _ command: [String], environment: [String: String], directory: String
    ) throws(SystemError) -> Result {
        let (output, error, line) = (try Pipe(), try Pipe(), try KeeperLine())
        let keeper = try ChildProcess.start(
            ["newspool", CommandKeeper.argument] + command, program: program,
            environment: CommandKeeper.environment(for: environment), input: line.theirs, output: output.writing,
            error: error.writing, directory: directory)
        output.closeWriting()
        error.closeWriting()
        line.closeTheirs()
        state.withLock { state in
            state.line = line
            if state.isStopping { line.end() }
        }
        defer { state.withLock { $0.line = nil } }
        var result = Result(end: .stopped, output: [], lastWords: nil)
        var words: [UInt8] = []
        let (early, report) = read(output, &result.output, error, &words, line, keeper)
        let ending = keeper.waitNow()
        // What it printed last is still in the pipes.
        while output.read(into: &result.output, limit: limits.bytes + 1) > 0 {}
        while error.read(into: &words, limit: .max) > 0 {}
        result.lastWords = Self.lastLine(of: words)
        switch report {
        case .failed(let code): throw SystemError(code)
        case _ where result.output.count > limits.bytes: result.end = .tooLarge
        case .ended(let ending): result.end = .ended(ending)
        case .killed: result.end = early ?? .stopped
        case nil: result.end = early ?? .ended(ending)
        }
        return result
    }

    /// Reads until all has ended.
    /// - Returns: why it had to end before the program did, and what the keeper said; nil: it died.
    private func read(
        _ output: Pipe, _ bytes: inout [UInt8], _ error: Pipe, _ words: inout [UInt8], _ line: KeeperLine,
        _ keeper: ChildProcess
    ) -> (early: End?, CommandKeeper.Report?) {
        var (early, end) = (End?.none, ContinuousClock.now + limits.time)
        func finish(_ reason: End) {
            (early, end) = (reason, ContinuousClock.now + Self.patience)
            line.end()
        }
        while true {
            var ready = [bytes.count > limits.bytes ? Pipe.ended : output.poll, error.poll, line.poll]
            let left = max(.zero, end - ContinuousClock.now)
            let count = poll(&ready, nfds_t(ready.count), CInt(clamping: Int64(left / .milliseconds(1)) + 1))
            if ContinuousClock.now >= end {
                guard early == nil else {
                    keeper.signal(SIGKILL)
                    return (early, nil)
                }
                finish(.overdue)
            }
            guard count > 0 else { continue }
            _ = output.read(into: &bytes, limit: limits.bytes + 1)
            if bytes.count > limits.bytes, early == nil { finish(.tooLarge) }
            _ = error.read(into: &words, limit: .max)
            if words.count > 2 * Self.errorBytes { words.removeFirst(words.count - Self.errorBytes) }
            if ready[2].revents != 0 { return (early, line.report()) }
        }
    }

    /// In one line of at most 200 characters.
    private static func lastLine(of words: [UInt8]) -> String? {
        let lines = words.suffix(errorBytes).split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        for line in lines.reversed() {
            let text = String(decoding: line, as: UTF8.self).unicodeScalars
                .map { $0.properties.generalCategory == .control ? " " : $0 }
            let plain = String(String.UnicodeScalarView(text)).split(separator: " ").joined(separator: " ")
            if !plain.isEmpty { return plain.count > 200 ? plain.prefix(199) + "…" : plain }
        }
        return nil
    }
}

/// A pipe whose reading end never blocks and that no program inherits by chance.
private final class Pipe {
    let writing: CInt
    private let reading: CInt
    private var isWritingOpen = true
    private(set) var isAtEnd = false

    init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        guard np_close_on_exec_pipe(&ends) == 0 else { throw SystemError() }
        (reading, writing) = (ends[0], ends[1])
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    }

    deinit {
        closeWriting()
        close(reading)
    }

    func closeWriting() {
        if isWritingOpen { close(writing) }
        isWritingOpen = false
    }

    /// Of a pipe that has ended there is nothing to wait for.
    var poll: pollfd { isAtEnd ? Self.ended : pollfd(fd: reading, events: Int16(POLLIN), revents: 0) }

    static var ended: pollfd { pollfd(fd: -1, events: 0, revents: 0) }

    /// - Returns: how many bytes came.
    func read(into bytes: inout [UInt8], limit: Int) -> Int {
        guard !isAtEnd, bytes.count < limit else { return 0 }
        var chunk = [UInt8](repeating: 0, count: min(64 << 10, limit - bytes.count))
        let count = Glibc.read(reading, &chunk, chunk.count)
        if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { isAtEnd = true }
        if count > 0 { bytes += chunk.prefix(count) }
        return max(0, count)
    }
}

/// The socket between a keeper and who has it run a command.
private final class KeeperLine: Sendable {
    let theirs: CInt
    private let ours: CInt
    private let isTheirsOpen = Mutex(true)

    init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SystemError()
        }
        (ours, theirs) = (ends[0], ends[1])
    }

    deinit {
        closeTheirs()
        close(ours)
    }

    func closeTheirs() {
        isTheirsOpen.withLock { isOpen in
            if isOpen { close(theirs) }
            isOpen = false
        }
    }

    /// From any thread: all is to end.
    func end() { shutdown(ours, CInt(SHUT_WR)) }

    var poll: pollfd { pollfd(fd: ours, events: Int16(POLLIN), revents: 0) }

    /// Blocks until it is there; nil: there is none.
    func report() -> CommandKeeper.Report? {
        var bytes = [UInt8](repeating: 0, count: CommandKeeper.Report.size)
        var count = 0
        repeat { count = recv(ours, &bytes, bytes.count, CInt(MSG_WAITALL)) } while count < 0 && errno == EINTR
        return count == bytes.count ? CommandKeeper.Report(bytes) : nil
    }
}
