import Files
import Glibc
public import Store

/// Why something could not be written, and whether trying again is of any use.
public enum DeliverError: Error, Sendable, Equatable {
    /// The disk is full or read-only, a quota or a permission forbids it, something is in the way: nothing is lost, and
    /// the same call may be made again when it is repaired.
    case unavailable(Failure)
    /// The disk failed to keep what it was given. What the kernel still shows of the file need not be on the disk, so
    /// the owner must stop (exit code 74), and the work is done again from the store at the next start.
    case broken(Failure)
    /// A file of the journal's archive that cannot be compressed or read again.
    case badArchive(String, reason: String)
    /// The name of an article that must not be a file's: it would lie outside of its day, or be hidden.
    case badPath(String)
    /// The store that the articles come from.
    case store(StoreError)

    /// What failed: the step, the file or directory, and `errno`.
    public struct Failure: Sendable, Equatable {
        public var step: Step
        public var path: String
        public var code: CInt
    }

    /// A verb that ends the sentence "cannot …".
    public enum Step: String, Sendable {
        case make, open, read, write, sync, rename, remove, link, watch
    }

    /// A failed sync is final, whatever its reason: the kernel marks the pages clean, and a second sync would lie
    /// (Rebello et al., USENIX ATC 2020).
    static func from(_ step: Step, _ path: String, _ code: CInt = errno) -> DeliverError {
        let failure = Failure(step: step, path: path, code: code)
        return step == .sync || [EIO, ENXIO, ENODEV, EUCLEAN].contains(code) ? .broken(failure) : .unavailable(failure)
    }

    /// The disk did not do what it was told: what it holds is known only after a new start.
    public var isBrokenDisk: Bool {
        switch self {
        case .broken: true
        case .store(let error): error.isBrokenDisk
        default: false
        }
    }

    /// The disk or the quota is full.
    public var isDiskFull: Bool {
        switch self {
        case .unavailable(let failure), .broken(let failure): [ENOSPC, EDQUOT].contains(failure.code)
        case .store(.diskFull): true
        case .badPath, .badArchive, .store: false
        }
    }
}

extension DeliverError: CustomStringConvertible {
    /// One sentence that says what could not be done, where and why, and one that says what to do.
    public var description: String {
        switch self {
        case .unavailable(let failure): failure.advice.map { "\(failure). \($0)" } ?? "\(failure)"
        case .broken(let failure):
            "\(failure). The disk did not keep what was written; check it (dmesg, smartctl), then start newspool again: "
                + "it takes up the work where the disk last kept it."
        case .badArchive(let path, let reason): "\(path) is not a whole zstd file: \(reason)."
        case .badPath(let path): "'\(path)' is not the name of an article in the spool."
        case .store(let error): "\(error)"
        }
    }
}

extension DeliverError.Failure: CustomStringConvertible {
    public var description: String { "cannot \(step.rawValue) \(path): \(SystemError(code))" }

    /// What to do, where that is known.
    var advice: String? {
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
