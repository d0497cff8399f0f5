import Glibc

/// The processes whose parent is this one, those among them that have ended and were not waited for.
enum OwnChildren {
    /// For a process of one thread. Where the kernel keeps no list of children (CONFIG_PROC_CHILDREN) all processes are
    /// looked at, which takes longer.
    static func list() -> [pid_t] {
        let own = getpid()
        guard let list = read("/proc/self/task/\(own)/children") else {
            return processes().filter { parent(of: $0) == own }
        }
        return list.split(separator: UInt8(ascii: " ")).compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
    }

    private static func processes() -> [pid_t] {
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
        guard let bytes = read("/proc/\(process)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")")) else {
            return nil  // it has ended
        }
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
        return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while case let count = Glibc.read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk.prefix(count) }
        return bytes
    }
}
