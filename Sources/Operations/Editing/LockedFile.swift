import Files
import Foundation
import Glibc
import Settings

/// A file that is about to be replaced: locked (flock(2)) against others who go about it the same way.
///
/// The lock lies on the file itself and goes with it: a process that waited for a file that was replaced meanwhile holds the lock
/// of one that has no name any more, and begins again. Readers are not kept waiting.
final class LockedFile {
    /// Symbolic links are followed: what they lead to is replaced, and they stay.
    private let path: String
    private let descriptor: CInt
    private var info = stat()

    /// Seconds to wait for other editors: each holds the lock for a moment, but everyone who may read the file could hold it
    /// for good.
    private static let patience = Duration.seconds(5)

    /// Waits for other editors, not for ever.
    init(_ name: String) throws(EditError) {
        while true {
            guard let real = realpath(name, nil) else { throw .unreadable(name, errno) }
            defer { free(real) }
            let path = String(cString: real)
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            if descriptor < 0, errno == ENOENT { continue }  // just being replaced by something less careful
            guard descriptor >= 0 else { throw .unreadable(name, errno) }
            do throws(EditError) {
                try Self.lock(descriptor, path: path)
            } catch {
                close(descriptor)
                throw error
            }
            var (held, named) = (stat(), stat())
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino,
                held.st_dev == named.st_dev
            {
                (self.path, self.descriptor, info) = (path, descriptor, held)
                return
            }
            close(descriptor)
        }
    }

    private static func lock(_ descriptor: CInt, path: String) throws(EditError) {
        let end = ContinuousClock.now + patience
        do throws(SystemError) {
            if try AdvisoryLock.take(descriptor, unless: { ContinuousClock.now >= end }) { return }
        } catch {
            throw .cannotWrite(path: path, reason: "it cannot be locked: \(error)")
        }
        let seconds = patience.components.seconds
        throw .cannotWrite(path: path, reason: "another program has held its lock for \(seconds) seconds")
    }

    deinit { close(descriptor) }  // nothing was written through it

    /// Puts a new file with these bytes, and the old one's mode and owner, in its place.
    func replace(with bytes: [UInt8]) throws(EditError) {
        let directory = (path as NSString).deletingLastPathComponent
        var template = Array("\(directory)/.\((path as NSString).lastPathComponent).XXXXXX".utf8CString)
        let file = mkstemp(&template)
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard file >= 0 else { throw .cannotWrite(directory, errno) }
        do throws(EditError) {
            defer { close(file) }  // its bytes are synced by then, or the whole is thrown away
            try write(bytes, to: file)
            try giveOwnerAndMode(to: file)
            guard fsync(file) == 0 else { throw .cannotWrite(path, errno) }
            guard rename(temporary, path) == 0 else { throw .cannotWrite(path, errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        let parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }  // the new file is there; whether it survives a power cut is all that is open
        fsync(parent)
        close(parent)
    }

    /// Gives an open file what this one has.
    func giveOwnerAndMode(to file: CInt) throws(EditError) {
        try keepOwner(of: file)
        // After the owner, for a change of owner takes bits of the mode away.
        guard fchmod(file, info.st_mode & 0o7777) == 0 else { throw .cannotWrite(path, errno) }
    }

    private func write(_ bytes: [UInt8], to file: CInt) throws(EditError) {
        if let error = bytes.withUnsafeBytes({ WriteLoop.write($0, to: file) }).error {
            throw .cannotWrite(path, error.code)
        }
    }

    private func keepOwner(of file: CInt) throws(EditError) {
        var now = stat()
        guard fstat(file, &now) == 0 else { throw .cannotWrite(path, errno) }
        if now.st_uid == info.st_uid, now.st_gid == info.st_gid { return }
        guard fchown(file, info.st_uid, info.st_gid) == 0 else {
            let reason = "it belongs to another user, and only that one or root may replace it"
            throw .cannotWrite(path: path, reason: reason)
        }
    }
}

extension EditError {
    fileprivate static func cannotWrite(_ path: String, _ code: CInt) -> EditError {
        .cannotWrite(path: path, reason: "\(SystemError(code))")
    }

    fileprivate static func unreadable(_ path: String, _ code: CInt) -> EditError {
        .configuration(code == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: "\(SystemError(code))"))
    }
}
