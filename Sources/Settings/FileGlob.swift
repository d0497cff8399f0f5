import Config
import Files
import Glibc

/// The files that a pattern of the shell names (glob(7)): `*`, `?` and `[…]`, within one directory name each.
enum FileGlob {
    /// Sorted by name, byte by byte; hidden files only where the pattern begins so. A path without wildcards is found
    /// whether it is there or not.
    /// - Parameter directory: where a relative pattern begins, taken literally; empty: the current one.
    /// - Throws: where the directory is not there, or one cannot be read: what is in it must not seem to be gone.
    static func find(_ pattern: String, in directory: String) throws(FileProblem) -> [String] {
        let full = pattern.hasPrefix("/") || directory.isEmpty ? pattern : join(directory, pattern)
        guard let first = pattern.firstIndex(where: isWildcard) else { return [full] }
        let literal = pattern[..<first].lastIndex(of: "/").map { String(pattern[...$0]) } ?? ""
        let place = literal.hasPrefix("/") || directory.isEmpty ? literal : join(directory, literal)
        guard unsafe access(place.isEmpty ? "." : place, R_OK | X_OK) == 0 else {
            throw FileProblem(reason: "\(full): \(SystemError(errno))")
        }
        let escaped = pattern.hasPrefix("/") || directory.isEmpty ? pattern : join(escape(directory), pattern)
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        switch unsafe glob(escaped, GLOB_NOSORT | GLOB_ERR, nil, &found) {
        case 0: break
        case GLOB_NOMATCH: return []
        case GLOB_NOSPACE: throw FileProblem(reason: "\(full): \(SystemError(ENOMEM))")
        default: throw FileProblem(reason: "\(full): \(SystemError(errno))")
        }
        let paths = unsafe (0..<Int(found.gl_pathc)).compactMap {
            unsafe found.gl_pathv[$0].map { unsafe String(cString: $0) }
        }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isWildcard(_ character: Character) -> Bool { "*?[".contains(character) }

    private static func join(_ directory: String, _ path: String) -> String {
        directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
    }

    private static func escape(_ path: String) -> String {
        path.reduce(into: "") { result, character in
            if isWildcard(character) || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}
