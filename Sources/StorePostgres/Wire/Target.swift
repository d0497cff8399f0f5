import Glibc

/// Where the database is, and how it is asked.
struct Target: Sendable {
    /// Without a password.
    let url: String
    let password: [UInt8]?
    let caFile: String?

    /// Seconds for one host; several are tried in their order.
    static let connectSeconds = 4

    /// Hands out what libpq takes: names and values, which end with nil. The URL's own parameters win over those before it.
    func withKeywords<T>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> T
    ) -> T {
        var pairs: [(String, String)] = [
            ("fallback_application_name", "newspool"), ("client_encoding", "UTF8"),
            ("connect_timeout", "\(Self.connectSeconds)"), ("target_session_attrs", "read-write"),
            // A peer that is gone without a word is noticed within seconds.
            ("tcp_user_timeout", "10000"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
        ]
        if let caFile {
            pairs += [("sslrootcert", caFile), ("sslmode", "verify-full")]
        }
        pairs.append(("dbname", url))
        if let password { pairs.append(("password", String(decoding: password, as: UTF8.self))) }
        var (keywords, values): ([UnsafePointer<CChar>?], [UnsafePointer<CChar>?]) = ([], [])
        let copies = pairs.flatMap { [strdup($0.0), strdup($0.1)] }
        defer { for copy in copies { free(copy) } }
        for index in stride(from: 0, to: copies.count, by: 2) {
            keywords.append(UnsafePointer(copies[index]))
            values.append(UnsafePointer(copies[index + 1]))
        }
        return body(keywords + [nil], values + [nil])
    }
}
