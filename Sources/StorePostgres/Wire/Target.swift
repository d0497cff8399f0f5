import CLibpq
import Glibc

/// Where the database is, and how it is asked.
struct Target: Sendable {
    /// Without a password.
    let url: String
    let password: [UInt8]?
    let caFile: String?

    /// Seconds for one host.
    static let connectSeconds = 4

    /// A host of the URL with its port.
    struct Place: Sendable, Equatable {
        var host: String
        var port: String?
    }

    /// In the order of the URL; empty where there are no several. libpq tries no other after one that hangs, or that was
    /// reached and hung up, as a balancer or a pooler does that has lost its server.
    let places: [Place]

    init(url: String, password: [UInt8]?, caFile: String?) {
        (self.url, self.password, self.caFile) = (url, password, caFile)
        places = Self.places(of: url)
    }

    private static func places(of url: String) -> [Place] {
        // A URL that libpq refuses fails when it connects.
        guard let options = PQconninfoParse(url, nil) else { return [] }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        guard values["hostaddr"] == nil, let hosts = values["host"]?.split(separator: ","), hosts.count > 1 else {
            return []
        }
        let ports = values["port"]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        return hosts.enumerated().map { number, host in
            Place(host: String(host), port: ports.count == hosts.count ? ports[number] : ports.first)
        }
    }

    /// Hands out what libpq takes: names and values, which end with nil. The URL's own parameters win over those before it.
    /// - Parameter place: one of `places`; nil: what the URL says.
    func withKeywords<T>(
        at place: Place?,
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
        if let place {
            pairs.append(("host", place.host))
            pairs.append(("port", place.port ?? ""))
        }
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
