import Glibc
import Model

/// An open directory: names are resolved against it, so a batch resolves the path to it once.
final class Directory: Sendable {
    let descriptor: CInt
    /// For messages.
    let path: String

    /// Files of the spool are for their owner and group; the umask may narrow that further.
    static let fileMode: mode_t = 0o640
    static let mode: mode_t = 0o750

    /// Opens a directory that is there.
    init(_ path: String) throws(DeliverError) {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw .from(.open, path) }
    }

    private init(descriptor: CInt, path: String) {
        (self.descriptor, self.path) = (descriptor, path)
    }

    deinit { close(descriptor) }  // nothing was written through it

    /// Opens a directory; nil where there is none.
    static func ifThere(_ path: String) throws(DeliverError) -> Directory? {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 { return Directory(descriptor: descriptor, path: path) }
        if errno == ENOENT { return nil }
        throw .from(.open, path)
    }

    /// Opens a directory, and makes it and the ones above it where they are missing, each synced into its parent.
    static func make(_ path: String) throws(DeliverError) -> Directory {
        if let directory = try ifThere(path) { return directory }
        let name = path.lastName
        guard !name.isEmpty else { throw .from(.open, path, ENOENT) }
        let parent = try make(path.parentPath)
        let (directory, isNew) = try parent.makeDirectory(name)
        if isNew { try parent.sync() }
        return directory
    }

    /// - Returns: the directory, and whether it was made just now: then this one has yet to be synced.
    func makeDirectory(_ name: String) throws(DeliverError) -> (directory: Directory, isNew: Bool) {
        let isNew = mkdirat(descriptor, name, Self.mode) == 0
        if !isNew, errno != EEXIST { throw .from(.make, path(of: name)) }
        return (try openDirectory(name), isNew)
    }

    func openDirectory(_ name: String) throws(DeliverError) -> Directory {
        let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if inner < 0 { throw .from(.open, path(of: name)) }
        return Directory(descriptor: inner, path: path(of: name))
    }

    func openFile(_ name: String, _ flags: CInt) throws(DeliverError) -> OpenFile {
        let file = openat(descriptor, name, flags | O_CLOEXEC, Self.fileMode)
        if file < 0 { throw .from(.open, path(of: name)) }
        return OpenFile(descriptor: file, path: path(of: name))
    }

    /// Opens a file for reading; nil where there is none.
    func openFileIfThere(_ name: String) throws(DeliverError) -> OpenFile? {
        let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC)
        if file >= 0 { return OpenFile(descriptor: file, path: path(of: name)) }
        if errno == ENOENT { return nil }
        throw .from(.open, path(of: name))
    }

    /// Gives a file its new name; what had that name before is gone.
    func rename(_ old: String, to new: String) throws(DeliverError) {
        if renameat(descriptor, old, descriptor, new) != 0 { throw .from(.rename, path(of: new)) }
    }

    /// Removes a file; one that is not there is as good as removed.
    func remove(_ name: String) throws(DeliverError) {
        if unlinkat(descriptor, name, 0) != 0, errno != ENOENT { throw .from(.remove, path(of: name)) }
    }

    /// Removes an empty directory.
    func removeDirectory(_ name: String) throws(DeliverError) {
        if unlinkat(descriptor, name, AT_REMOVEDIR) != 0, errno != ENOENT { throw .from(.remove, path(of: name)) }
    }

    /// Points `name` at `target`, atomically also where it points elsewhere now.
    func replaceLink(_ name: String, target: String) throws(DeliverError) {
        let temporary = "." + name
        try remove(temporary)
        if symlinkat(target, descriptor, temporary) != 0 { throw .from(.link, path(of: temporary)) }
        FaultPoint.pass("journal.after-symlink")
        try rename(temporary, to: name)
    }

    func linkTarget(_ name: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes { bytes in
            readlinkat(descriptor, name, bytes.bindMemory(to: CChar.self).baseAddress!, bytes.count)
        }
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// Makes sure that files can be made here, which permissions alone do not tell (a read-only mount, a full disk).
    func probe() throws(DeliverError) {
        let name = ".probe"
        let file = try openFile(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
        do throws(DeliverError) {
            try file.write([UInt8(ascii: "\n")])
        } catch {
            // The first error is the one to tell.
            try? remove(name)
            throw error
        }
        try remove(name)
    }

    /// The names in it, at most `limit` of them, unsorted and without `.` and `..`.
    func names(limit: Int = .max) throws(DeliverError) -> [String] {
        // `fdopendir` takes the descriptor over and moves its offset, so it gets one of its own.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = fdopendir(own) else {
            let code = errno
            if own >= 0 { close(own) }
            throw .from(.read, path, code)
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
        if errno != 0 { throw .from(.read, path) }
        return names
    }

    /// Brings names made, renamed and removed here to the disk.
    func sync() throws(DeliverError) {
        // EINVAL, ENOTSUP: a file system that cannot sync directories (CIFS, some FUSE ones) keeps names in its own
        // way.
        if fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP { throw .from(.sync, path) }
    }

    func path(of name: String) -> String { path + "/" + name }
}

extension String {
    /// `b` of `/a/b` and `/a/b/`; empty for `/`.
    var lastName: String { split(separator: "/").last.map(String.init) ?? "" }

    /// `/a` of `/a/b`, `/` of `/a`, `.` of `a`.
    var parentPath: String {
        let parent = split(separator: "/").dropLast().joined(separator: "/")
        if hasPrefix("/") { return "/" + parent }
        return parent.isEmpty ? "." : parent
    }
}
