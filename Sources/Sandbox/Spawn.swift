import CSandbox
package import Files
import Glibc

/// Starts programs that speak over their standard input and output.
package enum Spawn {
    /// - Parameters:
    ///   - environment: all of it: nothing of this process's goes along.
    ///   - input, output: the program's standard input and output.
    /// - Returns: its process id.
    package static func start(
        _ path: String, _ arguments: [String], environment: [String], input: CInt, output: CInt
    ) throws(SystemError) -> Int32 {
        let lists = unsafe [arguments, environment].map { strings in unsafe (strings.map { unsafe strdup($0) } + [nil])
        }
        defer { unsafe lists.joined().forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe np_spawn(&process, path, lists[0], lists[1], input, output)
        guard code == 0 else { throw SystemError(code) }
        return process
    }

    /// A pipe whose ends no other program inherits.
    package static func pipe() throws(SystemError) -> (reading: CInt, writing: CInt) {
        var ends: [CInt] = [-1, -1]
        guard unsafe np_pipe(&ends) == 0 else { throw SystemError() }
        return (ends[0], ends[1])
    }
}
