import Config
import Testing

private let webhook = "[[webhook]]\nname = \"w\"\nurl = \"https://a.example/\"\n"
private let feed = "[[feed]]\nurl = \"https://a.example/\"\nusername = \"me\"\n"

@Test func aSecretIsNeverPrinted() {
    var feed = Configuration.Feed(name: "a", url: "https://a.example/")
    feed.password = Secret("hunter2")
    feed.headers = [Configuration.Header(name: "Cookie", value: Secret("hunter2"))]
    var dumped = ""
    dump(feed, to: &dumped)
    for text in [
        "\(feed)", String(describing: feed), String(reflecting: feed), dumped, "\(Secret("hunter2"))",
        String(reflecting: Secret("hunter2")),
    ] {
        #expect(!text.contains("hunter2") && !text.contains("104, 117"))
        #expect(text.contains("…"))
    }
    #expect(feed.password?.text == "hunter2")
}

/// Faults of secrets, and faults that happen to stand on the line of one.
@Test(arguments: [
    "\(feed)password = \"hunter2\\n\"",
    "\(feed)passwrod = \"hunter2\"",
    "\(feed)password = \"hunter2",
    "\(feed)password = 5 # hunter2",
    "\(feed)headers = { Cookie = \"hunter2\", \"a b\" = \"hunter2\" }",
    "\(feed)headers = { \"hunter2 hunter2\" = \"x\" }",
    "\(feed)[feed.headers]\nAuthorization = \"hunter2\\n\"",
    "\(feed)[feed.headers]\n\"X-Custom\" = \"hunter2\\n\"",
    "\(feed)proxy = \"ftp://a:hunter2@b\"",
    "\(webhook)secret = \"hunter2\"",
    "\(webhook)secret = [\n  \"hunter2\",\n]",
    "\(webhook)secret = \"whsec_hunter2\"",
    "webhook = [{ name = \"w\", url = \"x\", secret = \"hunter2\" }]",
])
func noFaultShowsASecret(_ text: String) {
    #expect {
        try read(text)
    } throws: { error in
        guard let error = error as? ConfigurationError else { return false }
        return error.faults.allSatisfy { !$0.excerpt.contains("hunter2") && !$0.description.contains("hunter2") }
    }
}

@Test func secretsComeFromFiles() throws {
    let key = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
    let text = "\(webhook)secret_file = \"hook\"\n\(feed)password_file = \"sub/feed\""
    let files = ["/etc/newspool/hook": "\(key)\n\n\(key)\r\n", "/etc/newspool/sub/feed": "hunter2\n"]
    let configuration = try read(text, files: files)
    #expect(configuration.webhooks[0].secrets == Array(repeating: Secret(bytes: Array(0...23)), count: 2))
    #expect(configuration.feeds[0].password == Secret("hunter2"))
}

@Test func aCredentialComesBeforeTheFileOfItsName() throws {
    let files = ["/run/credentials/pw": "credential", "/etc/newspool/pw": "file", "/etc/newspool/other": "file"]
    let environment = ["CREDENTIALS_DIRECTORY": "/run/credentials"]
    for (path, expected) in [("pw", "credential"), ("./pw", "file"), ("other", "file")] {
        let text = "\(feed)password_file = \"\(path)\""
        #expect(try read(text, files: files, environment: environment).feeds[0].password == Secret(expected))
    }
}

@Test(arguments: [("", "is empty"), ("\n", "is empty"), ("a\nb", "holds several lines")])
func aPasswordFileHoldsOneLine(_ content: String, fault: String) {
    let found = faults(of: "\(feed)password_file = \"pw\"", files: ["/etc/newspool/pw": content])
    #expect(found.count == 1 && found[0].contains(fault))
}

@Test func eachFileIsReadOnce() throws {
    var reads = 0
    let text = "[http]\nca_file = \"/a\"\n\(feed)ca_file = \"/a\""
    _ = try ConfigurationFile.read(text.utf8, path: "f", directory: "/") { _ throws(FileProblem) in
        reads += 1
        return Array("-----BEGIN CERTIFICATE-----".utf8)
    }
    #expect(reads == 1)
}

@Test func aRenewedCertificateIsAnEdit() throws {
    let certificates = ["/a": "-----BEGIN CERTIFICATE-----\nold", "/b": "-----BEGIN CERTIFICATE-----"]
    let text = "[http]\nca_file = \"/b\"\n\(feed)ca_file = \"/a\"\nclient_cert = \"/b\""
    let before = try read(text, files: certificates)
    let after = try read(text, files: certificates.merging(["/a": "-----BEGIN CERTIFICATE-----\nnew"]) { $1 })
    #expect(try read(text, files: certificates) == before)
    #expect(before.feeds[0].certificateVersion != after.feeds[0].certificateVersion)
    #expect(before.http == after.http && before.http.certificateVersion != 0)
    #expect(try read(feed).feeds[0].certificateVersion == 0)
}

@Test func theFilesThatAreNamedAreKnown() throws {
    let text = "\(feed)password_file = \"pw\"\nca_file = \"/a\""
    let files = ["/etc/newspool/pw": "x", "/a": "-----BEGIN CERTIFICATE-----"]
    #expect(try read(text, files: files).files == ["/a", "/etc/newspool/pw"])
}

@Test(arguments: ["two words", "colon:ed", "=", "ünicode", "a\nb", "\n"])
func aTokenIsWhatAHeaderCanCarry(_ text: String) {
    let faults = faults(of: "[status]\ntoken_file = \"token\"", files: ["/etc/newspool/token": text])
    #expect(faults.count == 1 && faults[0].hasPrefix("2:"))
    #expect(!faults[0].contains(text))
}

@Test(arguments: [("a", "1 character "), ("0123456789abcde", "15 characters "), ("0123456789abcdef", nil)])
func aTokenThatCanBeGuessedIsTold(_ text: String, has: String?) throws {
    let listen = "listen = \"127.0.0.1:8780\"\n", file = "token_file = \"token\""
    let files = ["/etc/newspool/token": text + "\n"]
    let told = try read("[status]\n\(listen)\(file)", files: files).status.shortToken
    #expect(has.map { told?.contains("has \($0)") == true } ?? (told == nil))
    #expect(try read("[status]\n\(file)", files: files).status.shortToken == nil)
}

@Test func itIsKnownWhichFilesHoldSecrets() throws {
    let key = "whsec_" + String(repeating: "QUJD", count: 10)
    let text = """
        [status]
        token_file = "token"
        [http]
        proxy = "http://user:word@proxy.example/"
        \(feed)password = "p"
        headers = { A = "1", B = "2" }
        client_cert = "/c"
        client_key = "/k"
        [[feed]]
        url = "https://open.example/"
        ca_file = "/c"
        proxy = "http://proxy.example/"
        [[webhook]]
        name = "w"
        url = "https://w.example/"
        secret = "\(key)"
        """
    let files = [
        "/etc/newspool/token": "0123456789abcdef", "/c": "-----BEGIN CERTIFICATE-----",
        "/k": "-----BEGIN PRIVATE KEY-----",
    ]
    let places = try read(text, files: files).secretFiles
    #expect(
        places.filter { $0.key.hasPrefix("/") && !$0.key.hasSuffix("toml") } == ["/etc/newspool/token": 1, "/k": 1])
    #expect(places.values.reduce(0, +) == 7)
    #expect(try read("[[feed]]\nurl = \"https://open.example/\"\n").secretFiles.isEmpty)
}

@Test func aListenerWithATokenIsNotOpenToOthers() throws {
    let text = "[status]\nlisten = \"0.0.0.0:8780\"\n"
    #expect(try read(text).status.isOpenToOthers)
    #expect(
        try !read(text + "token_file = \"t\"", files: ["/etc/newspool/t": "0123456789abcdef"]).status.isOpenToOthers)
}
