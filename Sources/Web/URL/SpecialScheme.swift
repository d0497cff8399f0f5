/// The schemes that the WHATWG URL Standard (section 4.2) reads in a way of their own: a host is needed (but for
/// `file`), and `\` counts as `/`.
enum SpecialScheme: String, Sendable {
    case http, https, ws, wss, ftp, file

    var defaultPort: UInt16? {
        switch self {
        case .http, .ws: 80
        case .https, .wss: 443
        case .ftp: 21
        case .file: nil
        }
    }
}
