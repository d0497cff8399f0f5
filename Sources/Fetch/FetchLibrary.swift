import CLibcurl

/// What transfers are made with, as the system has it now: `libcurl/7.88.1`, `OpenSSL/3.0.17`, `nghttp2/1.52.0`, …
public enum FetchLibrary {
    public static var versions: [String] { String(cString: curl_version()).split(separator: " ").map(String.init) }
}
