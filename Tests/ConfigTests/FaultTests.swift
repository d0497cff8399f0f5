import Config
import Testing

/// A text and the starts of the faults it must give, in order and no others.
struct FaultyText: CustomTestStringConvertible {
    let text: String
    let faults: [String]
    var testDescription: String { text }

    init(_ text: String, _ faults: String...) {
        self.init(text, faults)
    }

    init(_ text: String, _ faults: [String]) {
        self.text = text
        self.faults = faults
    }
}

private func expectFaults(of faulty: FaultyText) {
    let found = faults(of: faulty.text)
    let fits = found.count == faulty.faults.count && zip(found, faulty.faults).allSatisfy { $0.hasPrefix($1) }
    #expect(fits, "found \(found)")
}

private let feed = "[[feed]]\nurl = \"https://a.example/\"\n"

@Test(arguments: [
    FaultyText("[daemon]\nintervall = \"1h\"", "2:1: unknown key 'intervall' (did you mean 'interval'?)"),
    FaultyText("[daemon]\nper-host = 1", "2:1: unknown key 'per-host' (did you mean 'per_host'?)"),
    FaultyText("daemon.timeot = \"1s\"", "1:8: unknown key 'timeot' (did you mean 'timeout'?)"),
    FaultyText("[http]\nlisten = \"x\"", "2:1: unknown key 'listen' in [http]; it belongs in [status]"),
    FaultyText("[http]\nxyzzyx = 1", "2:1: unknown key 'xyzzyx' in [http]; remove it"),
    FaultyText("interval = \"1h\"", "1:1: unknown key 'interval' outside any table; it belongs in [daemon]"),
    FaultyText("[deamon]\nx = 1", "1:2: unknown table [deamon] (did you mean [daemon]?)"),
    FaultyText("[[feeds]]\nx = 1", "1:3: unknown table [[feeds]] (did you mean [[feed]]?)"),
    FaultyText("[zzz]", "1:2: unknown table [zzz]; there are [daemon]"),
    FaultyText("\(feed)[feed.extra]", "3:7: unknown key 'extra' in [[feed]]"),
    FaultyText("[feed]\nurl = 1", "1:1: 'feed' is a list; write [[feed]] in double brackets"),
    FaultyText("[[daemon]]", "1:1: there is only one table [daemon]; write it in single brackets"),
    FaultyText("daemon = 1", "1:1: 'daemon' must be a table"),
    FaultyText("feed = [1]", "1:1: 'feed' must be a table"),
    // toml++ asserts at these.
    FaultyText("[\u{15}", "1:1: not valid TOML"),
    FaultyText("[daemon]\ntimeout = 1\n\n[\u{1}\n[zzz]", "2:11: 'timeout' must", "4:1: not valid TOML", "5:2: unknown"),
    FaultyText(
        "[a]\n[daemon]\nb = 1\ntimeout = 1\n[c]", "1:2: unknown table", "3:1: unknown key", "4:11: 'timeout' must",
        "5:2: unknown"),
])
func unknownKeysAndTables(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test(arguments: [
    FaultyText("timeout = 30", "2:11: 'timeout' must be a duration in quotes, such as \"30m\", not a whole number"),
    FaultyText("timeout = \"30\"", "2:11: 'timeout' is not a duration: \"30\"; write whole numbers with a unit"),
    FaultyText("timeout = \"0s\"", "2:11: 'timeout' is \"0s\"; it must be at least \"1s\""),
    FaultyText("timeout = \"9999999d1s\"", "2:11: 'timeout' is longer than a hundred years"),
    FaultyText("timeout = \"-1s\"", "2:11: 'timeout' is not a duration: \"-1s\""),
    FaultyText("interval = \"1m\"", "2:12: 'interval' is \"1m\", below min_interval, which is \"5m\""),
    FaultyText(
        "min_interval = \"2h\"\ninterval = \"1h\"", "3:12: 'interval' is \"1h\", below min_interval, which is \"2h\""),
    FaultyText("max_interval = \"1m\"", "2:16: 'max_interval' is below min_interval, which is \"5m\""),
    FaultyText("max_body = \"16 MX\"", "2:12: 'max_body' is not a size: \"16 MX\""),
    FaultyText("max_body = 0", "2:12: 'max_body' must be at least 1 byte"),
    FaultyText("max_body = true", "2:12: 'max_body' must be a size in quotes"),
    FaultyText("concurrency = 0", "2:15: 'concurrency' is 0; it must be at least 1"),
    FaultyText("per_host = -3", "2:12: 'per_host' is -3; it must be at least 1"),
    FaultyText("concurrency = 9999999", "2:15: 'concurrency' is 9999999; it must be at most"),
    FaultyText("concurrency = 1.5", "2:15: 'concurrency' must be a whole number without quotes, not a number with"),
    FaultyText("adaptive = \"yes\"", "2:12: 'adaptive' must be true or false, without quotes, not a string"),
    FaultyText("first_fetch = \"sed\"", "2:15: 'first_fetch' cannot be \"sed\" (did you mean \"seed\"?); it is one of"),
    FaultyText("first_fetch = \"latest:0\"", "2:15: 'first_fetch' needs a whole number from 1"),
    FaultyText("first_fetch = \"latest:+1\"", "2:15: 'first_fetch' needs a whole number from 1"),
    FaultyText("state = \"\"", "2:9: 'state' is empty"),
    FaultyText("state = 1979-05-27", "2:9: 'state' must be a string in double quotes, not a date"),
])
func daemonValues(_ faulty: FaultyText) {
    expectFaults(of: FaultyText("[daemon]\n" + faulty.text, faulty.faults))
}

@Test(arguments: [
    FaultyText("[http]\nuser_agent = \"a\\nb\"", "2:14: 'user_agent' holds a control character"),
    FaultyText("[http]\ncontact = \"me (here)\"", "2:11: 'contact' holds a parenthesis"),
    FaultyText(
        "[http]\nproxy = \"ftp://a\"", "2:9: 'proxy' cannot be fetched; it must be a URL that starts with http://, "),
    FaultyText("[http]\nca_file = \"no.pem\"", "2:11: 'ca_file' cannot be read: /etc/newspool/no.pem: No such file"),
    FaultyText("[http]\nallow_private = 1", "2:17: 'allow_private' must be true, false, or a list"),
    FaultyText("[http]\nallow_private = [\"10.0.0.0/33\"]", "2:18: \"10.0.0.0/33\" is not a network"),
    FaultyText(
        "[http]\nallow_private = [\n  \"10.0.0.0/-1\",\n  \"1.2.3\",\n  \"a b\",\n  \"ok.lan\", 3\n]",
        "3:3: \"10.0.0.0/-1\" is not a network", "4:3: \"1.2.3\" is neither", "5:3: \"a b\" is neither",
        "6:13: this must be a string"),
    FaultyText(
        "[spool]\nformats = [\"json\", \"md\"]", "2:20: this cannot be \"md\"; it is one of \"json\", \"markdown\""),
    FaultyText("[spool]\nformats = [\"json\", \"json\"]", "2:20: this is in the list already"),
    FaultyText("[spool]\nformats = \"json\"", "2:11: 'formats' must be a list of words in quotes, in brackets"),
    FaultyText("[spool]\njournal = \"thick\"", "2:11: 'journal' cannot be \"thick\" (did you mean \"thin\"?)"),
    FaultyText("[dedupe]\nfold = [\"amp\", \"mobil\"]", "2:16: this cannot be \"mobil\" (did you mean \"mobile\"?)"),
    FaultyText("[status]\nlisten = \"8780\"", "2:10: 'listen' is not an address: \"8780\""),
    FaultyText("[status]\nlisten = \"::1:8780\"", "2:10: 'listen' is not an address"),
    FaultyText("[status]\nlisten = \"127.0.0.1:0\"", "2:10: 'listen' is not an address"),
    FaultyText("[status]\nlisten = \"127.0.0.1:65536\"", "2:10: 'listen' is not an address"),
    FaultyText("[status]\nlisten = \"127.0.0.256:80\"", "2:10: 'listen' is not an address"),
    FaultyText("[status]\nlisten = \"unix:\"", "2:10: 'listen' names no socket"),
    FaultyText("[status]\nlisten = \"unix:/run/\"", "2:10: 'listen' names no socket"),
    FaultyText("[status]\nhosts = [\"https://a.example/\"]", "2:10: \"https://a.example/\" is not a host name"),
    FaultyText("[status]\nhosts = [\"a.example:80\"]", "2:10: \"a.example:80\" is not a host name"),
    FaultyText("[status]\nbase_url = \"https://a.example/?x\"", "2:12: 'base_url' is the address of a folder"),
    FaultyText("[status]\nbase_url = \"news.example\"", "2:12: 'base_url' is not a URL"),
    FaultyText("[node]\nname = \"a b\"", "2:8: 'name' is not a node's name"),
    FaultyText("[node]\nroles = [\"poll\", \"lead\"]", "2:18: "),
    FaultyText("[store]\nurl = \"mysql://a@b/c\"", "2:7: 'url' is not that of a PostgreSQL database"),
    FaultyText("[store]\nurl = \"postgresql://a:pw@b/c\"", "2:7: 'url' holds a password"),
    FaultyText("[store]\nurl = \"postgres://a@b/c?x=1&Password=pw\"", "2:7: 'url' holds a password"),
    FaultyText(
        "[store]\npassword_file = \"none\"", "1:1: [store] has no 'url'", "2:17: 'password_file' cannot be read"),
])
func valuesOfTheOtherTables(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test(arguments: [
    FaultyText("[[feed]]\nname = \"a\"\n\n[[feed]]", "1:1: [[feed]] has no 'url'", "4:1: [[feed]] has no 'url'"),
    FaultyText("[[feed]]\nurl = 5", "2:7: 'url' must be a string"),
    FaultyText(
        "[[feed]]\nurl = \"gopher://a/\"", "2:7: 'url' cannot be fetched; it must be a URL that starts with http://"),
    FaultyText("[[feed]]\nurl = \"example.org\"", "2:7: 'url' is not a URL"),
    FaultyText("[[feed]]\nurl = \"https:///x\"", "2:7: 'url' needs a host"),
    FaultyText("[[feed]]\nurl = \"https://a b/\"", "2:7: 'url' holds a space"),
    FaultyText("[[feed]]\nurl = \"https://a:99999/\"", "2:7: 'url' has a bad port"),
    FaultyText("[[feed]]\nurl = \"https://[::g]/\"", "2:7: 'url' has a host that is not an IPv6 address"),
    FaultyText("[[feed]]\nurl = \"https://a<b/\"", "2:7: 'url' has a host with a character"),
    FaultyText("[[feed]]\nurl = \"http://256.256.256.256/feed\"", "2:7: 'url' has a host that is not an IPv4 address"),
    FaultyText("[[feed]]\nurl = \"http://1.2.3.4.5/feed\"", "2:7: 'url' has a host that is not an IPv4 address"),
    FaultyText("[[feed]]\nurl = \"http://ü.xn--/feed\"", "2:7: 'url' has a host that is not a host name"),
    FaultyText("[[feed]]\nurl = \"http://ü.xn--a/feed\"", "2:7: 'url' has a host that is not a host name"),
    FaultyText("[[feed]]\nurl = \"https://[::1/\"", "2:7: 'url' has a host without its ']'"),
    FaultyText("[[feed]]\nurl = \"https://[::1]x/\"", "2:7: 'url' has something between ']' and its port"),
    FaultyText("[[feed]]\nurl = \"https://a:0/\"", "2:7: 'url' has a bad port"),
    FaultyText(
        "[http]\nproxy = \"socks5h://256.256.256.256:1080\"", "2:9: 'proxy' has a host that is not an IPv4 address"),
    FaultyText("\(feed)\n[[feed]]\nurl = \"HTTPS://A.example:443\"", "5:7: duplicate URL: line 2 has the same"),
    FaultyText(
        "\(feed)name = \"x\"\n[[feed]]\nurl = \"https://b.example\"\nname = \"x\"",
        "6:8: duplicate name \"x\": line 3 has the same"),
    FaultyText(feed + "name = \" x\"", "3:8: 'name' starts or ends with a space"),
    FaultyText(feed + "name = \"-x\"", "3:8: 'name' starts with a hyphen"),
    FaultyText(feed + "name = \"\"", "3:8: 'name' is empty"),
    FaultyText(feed + "interval = \"1m\"", "3:12: 'interval' is \"1m\", below min_interval, which is \"5m\""),
    FaultyText(feed + "interval = \"1m\"\n[daemon]\nmin_interval = \"1m\""),
    FaultyText(feed + "keep = \"([\"", "3:8: 'keep' is not a regular expression: "),
    FaultyText(feed + "drop = \"\(String(repeating: "a", count: 1001))\"", "3:8: 'drop' is longer than 1000 bytes"),
    FaultyText(feed + "drop = \"\(String(repeating: "(", count: 900))\"", "3:8: 'drop' is not a regular expression: "),
    FaultyText(feed + "full_text = \"short\"", "3:13: 'full_text' must be true, false or \"longer\""),
    FaultyText(feed + "selector = \"\"", "3:12: 'selector' is empty"),
    FaultyText(feed + "remove = [\"a\", \"\"]", "3:16: this is empty"),
    FaultyText(feed + "headers = \"a: b\"", "3:11: 'headers' must be a table such as"),
    FaultyText(feed + "headers = { \"a b\" = \"1\" }", "3:13: this is not a name of a header"),
    FaultyText(feed + "headers = { a = \"1\\r\\nb: 2\" }", "3:17: header 'a' holds a line break"),
    FaultyText(
        feed + "headers = { content-Length = \"3\" }", "3:13: header 'content-Length' says how long a request is"),
    FaultyText(feed + "headers = { Transfer-Encoding = \"x\" }", "3:13: header 'Transfer-Encoding' says how long"),
    FaultyText(feed + "username = \"a:b\"", "3:12: 'username' holds a colon"),
    FaultyText(feed + "password = \"x\"", "3:1: 'password' needs a 'username'"),
    FaultyText(
        feed + "username = \"a\"\npassword = \"x\"\npassword_file = \"two\"",
        "5:17: 'password_file' is beside 'password'"),
    FaultyText(
        feed + "username = \"a\"\npassword_file = \"no\"", "4:17: 'password_file' cannot be read: /etc/newspool/no: No"),
    FaultyText(feed + "tags = \"a\"", "3:8: 'tags' must be a list"),
])
func feeds(_ faulty: FaultyText) { expectFaults(of: faulty) }

private let webhook = "[[webhook]]\nname = \"w\"\nurl = \"https://a.example/\"\n"

@Test(arguments: [
    FaultyText("[[webhook]]", "1:1: [[webhook]] has no 'name'", "1:1: [[webhook]] has no 'url'"),
    FaultyText(webhook + webhook, "5:8: duplicate name \"w\": line 2 has the same"),
    FaultyText(webhook + "secret = \"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"", "4:10: 'secret' must start with whsec_"),
    FaultyText(webhook + "secret = \"whsec_***\"", "4:10: 'secret' is not base64 after whsec_"),
    FaultyText(webhook + "secret = \"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=\"", "4:10: 'secret' holds 23 bytes"),
    FaultyText(webhook + "secret = \"whsec_\(String(repeating: "AAAA", count: 22))\"", "4:10: 'secret' holds 66 bytes"),
    FaultyText(webhook + "secret = [\"whsec_x\", 1]", "4:11: this secret is not base64", "4:22: this must be a string"),
    FaultyText(webhook + "secret = []", "4:10: 'secret' is an empty list"),
    FaultyText(webhook + "secret = \"whsec_\(String(repeating: "AAAA", count: 8))\""),
    FaultyText(
        webhook + "secret_file = \"no\"\nsecret = \"whsec_\(String(repeating: "AAAA", count: 8))\"",
        "4:15: 'secret_file' cannot be read: ", "4:15: 'secret_file' is beside 'secret'"),
    FaultyText(
        webhook + "feeds = [\"wether\", \"zzz\"]\n\(feed)name = \"weather\"",
        "4:10: there is no feed \"wether\" (did you mean \"weather\"?)", "4:20: there is no feed \"zzz\"; name one"),
    FaultyText(webhook + "content = \"fat\"", "4:11: 'content' cannot be \"fat\""),
    FaultyText(webhook + "batch = 0", "4:9: 'batch' is 0; it must be at least 1"),
])
func webhooks(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test(arguments: [
    FaultyText("[daemon\n", "1:8: not valid TOML: expected ']'"),
    FaultyText("[daemon]\nstate = \"a\n", "2:11: not valid TOML: the line ends within a string; close its quotes"),
    FaultyText("[daemon]\nstate = \"\"\"a\n\n", "2:9: not valid TOML: the value that begins here never ends"),
    FaultyText("[daemon]\nstate = \n", "2:9: not valid TOML: expected value"),
    FaultyText("x = 99999999999999999999", "1:25: not valid TOML: '99999999999999999999' is not representable"),
    FaultyText("[daemon]\nstate = \"a\"\n  state = \"b\"", "3:3: duplicate key 'state'; first on line 2"),
    FaultyText("[daemon]\n[http]\n[daemon]", "3:1: duplicate table [daemon]; first on line 1"),
    FaultyText(
        "[daemon]\nintervall = 1\n[[feed]]\nurl = \"x\"\nbroken", "2:1: unknown key", "4:7: 'url' is not a URL",
        "5:7: not valid TOML"),
    FaultyText("[[feed]]\nname = \"a\"\nname = \"b\"", "3:1: duplicate key 'name'; first on line 2"),
    FaultyText(String(repeating: "a.", count: 100_000) + "a = 1", "1:66: not valid TOML: key with too many dots"),
    FaultyText(
        "x = " + String(repeating: "[", count: 100_000), "1:37: not valid TOML: exceeded maximum nested value depth"),
])
func syntax(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test(arguments: [
    FaultyText(
        "[[feed]\nurl = \"https://a.example/\"\nnam = \"x\"\n[deamon]\nx = 1\n[daemon\nintervall = 1",
        "1:8: not valid TOML: expected ']'", "3:1: unknown key 'nam'", "4:2: unknown table [deamon]",
        "6:8: not valid TOML", "7:1: unknown key 'intervall'"),
    FaultyText(
        "[feed]] # mine\r\nurl = \"x\"\r\n", "1:7: not valid TOML", "2:7: 'url' is not a URL"),
    FaultyText(
        "[daemon]\nstate = \"a\"\n[daemon]\ntimeout = 1\n[http]\nx = 1",
        "3:1: duplicate table [daemon]; first on line 1", "6:1: unknown key 'x'"),
    FaultyText(
        "\(feed)title = \"\"\"x\nname = 5\n[daemon]\nintervall = 1",
        "3:9: not valid TOML: the value that begins here never ends", "4:8: 'name' must be", "6:1: unknown key"),
    FaultyText(
        "\(feed)tags = [ \"a\"\nnam = 5\n[daemon]\nintervall = 1",
        "4:1: not valid TOML: expected comma or closing ']'", "4:1: unknown key 'nam'", "6:1: unknown key"),
    FaultyText(
        "\(feed)tags = [\n  \"a\"\n  \"b\"\n]\nnam = 5\n",
        "5:3: not valid TOML: expected comma or closing ']'", "7:1: unknown key 'nam'"),
    FaultyText(
        "\(feed)title = \"\"\"x\nwords: and words\n[daemon]\nintervall = 1",
        "3:9: not valid TOML: the value that begins here never ends"),
    FaultyText("x = [\n", "1:6: not valid TOML: the file ends within a value"),
    FaultyText("x = [\n1,\n", "1:5: not valid TOML: the value that begins here never ends"),
])
func readingGoesOnBelowBrokenHeadersAndValues(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test(arguments: [
    FaultyText("[[feed]]\nname = \"a\"\n[daemon]\nstate = x", "1:1: [[feed]] has no 'url'", "4:9: not valid TOML"),
    FaultyText("[[feed]]\nurl = https://a.example/\nname = \"a\"", "2:7: not valid TOML"),
    FaultyText(
        "\(webhook)feeds = [\"b\"]\n\(feed)name = \"a\"\n[daemon]\nstate = x", "4:10: there is no feed \"b\"",
        "9:9: not valid TOML"),
    FaultyText("\(webhook)feeds = [\"b\"]\n\(feed)name = b", "7:8: not valid TOML"),
])
func whatIsMissingIsToldUnlessItMayStandInALineThatIsNoTOML(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test func everyLineThatIsNoTOMLIsTold() {
    let text = "[daemon]\n" + String(repeating: "interval = x\n", count: 60)
    #expect(faults(of: text).count == 60)
}

@Test func aTextWithoutAnEndIsToldWhereItBeginsHoweverFarThatIs() {
    let text = "title = \"\"\"\n" + String(repeating: "words\n", count: 2000)
    #expect(faults(of: text).map { $0.prefix(4) } == ["1:9:"])
}

@Test func aFileOfCertificatesHoldsOne() {
    let text = "[http]\nca_file = \"/a\""
    #expect(faults(of: text, files: ["/a": "-----BEGIN CERTIFICATE-----"]) == [])
    #expect(
        faults(of: text, files: ["/a": "secret"]) == [
            "2:11: 'ca_file' holds no certificate: /a; put PEM certificates there"
        ])
}

@Test func dotsInStringsAndCommentsAreNoKeys() {
    let dots = String(repeating: ".", count: 500)
    #expect(
        faults(
            of: "# \(dots)\n\(feed)title = \"\(dots)\\\"\(dots)\" # '\nselector = '''\n'\(dots)'''\ndrop = '\(dots)'")
            == [])
}

@Test func bytesThatAreNotUTF8AreAFault() {
    #expect(throws: ConfigurationError.self) {
        try ConfigurationFile.read(Array("[daemon]\nstate = \"".utf8) + [0xFF, 0x22], path: "f", directory: "/") {
            _ throws(FileProblem) in []
        }
    }
}

@Test(
    "a feed has one source, and a name where that is no address",
    arguments: [
        FaultyText("[[feed]]\nname = \"a\"", "1:1: [[feed]] has no 'url'"),
        FaultyText("[[feed]]\npush = true", "1:1: a [[feed]] without an address has no 'name'"),
        FaultyText("[[feed]]\npush = false\nname = \"a\"", "1:1: [[feed]] has no 'url'"),
        FaultyText("[[feed]]\npush = \"yes\"\nurl = \"https://a.example/\"", "2:8: 'push' must be true or false"),
        FaultyText(
            "\(feed)push = true\nname = \"a\"",
            "3:1: 'push' is beside 'url'; a feed has one source, so keep one of the two"),
        FaultyText("\(feed)base = \"https://b.example/\"", "3:1: 'base' is for feeds without an address; remove it"),
        FaultyText("[[feed]]\npush = true\nname = \"a\"\nbase = \"letters\"", "4:8: 'base' is not a URL"),
        FaultyText("[[feed]]\ncommand = [\"a\"]", "1:1: a [[feed]] without an address has no 'name'"),
        FaultyText("[[feed]]\nurl = \"file:///a\"", "1:1: a [[feed]] without an address has no 'name'"),
        FaultyText("[[feed]]\nurl = \"file://b/a\"\nname = \"a\"", "2:7: 'url' is a file of another machine"),
        FaultyText("[[feed]]\nurl = \"file:a\"\nname = \"a\"", "2:7: 'url' is not the address of a file"),
        FaultyText("[[feed]]\nurl = \"file:///a%\"\nname = \"a\"", "2:7: 'url' is not the address of a file"),
        FaultyText("[[feed]]\ncommand = \"a b\"\nname = \"a\"", "2:11: 'command' must be a list such as"),
        FaultyText("[[feed]]\ncommand = []\nname = \"a\"", "2:11: 'command' names no program"),
        FaultyText("[[feed]]\ncommand = [\"a\", 1]\nname = \"a\"", "2:17: this must be a string"),
        FaultyText("[[feed]]\ncommand = [\"a\"]\npush = true\nname = \"a\"", "3:1: 'push' is beside 'command'"),
    ])
func sourcesOfFeeds(_ faulty: FaultyText) { expectFaults(of: faulty) }

@Test(
    "parts of items need items",
    arguments: [
        FaultyText("\(feed)item_title = \"h2\"", "3:1: 'item_title' needs 'items' beside it"),
        FaultyText("\(feed)may_be_empty = true", "3:1: 'may_be_empty' needs 'items' beside it"),
        FaultyText("\(feed)items = \"li\"\nitem_titel = \"h2\"", "4:1: unknown key 'item_titel' (did you mean"),
        FaultyText("\(feed)items = \"\"", "3:9: 'items' is empty"),
    ])
func partsOfItems(_ faulty: FaultyText) { expectFaults(of: faulty) }
