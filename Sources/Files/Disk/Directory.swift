import CMemory
import Glibc

/// An open directory: names are resolved against it, so a batch resolves the path to it once.
package final class Directory: Sendable {
    private let descriptor: CInt
    /// For messages.
    package let path: String

    /// Files and directories are for their owner and group; the umask may narrow that further.
    static let fileMode: mode_t = 0o640
    static let mode: mode_t = 0o750

    /// Opens a directory that is there.
    package init(_ path: String) throws(FileError) {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw FileError(.open, path) }
    }

    private init(descriptor: CInt, path: String) {
        (self.descriptor, self.path) = (descriptor, path)
    }

    deinit { close(descriptor) }  // nothing was written through it

    /// Opens a directory; nil where there is none.
    package static func ifThere(_ path: String) throws(FileError) -> Directory? {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 { return Directory(descriptor: descriptor, path: path) }
        if errno == ENOENT { return nil }
        throw FileError(.open, path)
    }

    /// Opens a directory, and makes it and the ones above it where they are missing, each synced into its parent.
    package static func make(_ path: String) throws(FileError) -> Directory {
        if let directory = try ifThere(path) { return directory }
        let name = path.lastName
        guard !name.isEmpty else { throw FileError(.open, path, ENOENT) }
        let parent = try make(path.parentPath)
        let (directory, isNew) = try parent.makeDirectory(name)
        if isNew { try parent.sync() }
        return directory
    }

    /// - Returns: the directory, and whether it was made just now: then this one has yet to be synced.
    package func makeDirectory(_ name: String) throws(FileError) -> (directory: Directory, isNew: Bool) {
        let isNew = mkdirat(descriptor, name, Self.mode) == 0
        if !isNew, errno != EEXIST { throw FileError(.make, path(of: name)) }
        let inner = try openDirectory(name)
        if isNew { FileOwner.give(inner.descriptor, toOwnerOf: descriptor) }
        return (inner, isNew)
    }

    package func openDirectory(_ name: String) throws(FileError) -> Directory {
        let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if inner < 0 { throw FileError(.open, path(of: name)) }
        return Directory(descriptor: inner, path: path(of: name))
    }

    /// Opens a file, or makes it with `O_CREAT`. A symbolic link is not followed to what is written.
    package func openFile(_ name: String, _ flags: CInt) throws(FileError) -> OpenFile {
        let unfollowed = flags & O_ACCMODE == O_RDONLY ? 0 : O_NOFOLLOW
        let file = openat(descriptor, name, flags | unfollowed | O_CLOEXEC, Self.fileMode)
        if file < 0 { throw FileError(.open, path(of: name)) }
        if flags & O_CREAT != 0 { FileOwner.give(file, toOwnerOf: descriptor) }
        return OpenFile(descriptor: file, path: path(of: name))
    }

    /// The same for a file that may be there already and is written on: it must be of this user, of root or of the
    /// directory's owner.
    package func openOwnFile(_ name: String, _ flags: CInt) throws(FileError) -> OpenFile {
        let file = try openFile(name, flags)
        guard file.hasTrustedOwner else { throw FileError(.open, file.path, EPERM) }
        return file
    }

    /// Opens a file for reading; nil where there is none.
    package func openFileIfThere(_ name: String) throws(FileError) -> OpenFile? {
        let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC)
        if file >= 0 { return OpenFile(descriptor: file, path: path(of: name)) }
        if errno == ENOENT { return nil }
        throw FileError(.open, path(of: name))
    }

    /// Gives a file its new name; what had that name before is gone.
    package func rename(_ old: String, to new: String) throws(FileError) {
        if renameat(descriptor, old, descriptor, new) != 0 { throw FileError(.rename, path(of: new)) }
    }

    /// Two files take each other's names.
    /// - Returns: false where the file system cannot.
    func exchange(_ name: String, with other: String) -> Bool {
        np_rename_with(descriptor, name, descriptor, other, NP_RENAME_EXCHANGE) == 0
    }

    /// A regular file, which has no other name.
    func isPlainFile(_ name: String) -> Bool {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
            && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    }

    /// Removes a file; one that is not there is as good as removed.
    package func remove(_ name: String) throws(FileError) {
        if unlinkat(descriptor, name, 0) != 0, errno != ENOENT { throw FileError(.remove, path(of: name)) }
    }

    /// Removes an empty directory.
    package func removeDirectory(_ name: String) throws(FileError) {
        if unlinkat(descriptor, name, AT_REMOVEDIR) != 0, errno != ENOENT { throw FileError(.remove, path(of: name)) }
    }

    /// Makes a symbolic link.
    package func makeLink(_ name: String, target: String) throws(FileError) {
        if symlinkat(target, descriptor, name) != 0 { throw FileError(.link, path(of: name)) }
        FileOwner.giveLink(name, in: descriptor)
    }

    /// Whether its path still leads to it: it may have been moved away, or removed and made anew.
    package var isAtItsPath: Bool {
        var (mine, there) = (stat(), stat())
        return fstat(descriptor, &mine) == 0 && stat(path, &there) == 0
            && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
    }

    package func linkTarget(_ name: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            readlinkat(descriptor, name, bytes.bindMemory(to: CChar.self).baseAddress!, bytes.count)
        }
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// Makes sure that files can be made here, which permissions alone do not tell (a read-only mount, a full disk).
    package func probe() throws(FileError) {
        let name = ".probe"
        let file = try openFile(name, O_WRONLY | O_CREAT | O_TRUNC)
        do throws(FileError) {
            try file.write([UInt8(ascii: "\n")])
        } catch {
            // The first error is the one to tell.
            try? remove(name)
            throw error
        }
        try remove(name)
    }

    /// The names in it, at most `limit` of them, unsorted and without `.` and `..`.
    package func names(limit: Int = .max) throws(FileError) -> [String] {
        // `fdopendir` takes the descriptor over and moves its offset, so it gets one of its own.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = fdopendir(own) else {
            let code = errno
            if own >= 0 { close(own) }
            throw FileError(.read, path, code)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while names.count < limit, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        if errno != 0 { throw FileError(.read, path) }
        return names
    }

    /// Brings names made, renamed and removed here to the disk.
    package func sync() throws(FileError) {
        // EINVAL, ENOTSUP: a file system that cannot sync directories (CIFS, some FUSE ones) keeps names in its own
        // way.
        if fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP { throw FileError(.sync, path) }
    }

    private func path(of name: String) -> String { path + "/" + name }
}

extension String {
    /// `b` of `/a/b` and `/a/b/`; empty for `/`.
    package var lastName: String { split(separator: "/").last.map(String.init) ?? "" }

    /// `/a` of `/a/b`, `/` of `/a`, `.` of `a`.
    package var parentPath: String {
        let parent = split(separator: "/").dropLast().joined(separator: "/")
        if hasPrefix("/") { return "/" + parent }
        return parent.isEmpty ? "." : parent
    }
}
