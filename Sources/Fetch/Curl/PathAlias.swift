/// Other spellings of a path, for libcurl.
///
/// It keeps parsed certificates, connections and TLS sessions for all who name the same files, and cannot be told that a
/// file is another one now. `/./etc/ca.pem` is a file that it has not seen.
enum PathAlias {
    /// - Parameter version: of what the file holds; 0: the path as it is.
    static func of(_ path: String, version: UInt32) -> String {
        guard version != 0, path.hasPrefix("/") else { return path }
        return (0..<32).map { version >> $0 & 1 == 0 ? "/" : "/." }.joined() + path
    }

    /// The text with such paths as they were.
    static func removed(from text: String, version: UInt32) -> String {
        version == 0 ? text : text.replacing(of("/", version: version), with: "/")
    }
}
