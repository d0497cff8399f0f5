import Files
import Glibc

/// Reads what a command is given: a file, or standard input for `-`.
enum Input {
    /// - Throws: `Failure` with 65 where it cannot be read.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        do throws(WholeFile.Unreadable) {
            return path == "-" ? try WholeFile.read(STDIN_FILENO) : try WholeFile.read(path)
        } catch {
            throw Failure(.badInput, "cannot read \(path == "-" ? "standard input" : path): \(error.reason)")
        }
    }
}
