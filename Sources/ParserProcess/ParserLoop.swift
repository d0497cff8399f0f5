import Bytes
import Cleaning
import Files
import Glibc
import Model
import Parse
import Sandbox

/// The other side: a process that reads documents and does nothing else.
package enum ParserLoop {
    /// The first argument of a process that is to be one.
    package static let command = "parser-process"

    /// Seconds of processor time for one request: above the daemon's own deadline, which looks at the clock.
    private static let processorSeconds = 90
    /// Bytes of address space for one request: so much, and so many times the document.
    private static let memory = (base: 256 << 20, factor: 20)
    /// Bytes of a request without its document.
    private static let requestLimit = 1 << 20
    /// Bytes of items in one frame, and one item more.
    private static let frameSize = 64 << 10

    /// Never returns: the process ends with the daemon, or when it is told to.
    package static func run() -> Never {
        // Sent to all processes of a service or of a terminal: what is being read is read to its end.
        for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE] { signal(number, SIG_IGN) }
        ProcessWall.dieWithParent()
        let size = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        let wall = ParserWall.build()
        let pipe = FramePipe(reading: 0, writing: 1)
        let parser = LocalParser()
        do throws(FramePipe.Broken) {
            try pipe.write(.hello, wall.onWire)
            while true {
                let (frame, length) = try pipe.readRequest(limit: requestLimit)
                // Where a limit is refused, the daemon's deadline and the machine's memory are what is left.
                _ = ProcessWall.limit(processorSeconds: processorSeconds)
                _ = ProcessWall.limit(memory: usedMemory(size) + memory.base + memory.factor * length)
                try answer(frame, try pipe.read(count: length), parser, pipe)
            }
        } catch {
            exit(error == .ended ? 0 : 70)
        }
    }

    private static func answer(
        _ frame: FramePipe.Frame, _ document: [UInt8], _ parser: LocalParser, _ pipe: FramePipe
    ) throws(FramePipe.Broken) {
        do throws(ParserFailure) {
            switch frame.kind {
            case .open:
                let request = try value(DocumentRequest.self, frame)
                let opened = try parser.open(document, request)
                try send { () throws(FramePipe.Broken) in try pipe.write(.opened, opened.onWire) }
            case .page:
                let page = try parser.read(page: document, try value(PageRequest.self, frame))
                try send { () throws(FramePipe.Broken) in try pipe.write(.article, page.onWire) }
            case .clean:
                try clean(try value(EntryNumbers.self, frame).numbers, parser, pipe)
            case .close:
                parser.close()
                ProcessMemory.giveBack()
            default: throw .died(.badAnswer)
            }
        } catch .unreadable(let error) {
            try pipe.write(.unreadable, error.onWire)
        } catch {
            throw .malformed
        }
    }

    private static func clean(
        _ numbers: [Int], _ parser: LocalParser, _ pipe: FramePipe
    ) throws(ParserFailure) {
        var wire = Wire()
        var isBroken = false
        func flush() {
            if !isBroken, (try? pipe.write(.entries, wire.bytes)) == nil { isBroken = true }  // told below
            wire.removeAll()
        }
        try parser.clean(numbers) { _, item in
            var item = item
            try? item.visit(&wire)  // writing has no faults
            if wire.bytes.count >= frameSize { flush() }
        }
        if !wire.bytes.isEmpty { flush() }
        if isBroken { throw .died(.badAnswer) }
        try send { () throws(FramePipe.Broken) in try pipe.write(.end, []) }
    }

    private static func value<Value: WireFields>(
        _: Value.Type, _ frame: FramePipe.Frame
    ) throws(ParserFailure) -> Value {
        do throws(Wire.Fault) { return try Value(onWire: frame.bytes) } catch { throw .died(.badAnswer) }
    }

    /// The daemon is gone: nothing is left to do, whatever the failure's name.
    private static func send(_ body: () throws(FramePipe.Broken) -> Void) throws(ParserFailure) {
        do throws(FramePipe.Broken) { try body() } catch { throw .died(.badAnswer) }
    }

    /// Bytes of address space (proc(5), statm); 0 where it is not to be known.
    private static func usedMemory(_ file: CInt) -> Int {
        var text = [UInt8](repeating: 0, count: 64)
        guard unsafe pread(file, &text, text.count, 0) > 0 else { return 0 }
        let pages = text.prefix { $0 >= 0x30 && $0 <= 0x39 }.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return pages * Int(getpagesize())
    }
}

/// Which entries are to be made items of.
struct EntryNumbers: WireFields {
    var numbers: [Int] = []
    static var blank: EntryNumbers { EntryNumbers() }
    mutating func visit(_ wire: inout Wire) throws(Wire.Fault) { try wire.field(&numbers) }
}
