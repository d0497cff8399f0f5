import Foundation
import TestSupport
import Testing

@Suite("Signatures, as the standard's own library sees them") struct SignatureTests {
    private static let verifier = """
        import json, sys
        from standardwebhooks import Webhook
        message = json.load(sys.stdin)
        for secret in message["secrets"]:
            Webhook(secret).verify(message["body"], message["headers"])
        """

    @Test("PyPI's standardwebhooks takes each message, with either of two secrets")
    func verified() throws {
        let python = URL(filePath: "/usr/bin/env")
        let probe = Process()
        (probe.executableURL, probe.arguments) = (python, ["python3", "-c", "import standardwebhooks"])
        probe.standardError = FileHandle.nullDevice
        try probe.run()
        probe.waitUntilExit()
        guard probe.terminationStatus == 0 else {
            print("skipped: python3 has no standardwebhooks (pip install standardwebhooks)")
            return
        }
        let server = try LoopbackServer { $0.method == "POST" ? .status(204) : .ok(rss([1, 2])) }
        let secrets = ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
        let place = try Workplace()
        let list = secrets.map { "\"\($0)\"" }.joined(separator: ", ")
        try place.configure(
            feeds: [("site", server.url())],
            extra: "[[webhook]]\nname = \"hook\"\nurl = \"\(server.url("/hook"))\"\nsecret = [\(list)]\n")
        #expect(try place.run("run", "--once").status == 0)
        let posts = server.requests.filter { $0.method == "POST" }
        #expect(posts.count == 2)
        for post in posts {
            let headers = Dictionary(post.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
            let message: [String: Any] = ["secrets": secrets, "headers": headers, "body": post.text]
            let verify = try RunningProgram(
                ["python3", "-c", Self.verifier], input: try JSONSerialization.data(withJSONObject: message),
                path: python.path)
            let result = verify.wait()
            #expect(result.status == 0, "\(result.errors)")
        }
    }
}
