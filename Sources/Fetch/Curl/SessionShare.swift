import CLibcurl

/// TLS sessions for all transfers of a loop: libcurl 7.88 keeps them in each easy handle else, and at most eight here.
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
