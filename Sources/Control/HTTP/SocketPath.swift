import Glibc

/// Where a Unix socket is: the control socket, or that of `[status] listen`.
struct SocketPath: Sendable {
    private let directory: String
    let name: String

    /// - Parameter path: absolute.
    init(_ path: String) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        self.init(String(path[..<slash]), name: String(path[path.index(after: slash)...]))
    }

    private init(_ directory: String, name: String) { (self.directory, self.name) = (directory, name) }

    /// Whether a program accepts connections there.
    var isAnswered: Bool {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withAddress { connect(descriptor, $0, $1) == 0 ? 0 : errno } == 0
    }

    var text: String { directory + "/" + name }

    func sibling(_ name: String) -> SocketPath { SocketPath(directory, name: name) }

    /// Calls with the socket's address. A path that is longer than an address can hold (unix(7): 107 bytes) is reached
    /// through an open descriptor of its directory.
    /// - Parameter body: returns an errno, or 0.
    /// - Returns: what `body` returned, or the errno of what failed before.
    func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        if let address = Self.address(of: text) { return Self.call(address, body) }
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        guard let address = Self.address(of: "/proc/self/fd/\(descriptor)/\(name)") else { return ENAMETOOLONG }
        return Self.call(address, body)
    }

    private static func address(of path: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    private static func call(_ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
