import CLibcurl

/// libcurl's URL parser and builder, for one URL at a time.
struct CurlURL: ~Copyable {
    private let handle: OpaquePointer

    /// Fails only without memory.
    init() {
        guard let handle = curl_url() else { preconditionFailure("out of memory") }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// Sets a part from NUL-terminated bytes; nil clears it. A whole URL is resolved against the one that is there.
    func set(_ part: CURLUPart, _ value: UnsafePointer<CChar>?, flags: CInt = 0) -> CURLUcode {
        curl_url_set(handle, part, value, CUnsignedInt(flags))
    }

    /// nil where the part is absent or cannot be had in the form that `flags` ask for.
    func get(_ part: CURLUPart, flags: CInt = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, CUnsignedInt(flags)) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
