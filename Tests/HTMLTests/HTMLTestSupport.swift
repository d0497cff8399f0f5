import Foundation

/// A stand-in for real resolution: absolute references stay, others hang below one host.
func resolved(_ reference: String) -> String? {
    let scheme = reference.prefix { $0 != ":" }
    let isAbsolute =
        scheme.count < reference.count && !scheme.isEmpty
        && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    return isAbsolute ? reference : "https://example.org/" + reference.drop { $0 == "/" }
}

/// The grammar of harmless HTML, strict: written down for the tests alone.
enum SafeHTML {
    private static let elements: Set<String> = Set(
        """
        a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt \
        em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p picture pre q rp rt ruby s \
        samp section small source strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr
        """.split(separator: " ").map(String.init))
    private static let plainAttributes: Set<String> = Set(
        """
        abbr align alt colspan controls datetime default dir height hreflang kind label lang media open reversed rowspan scope \
        sizes span srclang start title type value width
        """.split(separator: " ").map(String.init))
    private static let addresses: Set<String> = ["href", "src", "srcset", "poster", "cite"]
    private static let schemes = ["http:", "https:", "mailto:", "tel:", "ftp:"]

    /// What is not harmless in `html`, nil where all is.
    static func fault(in html: String) -> String? {
        var rest = Substring(html)
        while let start = rest.firstIndex(of: "<") {
            if rest[..<start].contains(where: { $0 == "\0" }) { return "NUL" }
            rest = rest[start...].dropFirst()
            let isEnd = rest.first == "/"
            if isEnd { rest = rest.dropFirst() }
            let name = String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) })
            if !elements.contains(name) { return "element \(name.debugDescription)" }
            rest = rest.dropFirst(name.count)
            while !isEnd, rest.first == " " {
                rest = rest.dropFirst()
                let attribute = String(rest.prefix { $0.isASCII && $0.isLetter })
                guard rest.dropFirst(attribute.count).hasPrefix("=\"") else { return "attribute \(attribute) unquoted" }
                rest = rest.dropFirst(attribute.count + 2)
                let value = rest.prefix { $0 != "\"" }
                rest = rest.dropFirst(value.count + 1)
                if let fault = fault(in: attribute, value: String(value), of: name) { return fault }
            }
            if rest.first != ">" { return "open tag \(name)" }
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func fault(in attribute: String, value: String, of element: String) -> String? {
        // cmark leaves `>` in attributes and writes the language of code as a class.
        if attribute == "class", element == "code", value.hasPrefix("language-") { return nil }
        if value.contains("<") { return "< in \(attribute)" }
        if plainAttributes.contains(attribute) { return nil }
        if !addresses.contains(attribute) { return "attribute \(attribute)" }
        let urls = attribute == "srcset" ? value.split(separator: ",").map { $0.drop { $0 == " " } } : [value[...]]
        for url in urls {
            if url.unicodeScalars.contains(where: { $0.value < 0x20 }) { return "control in \(attribute)" }
            if element == "img" || element == "source", isImageData(url) { continue }
            let head = url.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            if !schemes.contains(where: { head.lowercased().hasPrefix($0) }) { return "scheme of \(url)" }
        }
        return nil
    }

    private static func isImageData(_ url: Substring) -> Bool {
        ["png", "gif", "jpeg", "jpg", "webp", "avif"].contains { url.lowercased().hasPrefix("data:image/\($0)") }
    }
}

/// A renderer of Markdown that is not ours, where it is installed.
struct CommonMark {
    /// The reference renderer.
    static let reference = CommonMark(name: "cmark", options: ["--unsafe"])
    /// What GitHub renders with, and the many that follow it: bare addresses are links.
    static let github = CommonMark(
        name: "cmark-gfm",
        options: ["--unsafe"] + ["autolink", "table", "strikethrough"].flatMap { ["--extension", $0] })

    private let name: String
    private let options: [String]

    private var path: String { "/usr/bin/" + name }

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// HTML of a Markdown text, HTML in it passed through.
    func rendered(_ markdown: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = options
        let (input, output) = (FileManager.default.temporaryDirectory.appending(path: UUID().uuidString), Pipe())
        try Data(markdown.utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }  // a leftover in the temporary folder harms no one
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

/// A small generator (SplitMix64) for tests that must come out alike each time.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Elements, well or badly nested, around words that look like Markdown.
    mutating func html(tags: [String], pieces: Int) -> String {
        let words = [
            "x", "foo", "\"q\"", "*", "_", "`", "a*b", "a_b", "_x_", "#", "+", ">", "=", "[x]", "](y)", "!",
            "&amp;amp;",
            "&amp;copy;", "&lt;b>", "&lt;", "\\", "\\*", "|", "中", "「", "。", "é", "“", "…", "€", "&nbsp;", "`` ` ``",
            "[a]: b",
            "***", "___", "===", "&#12288;", " ", "\n",
        ]
        var html = ""
        for _ in 0..<Int.random(in: 1...pieces, using: &self) {
            switch Int.random(in: 0..<10, using: &self) {
            case 0..<3: html += "<\(tags.randomElement(using: &self) ?? "b")>"
            case 3..<5: html += "</\((tags.randomElement(using: &self) ?? "b").prefix { $0 != " " })>"
            default: html += (words.randomElement(using: &self) ?? "x") + (Bool.random(using: &self) ? " " : "")
            }
        }
        return html
    }
}
