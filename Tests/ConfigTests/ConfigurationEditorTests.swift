import Config
import Foundation
import Testing

private func removing(_ names: [String], from text: String) throws -> String {
    let feeds = try read(text).feeds.filter { names.contains($0.name) }
    #expect(feeds.count == names.count)
    var editor = ConfigurationEditor(text.utf8)
    try editor.remove(feeds)
    return String(decoding: editor.text, as: UTF8.self)
}

private func appending(_ feeds: [NewFeed], to text: String) throws -> String {
    var editor = ConfigurationEditor(text.utf8)
    try editor.append(feeds)
    return String(decoding: editor.text, as: UTF8.self)
}

private let three = """
    # My feeds.

    [daemon]  # defaults
    interval   =  "1h"

    # The first
    # of three
    [[feed]]
    url = "https://a.example/"   # odd   spacing
    name = "a"
    # interval = "2h"

    # About nothing.

    [[feed]]
    url = "https://b.example/"
    name = "b"
    keep = '''
    # not a comment

    [[feed]]
    '''
    [feed.headers]
    X-A = "1"
    # The third.
    [[feed]]
    url = "https://c.example/"
    name = "c"

    """

@Test func removingTheFirstTakesItsCommentsAlong() throws {
    let expected = three.replacing(
        """
        # The first
        # of three
        [[feed]]
        url = "https://a.example/"   # odd   spacing
        name = "a"
        # interval = "2h"


        """, with: "")
    #expect(try removing(["a"], from: three) == expected)
}

@Test func removingOneWithATableOfItsOwn() throws {
    let start = try #require(three.range(of: "[[feed]]\nurl = \"https://b"))
    let end = try #require(three.range(of: "# The third."))
    #expect(try removing(["b"], from: three) == three[..<start.lowerBound] + three[end.lowerBound...])
}

@Test func removingTheLastLeavesNoGap() throws {
    let text =
        "[[feed]]\nurl = \"https://a.example/\"\nname = \"a\"\n\n# Last.\n[[feed]]\nurl = \"https://b.example/\"\nname = \"b\""
    #expect(try removing(["b"], from: text) == "[[feed]]\nurl = \"https://a.example/\"\nname = \"a\"")
    #expect(try removing(["b"], from: text + "\n") == "[[feed]]\nurl = \"https://a.example/\"\nname = \"a\"\n")
    #expect(try removing(["a", "b"], from: text) == "")
}

@Test func tablesInBetweenStay() throws {
    let text = """
        [[feed]]
        url = "https://a.example/"
        name = "a"
        [spool]
        path = "x"
        [feed.headers]
        A = "b"
        [status]

        """
    #expect(try removing(["a"], from: text) == "[spool]\npath = \"x\"\n[status]\n")
}

@Test func aHeaderThatBeginsTwoTablesIsOneBlock() throws {
    var editor = ConfigurationEditor("[[feed]]\n[feed.a.b]\nx = [\n1]\n[spool]\n".utf8)
    var feed = Configuration.Feed(name: "", url: "")
    feed.line = 1
    try editor.remove([feed])
    #expect(String(decoding: editor.text, as: UTF8.self) == "[spool]\n")
}

@Test func windowsLineBreaksStay() throws {
    let text = "[daemon]\r\n\r\n[[feed]]\r\nurl = \"https://a.example/\"\r\nname = \"a\"\r\n"
    #expect(try removing(["a"], from: text) == "[daemon]\r\n")
    let added = try appending([NewFeed(url: "https://b.example/", comment: "B")], to: text)
    #expect(added == text + "\r\n# B\r\n[[feed]]\r\nurl = \"https://b.example/\"\r\n")
}

@Test func appendingWritesATable() throws {
    let feed = NewFeed(url: "https://a.example/\"\\", name: "a\u{1}", tags: ["x", "y z"], comment: "A\nB [[feed]]")
    let table =
        "# A B [[feed]]\n[[feed]]\nurl = \"https://a.example/\\\"\\\\\"\nname = \"a\\u0001\"\ntags = [\"x\", \"y z\"]\n"
    #expect(try appending([feed], to: "") == table)
    #expect(try appending([feed], to: "[daemon]") == "[daemon]\n\n\(table.dropLast())")
    #expect(try appending([feed], to: "[daemon]\n\n") == "[daemon]\n\n\n\(table)")
    #expect(try appending([feed, feed], to: "# x\n") == "# x\n\n\(table)\n\(table)")
    #expect(try appending([], to: "[broken") == "[broken")
}

@Test func whatWasAppendedIsReadAndRemovedAgain() throws {
    let text = try appending([NewFeed(url: "https://d.example/feed", name: "d", comment: "D")], to: three)
    let feed = try #require(try read(text).feeds.last)
    #expect(feed.url == "https://d.example/feed" && feed.name == "d")
    #expect(try removing(["d"], from: text) == three)
}

@Test func whatCannotBeEditedIsSaid() throws {
    var inline = ConfigurationEditor("\nfeed = [{ url = \"https://a.example/\" }]".utf8)
    #expect(throws: ConfigurationEditor.Problem.inlineFeeds(line: 2)) { try inline.append([NewFeed(url: "x")]) }
    #expect(throws: ConfigurationEditor.Problem.inlineFeeds(line: 2)) {
        var feed = Configuration.Feed(name: "a", url: "b")
        feed.line = 2
        try inline.remove([feed])
    }
    var broken = ConfigurationEditor("[daemon".utf8)
    #expect(throws: ConfigurationEditor.Problem.self) { try broken.append([NewFeed(url: "x")]) }
    var other = ConfigurationEditor("[daemon]".utf8)
    #expect(throws: ConfigurationEditor.Problem.noSuchFeed(line: 0)) {
        try other.remove([Configuration.Feed(name: "a", url: "b")])
    }
}

/// Texts of every odd end and beginning, with and without feeds.
private let oddTexts: [String] = {
    let starts = ["", "\u{FEFF}", "\n", "# x", "[daemon]\nadaptive = true # y", three]
    let ends = ["", "\n", "\n\n", "\n\n\n", "\n# last words", "\n# last words\n", "\n  ", "\n\t\n", "\n\r\n"]
    let plain = starts.flatMap { start in ends.map { start + $0 } }
    return plain + plain.map { $0.replacing("\n", with: "\r\n") }
}()

@Test("adding feeds and removing them again, in any order, gives the same bytes", arguments: oddTexts)
func removeUndoesAppend(_ text: String) throws {
    let added = (1...3).map { NewFeed(url: "https://new\($0).example/", name: "new\($0)", comment: "New \($0)") }
    let all = try appending(added, to: text)
    #expect(all.utf8.starts(with: text.utf8))
    #expect(try removing(["new1", "new2", "new3"], from: all).utf8.elementsEqual(text.utf8))
    for order in [["new1", "new2", "new3"], ["new3", "new2", "new1"], ["new2", "new3", "new1"]] {
        var rest = all
        for name in order { rest = try removing([name], from: rest) }
        #expect(rest.utf8.elementsEqual(text.utf8), "\(order) left \(rest.debugDescription)")
    }
    var oneByOne = text
    for feed in added { oneByOne = try appending([feed], to: oneByOne) }
    for name in ["new2", "new1", "new3"] { oneByOne = try removing([name], from: oneByOne) }
    #expect(oneByOne.utf8.elementsEqual(text.utf8))
}

@Test func commentsBelowStayUnlessTheyAreKeys() throws {
    let text = "[[feed]]\nurl = \"https://a.example/\"\nname = \"a\"\n#interval = \"2h\"\n# The end.\n"
    #expect(try removing(["a"], from: text) == "# The end.\n")
}
