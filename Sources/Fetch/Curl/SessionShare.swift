import Bytes
import CLibcurl

/// TLS sessions that transfers share: libcurl 7.88 keeps them in each easy handle else. It holds eight, and no option
/// makes it hold more.
final class SessionShare {
    let pointer: UnsafeMutableRawPointer?

    init() {
        pointer = curl_share_init()
        // Where it fails, each handshake is a full one.
        np_share_set_long(pointer, CURLSHOPT_SHARE, Int(CURL_LOCK_DATA_SSL_SESSION.rawValue))
    }

    /// The handles that use it keep it alive.
    deinit { curl_share_cleanup(pointer) }
}

/// The TLS sessions of a loop: as many shares of eight as it takes for a list of feeds, the host deciding which.
/// Confined to the loop's queue.
final class SessionShares {
    private static let count = 128
    private var shares = [SessionShare?](repeating: nil, count: count)

    func share(for host: String) -> SessionShare {
        let hash = FNV1a.of(host.utf8)
        let index = Int(hash % UInt64(Self.count))
        if let share = shares[index] { return share }
        let share = SessionShare()
        shares[index] = share
        return share
    }
}
