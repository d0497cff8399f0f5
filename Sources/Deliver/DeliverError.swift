public import Files
import Glibc
public import Store

/// Why something could not be written, and whether trying again is of any use.
public enum DeliverError: Error, Sendable, Equatable {
    /// The disk is full or read-only, a quota or a permission forbids it, something is in the way: nothing is lost, and
    /// the same call may be made again when it is repaired.
    case unavailable(FileError)
    /// The disk failed to keep what it was given: the owner must stop (exit code 74), and the work is done again from the
    /// store at the next start.
    case broken(FileError)
    /// A file of the journal's archive that cannot be compressed or read again.
    case badArchive(String, reason: String)
    /// Another newspool writes to this spool.
    case inUse(String, pid: Int32?)
    /// The name of an article that must not be a file's: it would lie outside of its day, or be hidden.
    case badPath(String)
    /// The store that the articles come from.
    case store(StoreError)

    init(_ error: FileError) { self = error.isBrokenDisk ? .broken(error) : .unavailable(error) }

    /// Runs what only files can keep from working.
    static func mapping<T>(_ body: () throws(FileError) -> T) throws(DeliverError) -> T {
        do throws(FileError) {
            return try body()
        } catch {
            throw DeliverError(error)
        }
    }

    /// Runs what only the store can keep from working.
    static func mapping<T>(_ body: () throws(StoreError) -> T) throws(DeliverError) -> T {
        do throws(StoreError) {
            return try body()
        } catch {
            throw .store(error)
        }
    }

    /// The disk did not do what it was told: what it holds is known only after a new start.
    public var isBrokenDisk: Bool {
        switch self {
        case .broken: true
        case .store(let error): error.isBrokenDisk
        default: false
        }
    }

    /// The store's database does not answer.
    var isAway: Bool {
        if case .store(.unreachable) = self { true } else { false }
    }

    /// The disk or the quota is full.
    public var isDiskFull: Bool {
        switch self {
        case .unavailable(let error), .broken(let error): error.isDiskFull
        case .store(.diskFull): true
        case .badPath, .badArchive, .inUse, .store: false
        }
    }
}

extension DeliverError: CustomStringConvertible {
    /// One sentence that says what could not be done, where and why, and one that says what to do.
    public var description: String {
        switch self {
        case .unavailable(let error): error.advice.map { "\(error). \($0)" } ?? "\(error)"
        case .broken(let error):
            "\(error). The disk did not keep what was written; check it (dmesg, smartctl), then start newspool again: "
                + "it takes up the work where the disk last kept it."
        case .badArchive(let path, let reason): "\(path) is not a whole zstd file: \(reason)."
        case .inUse(let path, let pid):
            "another newspool writes to the spool \(path)" + (pid.map { " (pid \($0))" } ?? "")
                + "; stop it, or set another [spool] path."
        case .badPath(let path): "'\(path)' is not the name of an article in the spool."
        case .store(let error): "\(error)"
        }
    }
}

extension FileError {
    /// What to do, where that is known.
    fileprivate var advice: String? {
        switch code {
        case ENOSPC: "Free some space; what waits is delivered then."
        case EDQUOT: "Raise the quota or free some space; what waits is delivered then."
        case EROFS: "Mount the file system for writing; what waits is delivered then."
        case EACCES, EPERM: "Let the user that runs newspool write there."
        case ENOTDIR, EEXIST, EISDIR, ELOOP: "Something else is in the way; move it, or set another [spool] path."
        case EMFILE, ENFILE: "Raise the limit of open files (LimitNOFILE)."
        default: nil
        }
    }
}
