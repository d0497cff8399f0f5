import CLibcurl
import Web

/// One libcurl easy handle, reused for transfer after transfer. Confined to the loop's queue.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// What it is set up for, but for what differs from hop to hop; nil: no one knows.
    var setup: HandleSetup?
    /// Between `MultiHandle`'s `add` and `remove`.
    var isInTransfer = false
    private var keepsCookies = false
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var connectTo: UnsafeMutablePointer<curl_slist>?
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Kept alive while the handle uses it; that outlives resets.
    private var share: SessionShare?

    init() {
        guard let pointer = curl_easy_init() else { preconditionFailure("out of memory") }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
        curl_slist_free_all(connectTo)
        message.deallocate()
    }

    /// As new, but for what libcurl keeps between transfers (curl_easy_reset's page): here the share and the cookies.
    func reset() throws(FetchError) {
        setup = nil
        curl_easy_reset(pointer)
        curl_slist_free_all(headers)
        curl_slist_free_all(connectTo)
        (headers, connectTo) = (nil, nil)
        try set(CURLOPT_ERRORBUFFER, message)
        // An engine, and no file. Once: it outlives resets, and libcurl keeps the name of each file that it is told.
        if !keepsCookies { try set(CURLOPT_COOKIEFILE, "") }
        keepsCookies = true
    }

    /// Before a transfer with the options of the last one.
    func forgetError() { message.pointee = 0 }

    /// A poll knows nothing of the one before it; a hop knows the cookies of its chain.
    func forgetCookies() throws(FetchError) { try set(CURLOPT_COOKIELIST, "ALL") }

    /// Takes TLS sessions from this share, and puts new ones there. Only between transfers.
    func join(_ share: SessionShare) throws(FetchError) {
        if share === self.share { return }
        try check(np_set_pointer(pointer, CURLOPT_SHARE, share.pointer))
        self.share = share
    }

    func set(_ option: CURLoption, _ value: Int) throws(FetchError) {
        try check(np_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(FetchError) {
        try check(np_set_long(pointer, option, value ? 1 : 0))
    }

    /// libcurl copies the text; nil is its default.
    func set(_ option: CURLoption, _ value: String?) throws(FetchError) {
        guard let value else { return try check(np_set_pointer(pointer, option, nil)) }
        try check(value.withCString { np_set_pointer(pointer, option, $0) })
    }

    /// The pointer is kept as it is.
    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) throws(FetchError) {
        try check(np_set_pointer(pointer, option, value))
    }

    /// libcurl copies the bytes.
    func setPost(_ body: [UInt8]) throws(FetchError) {
        try set(CURLOPT_POST, true)
        try check(np_set_size(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        // Without a pointer libcurl would ask a callback for the body; so that an empty one has a pointer too, a byte
        // is added that is not sent.
        try check((body + [0]).withUnsafeBytes { np_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) })
    }

    /// Replaces the header lines that go out with the request.
    func setHeaders(_ lines: HeaderLines) throws(FetchError) {
        curl_slist_free_all(headers)
        headers = nil
        for start in lines.starts {
            let list = lines.bytes.withUnsafeBytes {
                // A line has a byte at least, so there is an address.
                curl_slist_append(headers, ($0.baseAddress! + start).assumingMemoryBound(to: CChar.self))
            }
            guard let list else { throw .curl(code: CURLE_OUT_OF_MEMORY.rawValue, message: "out of memory") }
            headers = list
        }
        try set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headers))
    }

    /// Connects to an address, whatever the URL's host is; nil: to that. After `reset` only.
    func setConnectTo(_ address: IPAddress?) throws(FetchError) {
        guard let address else { return }
        let host = address.v4 == nil ? "[\(address)]" : "\(address)"
        guard let list = curl_slist_append(nil, "::\(host):") else {
            throw .curl(code: CURLE_OUT_OF_MEMORY.rawValue, message: "out of memory")
        }
        connectTo = list
        try set(CURLOPT_CONNECT_TO, UnsafeMutableRawPointer(list))
    }

    func setCallbacks(
        header: @escaping curl_write_callback, body: @escaping curl_write_callback,
        openSocket: @escaping curl_opensocket_callback, ready: @escaping curl_prereq_callback
    ) throws(FetchError) {
        try check(np_set_callbacks(pointer, header, body, openSocket, ready))
    }

    /// What the callbacks get, and `MultiHandle`'s `finished`.
    func setContext(_ context: UnsafeMutableRawPointer) throws(FetchError) {
        try check(np_set_context(pointer, context))
    }

    func int(_ info: CURLINFO) -> Int {
        var value = 0
        np_get_long(pointer, info, &value)  // fails only for an info of another type
        return value
    }

    func size(_ info: CURLINFO) -> Int {
        var value = curl_off_t(0)
        np_get_size(pointer, info, &value)  // fails only for an info of another type
        return Int(value)
    }

    /// What went wrong in libcurl's words; never empty.
    func explanation(of code: CURLcode) -> String {
        message.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: message)
    }

    private func check(_ code: CURLcode) throws(FetchError) {
        if code != CURLE_OK { throw .curl(code: code.rawValue, message: String(cString: curl_easy_strerror(code))) }
    }
}
