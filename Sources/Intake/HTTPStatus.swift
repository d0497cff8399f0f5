/// HTTP's status codes as people read them (RFC 9110 section 15, RFC 6585, RFC 7725; Cloudflare's own above 519).
enum HTTPStatus {
    /// What a poll that failed says of itself, without a full stop.
    static func sentence(_ status: Int) -> String {
        let answer = phrases[status].map { "the server answered \(status) \($0)" } ?? "the server answered \(status)"
        return advice[status].map { "\(answer); \($0)" } ?? answer
    }

    private static let advice = [
        401: "the feed wants a username and a password, or other ones",
        407: "the proxy wants a username and a password, or other ones",
    ]

    private static let phrases = [
        204: "No Content", 205: "Reset Content", 206: "Partial Content",
        300: "Multiple Choices", 301: "Moved Permanently without saying where to", 302: "Found without saying where to",
        303: "See Other without saying where to", 305: "Use Proxy",
        307: "Temporary Redirect without saying where to", 308: "Permanent Redirect without saying where to",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
        408: "Request Timeout", 409: "Conflict", 410: "Gone", 412: "Precondition Failed", 414: "URI Too Long",
        418: "I'm a teapot", 421: "Misdirected Request", 423: "Locked", 425: "Too Early",
        426: "Upgrade Required", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        451: "Unavailable For Legal Reasons",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
        504: "Gateway Timeout", 505: "HTTP Version Not Supported", 508: "Loop Detected",
        511: "Network Authentication Required",
        520: "Unknown Error", 521: "Web Server Is Down", 522: "Connection Timed Out", 523: "Origin Is Unreachable",
        524: "A Timeout Occurred", 525: "SSL Handshake Failed", 526: "Invalid SSL Certificate",
    ]
}
