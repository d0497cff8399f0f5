import Fetch
import Model
import Testing

@testable import Intake

@Suite struct PollFailureTests {
    @Test(
        arguments: [
            (.badURL("x"), .badRequest), (.unsupportedScheme("ftp"), .badRequest), (.badHeader(name: "X"), .badRequest),
            (.refusedAddress("127.0.0.1"), .refusedAddress), (.resolve("no such name"), .dns),
            (.connect("refused"), .connect), (.tls("expired"), .tls), (.timedOut(after: .seconds(1)), .timeout),
            (.tooSlow(bytesPerSecond: 16, over: .seconds(15)), .timeout), (.bodyTooLarge(limit: 1), .tooLarge),
            (.headersTooLarge(limit: 1), .tooLarge), (.tooManyRedirects(limit: 10), .redirects),
            (.badRedirect("to nothing"), .redirects), (.truncated, .cutOff), (.badEncoding("gzip"), .protocolError),
            (.emptyReply, .protocolError), (.notHTTP, .protocolError), (.unaskedNotModified, .protocolError),
            (.curl(code: 99, message: "x"), .protocolError),
        ] as [(FetchError, PollFailure.Kind)])
    func everyErrorOfATransferHasItsKindAndItsSentence(_ error: FetchError, _ kind: PollFailure.Kind) {
        let failure = PollFailure(error)
        // Some say after it what to do.
        #expect(failure?.kind == kind && failure?.sentence.hasPrefix(error.description) == true)
    }

    @Test(arguments: [
        ("unable to set private key file: '/k' type PEM", "'client_key' has to belong to 'client_cert'"),
        ("SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required", "'client_cert'"),
        ("SSL certificate problem: self-signed certificate", "'ca_file'"),
    ])
    func aFaultOfCertificatesNamesTheKeyThatHelps(_ message: String, _ advice: String) {
        #expect(PollFailure(.tls(message))?.sentence.contains(advice) == true)
    }

    @Test(arguments: [FetchError.cancelled, .stopped])
    func aStoppedTransferIsNoFailure(_ error: FetchError) { #expect(PollFailure(error) == nil) }

    @Test func aStatusWithoutADocumentSaysWhich() {
        #expect(PollFailure(status: 404) == PollFailure(.httpStatus, "the server answered 404 Not Found"))
    }

    /// Users' dashboards and scripts name them.
    @Test func namesOfKindsStay() {
        #expect(
            PollFailure.Kind.allCases.map(\.rawValue) == [
                "bad_request", "refused_address", "dns", "connect", "tls", "timeout", "redirects", "protocol",
                "http_status", "gone", "too_large", "cut_off", "not_a_feed", "slow_document", "parser", "command",
                "file",
                "store",
                "unknown",
            ])
    }
}
