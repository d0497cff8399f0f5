import Bytes
import Synchronization

/// The texts of the last pages by host. Two addresses with one text are no two articles: it is a wall, a notice or an error
/// page that knows no name for itself.
final class RecentTexts: Sendable {
    private static let perHost = 32, hosts = 256

    private struct Text {
        let hash: UInt64
        let url: String
    }

    private let known = Mutex<[String: [Text]]>([:])

    /// Notes the text.
    /// - Returns: whether another address of the host had it.
    func isKnown(_ text: String, of host: String, from url: String) -> Bool {
        guard !text.isEmpty else { return false }
        var hash = FNV1a()
        for byte in text.utf8 where byte > 0x20 { hash.mix(byte) }
        let value = hash.value
        return known.withLock { known in
            if known[host] == nil, known.count >= Self.hosts { known.removeAll() }
            let isKnown = known[host]?.contains { $0.hash == value && $0.url != url } ?? false
            known[host, default: []].append(Text(hash: value, url: url))
            if known[host]?.count ?? 0 > Self.perHost { known[host]?.removeFirst() }
            return isKnown
        }
    }
}
