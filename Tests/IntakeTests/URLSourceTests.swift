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
            (206, "Content-Range: bytes 0-1/9", nil), (206, "Content-Range: bytes 0-1/*", nil),
            (206, "Content-Range: bytes 2-3/4", nil), (300, "", nil), (404, "", nil), (429, "Retry-After: 60", 60),
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

    @Test(
        "a 206 that holds all is a document",
        arguments: ["", "Content-Range: bytes 0-3/4", "Content-Range: bytes 0-3/*", "Content-Range: bytes 0-3 / 4"])
    func wholeParts(headers: String) throws {
        let response = Response(
            status: 206, finalURL: "https://a.example/", headers: HeaderFields(headers), body: Array("<a/>".utf8))
        guard case .document(let document) = answer(response) else { throw Missing() }
        #expect(document.bytes.count == 4)
    }

    @Test(
        "a page at a feed's address that leads on within five seconds is followed, another one is not",
        arguments: [
            (#"<html><head><meta http-equiv="refresh" content="0; url=/f"></head>"#, "https://a.example/f"),
            (#"<!doctype html><META HTTP-EQUIV=Refresh CONTENT="0;URL='https://b.example/x'">"#, "https://b.example/x"),
            (#"<html><meta content="5; url=f?a=1&amp;b=2" http-equiv="refresh">"#, "https://a.example/f?a=1&b=2"),
            (#"<head><meta http-equiv=refresh content=0;url=/f/g.xml>"#, "https://a.example/f/g.xml"),
            (
                #"<?xml version="1.0"?><!-- x --><html xmlns="x"><meta http-equiv="refresh" content="1,url=/f"/>"#,
                "https://a.example/f"
            ),
            (
                "\u{FEFF}\n <!DOCTYPE html>\n<HTML><head><meta http-equiv=refresh content='0;url=/f'>",
                "https://a.example/f"
            ),
            ("<!-- <rss> --><meta http-equiv=refresh content='0;url=/f'>", "https://a.example/f"),
            ("<!-- <html> --><rss><meta http-equiv=refresh content='0;url=/f'>", nil),
            ("<html><!-- <meta http-equiv=refresh content='0;url=/f'> --><p>", nil),
            ("<html><!--[if lt IE 9]><meta http-equiv=refresh content='0;url=/f'><![endif]--><p>", nil),
            ("<html><!-- a --><meta http-equiv=refresh content='0;url=/f'><!-- b -->", "https://a.example/f"),
            ("<html><!-- <meta http-equiv=refresh content='0;url=/f'>", nil),
            ("<", nil), ("<!--", nil), ("text <html><meta http-equiv=refresh content='0;url=/f'>", nil),
            (#"<html><title>İstanbul ẞ</title><meta http-equiv="refresh" content="0; url=/f">"#, "https://a.example/f"),
            (#"<html><meta http-equiv="refresh" content="0;/f">"#, "https://a.example/f"),
            (#"<html><meta http-equiv="refresh" content="6; url=/f">"#, nil),
            (#"<html><meta http-equiv="refresh" content="0">"#, nil),
            (#"<html><meta http-equiv="refresh" content="0; url=javascript:1">"#, nil),
            (#"<html><meta http-equiv="refresh" content="0; url=file:///etc/passwd">"#, nil),
            (#"<html><meta http-equiv="refresh" content="0; url=/page">"#, nil),
            (
                #"<rss><channel><item><description><![CDATA[<html><meta http-equiv="refresh" content="0; url=/f">]]>"#,
                nil
            ),
            (#"<?xml version="1.0"?><feed><title>&lt;x</title><meta http-equiv="refresh" content="0; url=/f"/>"#, nil),
            (#"{"a": "<meta http-equiv=\"refresh\" content=\"0; url=/f\">"}"#, nil),
        ])
    func refresh(page: String, target: String?) {
        #expect(MetaRefresh.target(in: Array(page.utf8), at: "https://a.example/page") == target)
    }

    /// Asks with validators, of a server that answers by `reply`.
    private func read(_ reply: @escaping @Sendable (Request, Int) -> Response) async -> (SourceAnswer, [Request]) {
        let fetching = FakeFetching { request, number in .response(reply(request, number)) }
        let source = URLSource(request: Request(url: "https://a.example/"), fetching: fetching, now: { Self.now })
        return (await source.read(Validators(etag: Array("\"x\"".utf8), url: "https://a.example/")), fetching.requests)
    }

    @Test("a page that leads on is followed without validators, and its own are not kept")
    func refreshIsFollowed() async throws {
        let (answer, requests) = await read { request, _ in
            let page =
                request.url.hasSuffix("/f") ? "<rss/>" : #"<html><meta http-equiv="refresh" content="0; url=/f">"#
            return Response(
                status: 200, finalURL: request.url, headers: HeaderFields("ETag: \"y\""), body: Array(page.utf8))
        }
        guard case .document(let document) = answer else { throw Missing() }
        #expect(document.bytes == Array("<rss/>".utf8) && document.facts.validators.isEmpty)
        #expect(requests.map(\.url) == ["https://a.example/", "https://a.example/f"])
        #expect(requests.map(\.secretsURL) == [nil, "https://a.example/"])
    }

    @Test(
        "a field of the answer leads on as well, from a page or from nothing, never from a feed",
        arguments: [
            ("0; url=/f", "<html>", "https://a.example/f"), ("0;URL='/f'", "", "https://a.example/f"),
            ("3, /f", "<!doctype html><title>", "https://a.example/f"), ("0; /f", " \n", "https://a.example/f"),
            ("0; url=/f", "<rss/>", nil), ("0; url=/f", "{}", nil), ("6; url=/f", "<html>", nil), ("5", "<html>", nil),
            ("0; url=", "<html>", nil), ("0; url=file:///etc/passwd", "<html>", nil),
        ])
    func refreshField(field: String, page: String, target: String?) {
        let response = Response(
            status: 200, finalURL: "https://a.example/page", headers: HeaderFields("Refresh: \(field)"),
            body: Array(page.utf8))
        #expect(MetaRefresh.target(of: response) == target)
    }

    @Test(
        "a server that takes a password in one way alone is said to",
        arguments: [
            ("Digest realm=\"a\"", false, "auth = \"digest\""), ("Digest realm=\"a\"", true, nil),
            ("Basic realm=\"a\"", true, "auth = \"basic\""), ("Basic realm=\"a\"", false, nil),
            ("Basic realm=\"a\", Digest realm=\"a\"", false, nil), ("Negotiate", false, nil), ("Negotiate", true, nil),
        ] as [(String, Bool, String?)])
    func otherScheme(challenge: String, usesDigest: Bool, advice: String?) throws {
        let response = Response(
            status: 401, finalURL: "https://a.example/", headers: HeaderFields("WWW-Authenticate: \(challenge)"))
        guard case .failed(let failure, _, _) = URLSource.answer(of: response, usesDigest: usesDigest, now: Self.now)
        else { throw Missing() }
        #expect(failure.sentence.contains("auth = ") == (advice != nil))
        #expect(advice.map { failure.sentence.contains($0) } ?? true)
    }

    @Test("pages that lead to each other are not followed for ever")
    func refreshLoop() async {
        let (_, requests) = await read { request, _ in
            let page = #"<html><meta http-equiv="refresh" content="0; url=\#(request.url)x">"#
            return Response(status: 200, finalURL: request.url, body: Array(page.utf8))
        }
        #expect(requests.count == 4)
    }

    @Test(
        "a server that cannot bear conditions is asked without, in the same poll",
        arguments: [
            (412, true), (403, true), (500, true), (502, true), (400, true), (503, false), (404, false), (429, false),
        ])
    func spurned(status: Int, isAskedAgain: Bool) async {
        let (answer, requests) = await read { request, _ in
            request.validators == nil
                ? Response(status: 200, finalURL: request.url, body: Array("<rss/>".utf8))
                : Response(status: status, finalURL: request.url)
        }
        #expect(requests.count == (isAskedAgain ? 2 : 1))
        if case .document(let document) = answer {
            #expect(isAskedAgain && document.facts.spurnsConditions && document.facts.validators.isEmpty)
        } else {
            #expect(!isAskedAgain)
        }
    }

    @Test(
        "a document keeps its share of the room for bodies, and a page that leads to one does not",
        .timeLimit(.minutes(1)))
    func room() async throws {
        let filler = String(repeating: " ", count: 1_500_000)
        let server = try LoopbackServer { request in
            request.path == "/page"
                ? .ok("<html><meta http-equiv=\"refresh\" content=\"0; url=/feed\">" + filler) : .ok("<rss/>" + filler)
        }
        var request = Request(url: server.url("/page"))
        (request.addresses, request.sharesRoom) = (.publicAnd(["127.0.0.0/8"]), true)
        let source = URLSource(
            request: request, fetching: TransferLoop(options: .init(bodies: 2 << 20)), now: { Self.now })
        // The room is too small for two: the page gave its share back, and the document waits for no other.
        guard case .document(let document) = await source.read(nil) else { throw Missing() }
        #expect(server.requests.map(\.path) == ["/page", "/feed"] && document.share != nil)
    }
}
