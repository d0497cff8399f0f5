package import Files
import Glibc

/// How far a reader of the journal has come, in a file of its own: the `seq` of the last line that is done with, and a newline.
///
/// One reader a cursor: who has it holds a lock beside it, `NAME.lock`. Belongs to one task.
package final class JournalCursor {
    package enum Problem: Error {
        /// Another reader has it; its process, where the system tells.
        case inUse(path: String, process: Int32?)
        /// The file holds something else.
        case notANumber(path: String)
        case files(DeliverError)
    }

    /// Nil: the file is not there yet.
    package private(set) var seq: Int64?
    package let lock: ReaderLock
    private let file: ReplacedFile

    /// Makes the directory where it is missing; the file comes with the first `move`.
    package init(_ path: String) throws(Problem) {
        let (name, directory): (String, Directory)
        name = path.lastName
        let lockPath = path + ".lock"
        do throws(FileError) {
            directory = try Directory.make(path.parentPath)
        } catch {
            throw .files(DeliverError(error))
        }
        do throws(ReaderLock.Failure) {
            lock = try ReaderLock(path: lockPath)
        } catch {
            switch error {
            case .held(let pid): throw .inUse(path: path, process: pid)
            case .system(let error): throw .files(DeliverError(FileError(.open, lockPath, error.code)))
            }
        }
        do throws(FileError) {
            seq = try Self.read(name, in: directory)
        } catch {
            throw .files(DeliverError(error))
        }
        file = ReplacedFile(name, in: directory)
        if seq == Self.invalid { throw .notANumber(path: path) }
    }

    private static let invalid: Int64 = -1

    private static func read(_ name: String, in directory: Directory) throws(FileError) -> Int64? {
        guard let file = try directory.openFileIfThere(name) else { return nil }
        let words = String(decoding: try file.read(at: 0, count: 64), as: UTF8.self).split(
            whereSeparator: \.isWhitespace)
        let seq = words.count == 1 ? Int64(words[0]) : nil
        return seq.map { max($0, invalid) } ?? invalid
    }

    /// When it returns, the number is on the disk; a crash before leaves the one before.
    package func move(to seq: Int64) throws(DeliverError) {
        try DeliverError.mapping { () throws(FileError) in try file.replace(by: Array("\(seq)\n".utf8)) }
        self.seq = seq
    }
}

extension JournalCursor.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inUse(let path, let process):
            "another program\(process.map { " (process \($0))" } ?? "") reads with the cursor \(path); "
                + "give each one of its own"
        case .notANumber(let path): "\(path) is not a cursor: it does not hold a number"
        case .files(let error): "\(error)"
        }
    }
}
