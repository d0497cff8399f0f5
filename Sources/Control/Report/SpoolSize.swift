import Glibc
import Synchronization

/// How much the spool holds. Past days do not change, so each is measured once.
enum SpoolSize {
    struct Size: Sendable {
        var bytes = 0
        /// Article files of the format that comes first: one an article.
        var articles = 0
    }

    private struct Day {
        var seconds: Int, nanoseconds: Int
        var size: Size
    }

    /// By directory, with the time of its last change.
    private static let days = Mutex<[String: Day]>([:])

    /// - Returns: nil where there is no spool yet.
    static func measure(_ root: String) -> Size? {
        var total = Size()
        guard exists(root) else { return nil }
        total.bytes += files(in: root + "/journal").bytes
        for name in names(in: root + "/articles") {
            let size = day(root + "/articles/" + name)
            total.bytes += size.bytes
            total.articles += size.articles
        }
        return total
    }

    private static func day(_ path: String) -> Size {
        var info = stat()
        guard stat(path, &info) == 0 else { return Size() }
        let (seconds, nanoseconds) = (Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec))
        if let known = days.withLock({ $0[path] }), known.seconds == seconds, known.nanoseconds == nanoseconds {
            return known.size
        }
        let size = files(in: path)
        days.withLock {
            if $0.count > 4_000 { $0.removeAll() }  // days that were removed stay otherwise
            $0[path] = Day(seconds: seconds, nanoseconds: nanoseconds, size: size)
        }
        return size
    }

    private static func files(in directory: String) -> Size {
        var size = Size()
        var stems: Set<Substring> = []
        for name in names(in: directory) {
            var info = stat()
            guard lstat(directory + "/" + name, &info) == 0 else { continue }
            size.bytes += Int(info.st_size)
            if let dot = name.lastIndex(of: ".") { stems.insert(name[..<dot]) }
        }
        size.articles = stems.count
        return size
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Without those that begin with a dot; nothing where the directory cannot be read.
    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
