public import Foundation
import Glibc

/// The built `newspool` program, run as a user runs it.
public struct Program: Sendable {
    /// What a run left: its exit code (or minus the signal that ended it) and what it said.
    public struct Result: Sendable {
        public var status: Int32
        public var output: Data
        public var errors: String
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Beside the test bundle, where the package manager puts it.
    public static let path: String = {
        let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appending(path: "newspool").path
    }()

    /// Runs to the end. The environment is this process's with `environment` over it.
    @discardableResult
    public static func run(
        _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:], input: Data? = nil
    ) throws -> Result {
        let running = try RunningProgram(arguments, in: directory, environment: environment, input: input)
        return running.wait()
    }
}

/// A program that runs: its standard error can be waited on line by line, and it can be sent signals.
public final class RunningProgram: @unchecked Sendable {  // the lock guards all that changes
    private let process = Process()
    private let changed = NSCondition()
    private var errors = Data()
    private var output = Data()
    private var openPipes = 2

    public init(
        _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:], input: Data? = nil,
        path: String = Program.path
    ) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        var merged = ProcessInfo.processInfo.environment
        merged["LIBDISPATCH_LOG"] = "NO"
        merged["NEWSPOOL_CONFIG"] = nil
        process.environment = merged.merging(environment) { _, new in new }
        let (outputPipe, errorPipe) = (Pipe(), Pipe())
        process.standardOutput = outputPipe
        process.standardError = errorPipe
        if let input {
            let pipe = Pipe()
            process.standardInput = pipe
            try process.run()
            // From another thread: a program that never reads must not stop the test.
            DispatchQueue.global().async {
                try? pipe.fileHandleForWriting.write(contentsOf: input)  // it may have ended before it read all
                try? pipe.fileHandleForWriting.close()
            }
        } else {
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }
        collect(outputPipe) { $0.output.append($1) }
        collect(errorPipe) { $0.errors.append($1) }
    }

    public var identifier: Int32 { process.processIdentifier }
    public var isRunning: Bool { process.isRunning }

    public func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Blocks until standard error holds the text, at most `seconds`; false where it never came.
    public func waitForError(containing text: String, seconds: Double = 20) -> Bool {
        wait(seconds: seconds) { String(decoding: $0.errors, as: UTF8.self).contains(text) }
    }

    /// Blocks until standard output holds the text, at most `seconds`; false where it never came.
    public func waitForOutput(containing text: String, seconds: Double = 20) -> Bool {
        wait(seconds: seconds) { String(decoding: $0.output, as: UTF8.self).contains(text) }
    }

    /// Blocks until the program has ended and all its output is here.
    public func wait() -> Program.Result {
        process.waitUntilExit()
        // All that it wrote is in the pipes by now. Their ends come at once too, unless another child that was started
        // in the same moment holds a copy of them: then no one waits for that one.
        let deadline = Date(timeIntervalSinceNow: 2)
        changed.lock()
        while openPipes > 0, changed.wait(until: deadline) {}
        defer { changed.unlock() }
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Program.Result(status: status, output: output, errors: String(decoding: errors, as: UTF8.self))
    }

    public var outputSoFar: Data { changed.withLock { output } }

    public var errorText: String {
        changed.withLock { String(decoding: errors, as: UTF8.self) }
    }

    private func wait(seconds: Double, until isTrue: (RunningProgram) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !isTrue(self) {
            if openPipes == 0 || !changed.wait(until: deadline) { return isTrue(self) }
        }
        return true
    }

    /// What is there, or comes next; empty at the end. `availableData` traps when another test's signal interrupts it.
    private static func read(_ pipe: Pipe) -> Data {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(pipe.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            return Data(buffer.prefix(max(0, count)))
        }
    }

    private func collect(_ pipe: Pipe, _ append: @escaping @Sendable (RunningProgram, Data) -> Void) {
        Thread.detachNewThread { [self] in
            while true {
                let data = Self.read(pipe)
                changed.withLock {
                    if data.isEmpty { openPipes -= 1 } else { append(self, data) }
                    changed.broadcast()
                }
                if data.isEmpty { return }
            }
        }
    }
}
