import Bytes

/// Resolves the paths that a file names, and reads the files that must be readable, each once.
struct PathReader {
    private let directory: String
    private let credentials: String?
    private let cache: FileCache

    /// - Parameter directory: of the configuration file; relative paths start there.
    /// - Parameter credentials: systemd's `$CREDENTIALS_DIRECTORY`, if any.
    init(directory: String, credentials: String?, read: @escaping FileReader) {
        self.directory = directory
        self.credentials = credentials
        cache = FileCache(read)
    }

    private init(_ directory: String, as other: PathReader) {
        (self.directory, credentials, cache) = (directory, other.credentials, other.cache)
    }

    /// The same for a file in another directory, which may be relative to this one's.
    func inDirectory(_ path: String) -> PathReader { PathReader(path.isEmpty ? directory : resolve(path), as: self) }

    /// An absolute path, if the directory is one.
    func resolve(_ path: String) -> String {
        Self.join(directory, path)
    }

    /// A credential of that name if systemd passed one, else the file of that path.
    func secret(_ path: String) -> (path: String, content: Result<[UInt8], FileProblem>) {
        if let credentials, !credentials.isEmpty, !path.contains("/") {
            let credential = Self.join(credentials, path)
            if case .success = content(of: credential) { return (credential, content(of: credential)) }
        }
        return (resolve(path), content(of: resolve(path)))
    }

    func content(of path: String) -> Result<[UInt8], FileProblem> {
        cache.content(of: path)
    }

    /// All paths that were asked for, whether they could be read or not.
    var asked: [String] { cache.contents.keys.sorted() }

    /// A number that changes with what certificates the files hold; 0 where none is named.
    func version(of files: [String?]) -> UInt32 {
        let named = files.compactMap { $0 }.map { cache.hash(of: $0) }
        if named.isEmpty { return 0 }
        var hash = FNV1a()
        for one in named { hash.mix(one) }
        return max(1, UInt32(truncatingIfNeeded: hash.value.avalanched))
    }

    static func join(_ directory: String, _ path: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty { return path }
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }
}

/// Files that were read, shared by all that read them.
private final class FileCache {
    private let read: FileReader
    private(set) var contents: [String: Result<[UInt8], FileProblem>] = [:]
    private var hashes: [String: UInt64] = [:]

    init(_ read: @escaping FileReader) { self.read = read }

    func content(of path: String) -> Result<[UInt8], FileProblem> {
        if let known = contents[path] { return known }
        let content = Result { () throws(FileProblem) in try read(path) }
        contents[path] = content
        return content
    }

    /// Of what a file holds; 0 where it cannot be read.
    func hash(of path: String) -> UInt64 {
        if let known = hashes[path] { return known }
        guard case .success(let bytes) = content(of: path) else { return 0 }
        let hash = FNV1a.of(bytes)
        hashes[path] = hash
        return hash
    }
}
