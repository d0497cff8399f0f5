import Files
import Glibc
import Model

/// One file of an article on its way into its day's directory.
struct ArticleFile: Sendable {
    let directory: Directory
    let name: String
    let bytes: [UInt8]

    /// Writes it under a hidden name, brings it to the disk and gives it its own: readers see nothing or all of it. The
    /// directory is left to be synced.
    ///
    /// - Returns: false where it was there already.
    func land() throws(FileError) -> Bool {
        if try isThere() { return false }
        let temporary = "." + name
        do throws(FileError) {
            try write(temporary)
            FaultPoint.pass("spool.after-sync")
            try directory.rename(temporary, to: name)
            FaultPoint.pass("spool.after-rename")
            return true
        } catch {
            // The first error is the one to tell; what is left over goes at the next start.
            try? directory.remove(temporary)
            throw error
        }
    }

    private func write(_ temporary: String) throws(FileError) {
        let file = try directory.openFile(temporary, O_WRONLY | O_CREAT | O_TRUNC)
        FaultPoint.pass("spool.after-create")
        try file.write(bytes)
        FaultPoint.pass("spool.after-write")
        try file.sync()
    }

    /// The work is done a second time after a crash, or by `replay`. A whole file stays as it is, so that those who
    /// watch the directory are not told again; one that someone changed is replaced.
    private func isThere() throws(FileError) -> Bool {
        guard let file = try directory.openFileIfThere(name) else { return false }
        guard try file.status().size == bytes.count else { return false }
        return try file.read(at: 0, count: bytes.count) == bytes
    }
}
