import CMemory
import Glibc
import Synchronization

/// What a program prints, within bounds of time and size. When it has ended, or must end, all that it started is killed.
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
    /// Milliseconds between two looks at whether it is to be stopped.
    private static let look: CInt = 50

    private let limits: Limits
    private let isStopping = Mutex(false)

    package init(limits: Limits) { self.limits = limits }

    /// Ends the program that runs.
    package func stop() { isStopping.withLock { $0 = true } }

    /// Blocks until it has ended.
    /// - Throws: why there is no such process.
    package func run(
        _ command: [String], environment: [String: String], directory: String
    ) throws(SystemError) -> Result {
        let (output, error) = (try Pipe(), try Pipe())
        let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw SystemError() }
        defer { close(input) }
        let child = try ChildProcess.start(
            command, environment: environment, input: input, output: output.writing, error: error.writing,
            directory: directory)
        output.closeWriting()
        error.closeWriting()
        let start = ContinuousClock.now
        var result = Result(end: .overdue, output: [], lastWords: nil)
        var words: [UInt8] = []
        let early = read(output, &result.output, error, &words, until: start + limits.time, child)
        ProcessTree(root: child.identifier).kill()
        child.signal(SIGKILL)
        // What it printed last is still in the pipes.
        while output.read(into: &result.output, limit: limits.bytes + 1) > 0 {}
        while error.read(into: &words, limit: .max) > 0 {}
        let ending = child.waitNow()
        result.lastWords = Self.lastLine(of: words)
        result.end = early ?? (result.output.count > limits.bytes ? .tooLarge : .ended(ending))
        return result
    }

    /// Reads until the program has ended.
    /// - Returns: why it must end before; nil: it has.
    private func read(
        _ output: Pipe, _ bytes: inout [UInt8], _ error: Pipe, _ words: inout [UInt8],
        until end: ContinuousClock.Instant, _ child: ChildProcess
    ) -> End? {
        while !child.isOver {
            if isStopping.withLock({ $0 }) { return .stopped }
            if ContinuousClock.now >= end { return .overdue }
            // Beside the pipes nothing tells of its end; where it has closed both, it is looked for.
            var ready = [output.poll, error.poll]
            let count = poll(&ready, nfds_t(ready.count), Self.look)
            guard count > 0 else { continue }
            _ = output.read(into: &bytes, limit: limits.bytes + 1)
            if bytes.count > limits.bytes { return .tooLarge }
            _ = error.read(into: &words, limit: .max)
            if words.count > 2 * Self.errorBytes { words.removeFirst(words.count - Self.errorBytes) }
            if output.isAtEnd, error.isAtEnd { usleep(UInt32(Self.look) * 100) }
        }
        return nil
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
    var poll: pollfd { pollfd(fd: isAtEnd ? -1 : reading, events: Int16(POLLIN), revents: 0) }

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
