package import Fetch
package import Model

extension PollFailure {
    /// Nil where the transfer was stopped: the poll then never was.
    package init?(_ error: FetchError) {
        guard let kind = Kind(error) else { return nil }
        self.init(kind, error.description + (Self.advice(for: error).map { "; \($0)" } ?? ""))
    }

    /// What may help, where that is known.
    private static func advice(for error: FetchError) -> String? {
        if case .bodyTooLarge = error { return "raise 'max_body' if it is meant to be so large" }
        return switch error.certificateFault {
        case .unknownIssuer: "if you trust it, name its certificate with 'ca_file'"
        case .key: "'client_key' has to belong to 'client_cert', and to have no password"
        case .missing: "the server asks for a certificate: 'client_cert'"
        case nil: nil
        }
    }

    /// An answer with a status that brings no document.
    package init(status: Int) { self.init(.httpStatus, HTTPStatus.sentence(status)) }
}

extension PollFailure.Kind {
    fileprivate init?(_ error: FetchError) {
        switch error {
        case .badURL, .unsupportedScheme, .badHeader: self = .badRequest
        case .refusedAddress, .onionWithoutProxy: self = .refusedAddress
        case .resolve: self = .dns
        case .connect: self = .connect
        case .tls: self = .tls
        case .timedOut, .tooSlow: self = .timeout
        case .bodyTooLarge, .headersTooLarge, .tooMuchTraffic: self = .tooLarge
        case .tooManyRedirects, .badRedirect: self = .redirects
        case .truncated: self = .cutOff
        case .badEncoding, .emptyReply, .notHTTP, .unaskedNotModified, .curl: self = .protocolError
        case .cancelled, .stopped: return nil
        }
    }
}
