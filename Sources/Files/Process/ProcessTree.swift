import Glibc

/// A process and all that it has started, sessions of their own among them, as /proc shows them.
struct ProcessTree {
    private let members: [pid_t]

    init(root: pid_t) {
        var children: [pid_t: [pid_t]] = [:]
        for process in Self.all {
            if let parent = Self.parent(of: process) { children[parent, default: []].append(process) }
        }
        var (members, next) = ([root], 0)
        while next < members.count {
            members += children[members[next]] ?? []
            next += 1
        }
        self.members = members
    }

    /// Those below first cannot start others any more; the root is last.
    func kill() { for process in members.reversed() { _ = Glibc.kill(process, SIGKILL) } }

    private static var all: [pid_t] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var found: [pid_t] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let process = pid_t(name) { found.append(process) }
        }
        return found
    }

    /// `4711 (a name) S 1234 …`: the name may hold anything.
    private static func parent(of process: pid_t) -> pid_t? {
        let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }  // it has ended
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(end + 1)..<count].split(separator: UInt8(ascii: " "))
        return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
    }
}
