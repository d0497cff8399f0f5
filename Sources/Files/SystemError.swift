import Glibc

/// Why a system call failed.
package struct SystemError: Error, Equatable, Sendable {
    /// errno(3)
    package let code: CInt

    package init(_ code: CInt = errno) { self.code = code }
}

extension SystemError: CustomStringConvertible {
    /// The system's own words: "No such file or directory".
    package var description: String { String(cString: strerror(code)) }
}
