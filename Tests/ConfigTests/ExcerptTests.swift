import Config
import Testing

private func excerpt(of text: String) -> [String] {
    do throws(ConfigurationError) {
        _ = try read(text)
        return []
    } catch {
        return error.faults[0].excerpt.split(separator: "\n").map(String.init)
    }
}

@Test(arguments: [
    ("[daemon]\nintervall = 1\n", "    intervall = 1", "    ^"),
    ("[daemon]\r\n  timeout = 1\r\n", "      timeout = 1", "                ^"),
    ("[http]\nuser_agent = \"ä\" \nx1 = \"ä\"", "    x1 = \"ä\"", "    ^"),
    ("[daemon]\n\ttimeout = 1", "    \ttimeout = 1", "    \t          ^"),
    ("\u{FEFF}x = 1", "    x = 1", "    ^"),
    ("\u{1B}[31m", "    \u{FFFD}[31m", "    ^"),
])
func theCaretStandsUnderTheColumn(_ text: String, line: String, caret: String) {
    #expect(excerpt(of: text) == [line, caret])
}

@Test func longLinesAreCutAroundTheCaret() {
    let lines = excerpt(
        of: "[daemon]\n" + String(repeating: " ", count: 1000) + "intervall = \"" + String(repeating: "x", count: 1000)
            + "\"")
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= 164 })
    let column = lines[1].unicodeScalars.count - 1
    #expect(String(lines[0].unicodeScalars.dropFirst(column)).hasPrefix("intervall"))
}

@Test func faultsComeInTheOrderOfTheFile() {
    let found = faults(of: "[status]\na1 = 1\n[[feed]]\nb1 = 1\n[daemon]\nc1 = 1\nd1 = { e = 1 }")
    #expect(found.map { $0.prefix { $0 != ":" } } == ["2", "3", "4", "6", "7"])
}
