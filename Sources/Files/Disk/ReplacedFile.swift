import Glibc

/// A small file that is replaced again and again, at the least cost: the file that it was before is written over next time, so
/// that a new one costs the disk no space to find and no length to note. Belongs to one task.
package final class ReplacedFile {
    private let directory: Directory
    private let name: String
    private var spare: String { ".\(name).new" }

    package init(_ name: String, in directory: Directory) { (self.directory, self.name) = (directory, name) }

    deinit { try? directory.remove(spare) }  // it is in no one's way

    /// When it returns, the bytes are on the disk; a crash before leaves the ones before.
    package func replace(by bytes: [UInt8]) throws(FileError) {
        if !directory.isPlainFile(spare) { try directory.remove(spare) }
        let file = try directory.openFile(spare, O_WRONLY | O_CREAT)
        if try file.status().size > bytes.count { try file.truncate(to: bytes.count) }
        try file.overwrite(bytes, at: 0)
        try file.syncData()
        // Another name of the file, or a link to it, keeps what it leads to.
        if !directory.isPlainFile(name) || !directory.exchange(spare, with: name) {
            try directory.rename(spare, to: name)
        }
        try directory.sync()
    }
}
