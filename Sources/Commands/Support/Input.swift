import Fetch
import Files
import Glibc

/// Reads what a command is given: a file, or standard input for `-`.
enum Input {
    /// A document: one that is compressed by gzip comes decompressed.
    /// - Parameter limit: bytes that it may have then.
    static func readDocument(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        let bytes = try read(path)
        guard Gunzip.isGzip(bytes) else { return bytes }
        do throws(FetchError) {
            return try Gunzip.decode(bytes, limit: limit)
        } catch {
            throw Failure(.badInput, "cannot read \(path == "-" ? "standard input" : path): \(error)")
        }
    }

    /// - Throws: `Failure` with 65 where it cannot be read.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        do throws(WholeFile.Unreadable) {
            return path == "-" ? try WholeFile.read(STDIN_FILENO) : try WholeFile.read(path)
        } catch {
            throw Failure(.badInput, "cannot read \(path == "-" ? "standard input" : path): \(error.reason)")
        }
    }
}
