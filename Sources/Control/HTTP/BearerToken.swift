import Config
import FlyingFox

/// What who asks the status listener must show: `Authorization: Bearer …` (RFC 6750 section 2.1).
struct BearerToken: Sendable {
    private let bytes: [UInt8]

    init(_ secret: Secret) { bytes = secret.bytes }

    func isShown(by request: HTTPRequest) -> Bool {
        guard let header = request.headers[.authorization] else { return false }
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return false }
        return isSame(Array(words[1].drop { $0 == " " }.utf8))
    }

    /// In a time that does not say how much of it is right.
    private func isSame(_ shown: [UInt8]) -> Bool {
        guard shown.count == bytes.count else { return false }
        return zip(shown, bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    var refusal: HTTPResponse {
        var response = HTTPResponse.words(
            .unauthorized, "a token is needed: Authorization: Bearer, with what is in the file of [status] token_file\n"
        )
        response.headers[HTTPHeader("WWW-Authenticate")] = "Bearer realm=\"newspool\""
        return response
    }
}
