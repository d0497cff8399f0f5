import Fetch
import Foundation
import Model
import TestSupport
import Testing

@testable import Intake

@Suite struct URLSourceTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)
    private static let moved = Response.Hop(status: 301, from: "https://a.example/1", to: "https://a.example/2")
    private static let found = Response.Hop(status: 302, from: "https://a.example/2", to: "https://a.example/3")

    private func answer(_ response: Response) -> SourceAnswer { URLSource.answer(of: response, now: Self.now) }

    @Test func aDocumentCarriesAllThatItsAnswerSays() throws {
        let response = Response(
            status: 226, finalURL: "https://a.example/3", hops: [Self.moved, Self.found],
            headers: HeaderFields(
                "ETag: \"x\"\nContent-Type: text/xml; charset=utf-8\nContent-Language: de\nCache-Control: max-age=90"),
            body: [0x3C])
        guard case .document(let document) = answer(response) else { throw Missing() }
        #expect(document.bytes == [0x3C] && document.contentType == "text/xml; charset=utf-8")
        #expect(document.language == "de" && document.address == "https://a.example/3" && document.isVerified)
        #expect(document.facts.freshness == 90 && document.facts.permanentTarget == "https://a.example/2")
        #expect(document.facts.validators == Validators(etag: Array("\"x\"".utf8), url: "https://a.example/3"))
        #expect(document.facts.status == 226)
    }

    private struct Missing: Error {}

    @Test(arguments: [(true, "", true), (false, "", false), (true, "Content-Encoding: gzip", false)])
    func onlyADelimitedPlainBodyIsVerified(_ isDelimited: Bool, _ headers: String, _ isVerified: Bool) throws {
        let response = Response(
            status: 200, finalURL: "https://a.example/", headers: HeaderFields(headers), isDelimited: isDelimited)
        guard case .document(let document) = answer(response) else { throw Missing() }
        #expect(document.isVerified == isVerified)
    }

    @Test(
        arguments: [
            (206, "Content-Range: bytes 0-1/9", nil), (300, "", nil), (404, "", nil), (429, "Retry-After: 60", 60),
            (503, "Retry-After: soon", nil),
            (500, "Retry-After: 5", 5),
        ] as [(Int, String, Double?)])
    func otherStatusesAreFailures(_ status: Int, _ headers: String, _ wait: Double?) throws {
        let response = Response(status: status, finalURL: "https://a.example/", headers: HeaderFields(headers))
        guard case .failed(let failure, let answered, let retryAfter) = answer(response) else { throw Missing() }
        #expect(failure.kind == .httpStatus && answered == status && retryAfter == wait)
    }

    @Test(arguments: [([], true), ([moved], true), ([moved, found], false)])
    func goneCountsOnlyBehindPermanentRedirects(_ hops: [Response.Hop], _ isGone: Bool) {
        switch answer(Response(status: 410, finalURL: "https://a.example/", hops: hops)) {
        case .gone: #expect(isGone)
        case .failed(let failure, _, _): #expect(!isGone && failure.kind == .httpStatus)
        default: Issue.record("neither gone nor failed")
        }
    }

    @Test func aStoppedTransferIsNoFailure() async {
        let source = URLSource(
            request: Request(url: "https://a.example/"), fetching: FakeFetching { _, _ in .error(.stopped) },
            now: { Self.now })
        guard case .stopped = await source.read(nil) else {
            Issue.record("not stopped")
            return
        }
    }
}
