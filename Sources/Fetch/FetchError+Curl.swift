import CLibcurl

extension FetchError {
    /// What a CURLcode says by itself.
    /// - Parameter answerHasBegun: whether header lines had come, so that a lost connection means a cut answer.
    init(_ code: CURLcode, message: String, answerHasBegun: Bool) {
        self =
            switch code {
            case CURLE_URL_MALFORMAT: .badURL(message)
            // Our own look at the URL let only http and https pass: what libcurl does not know is the answer.
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .notHTTP
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve(message)
            case CURLE_COULDNT_CONNECT, CURLE_PROXY: .connect(message)
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
                CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND,
                CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED,
                CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
                CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
                .tls(message)
            case CURLE_PARTIAL_FILE: .truncated
            case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
                if answerHasBegun {
                    .truncated
                } else if message.contains("SSL"), message.contains("alert") {
                    .tls(message)  // with TLS 1.3 a server refuses a client's certificate after the handshake
                } else {
                    .connect(message.hasPrefix("getpeername") ? "the server closed the connection at once" : message)
                }
            case CURLE_BAD_CONTENT_ENCODING: .badEncoding(message)
            case CURLE_GOT_NOTHING: .emptyReply
            default: .curl(code: code.rawValue, message: message)
            }
    }
}

/// What is wrong with a certificate.
package enum CertificateFault {
    /// No one known has signed the server's.
    case unknownIssuer
    /// The key of ours does not belong to it, or has a password.
    case key
    /// The server asks for one of ours.
    case missing
}

extension FetchError {
    /// libcurl has no code for these: its words are read here, and nowhere else.
    package var certificateFault: CertificateFault? {
        guard case .tls(let message) = self else { return nil }
        if message.contains("issuer") || message.contains("self-signed") { return .unknownIssuer }
        if message.contains("private key") { return .key }
        return message.contains("certificate required") ? .missing : nil
    }
}
