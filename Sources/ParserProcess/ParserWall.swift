package import Bytes
import Files
import Glibc
import Sandbox

/// What holds around a parser process.
package struct ParserWall: Equatable, Sendable, WireFields {
    /// No file can be opened, but for converters of character sets.
    package var files = false
    /// No socket can be made, no program and no process started.
    package var calls = false
    /// Bounds of memory, processor time and files.
    package var limits = false

    package static var blank: ParserWall { ParserWall() }

    package var isWhole: Bool { files && calls && limits }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&files)
        try wire.field(&calls)
        try wire.field(&limits)
    }

    /// Builds it around this process, which has one thread: what is open stays open, and nothing else is to be had. What
    /// holds is what was tried.
    static func build() -> ParserWall {
        var wall = ParserWall()
        wall.limits = ProcessWall.writeNothing() && ProcessWall.limit(stack: 8 << 20)
        guard ProcessWall.giveUpPrivileges() else { return wall }
        if let landlock = Landlock(forbidding: .all, closesNetwork: true) {
            // Converters of character sets are loaded when a document asks for one.
            for folder in converters { landlock.allow([.read, .list], beneath: folder) }
            _ = landlock.restrict()
        }
        _ = ProcessWall.allowParsingOnly()
        wall.files = !Self.opens("/") && !Self.opens("/etc/passwd")
        wall.calls = [AF_UNIX, AF_INET, AF_INET6].allSatisfy { !Self.opensSocket($0) } && fork() < 0
        return wall
    }

    private static func opens(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    private static func opensSocket(_ family: CInt) -> Bool {
        let descriptor = socket(family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    /// Where the C library has them.
    private static let converters: [String] = {
        #if arch(x86_64)
            let machine = "x86_64-linux-gnu"
        #elseif arch(arm64)
            let machine = "aarch64-linux-gnu"
        #else
            let machine = "."
        #endif
        return ["/usr/lib/\(machine)/gconv", "/usr/lib64/gconv", "/usr/lib/gconv"]
    }()
}

extension ParserWall: CustomStringConvertible {
    package var description: String {
        let files = files ? "no files" : "files can be opened (no Landlock)"
        let calls = calls ? "no sockets, no programs" : "sockets and programs can be opened (no seccomp)"
        return "\(files), \(calls), \(limits ? "bounded" : "unbounded") memory and time"
    }
}
