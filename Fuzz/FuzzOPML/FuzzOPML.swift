import FuzzDriver
@testable import Parse

/// Any bytes as a subscription list, in one piece and in small ones; what is written of it must read back.
@main struct FuzzOPML {
    static func main() {
        FuzzDriver.main { start, count in FuzzOPML.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let body = Array(input)
        guard let whole = try? OPML.read(body) else { return 0 }
        var limits = ParseLimits.default
        limits.chunk = 7
        FuzzDriver.require(try! OPML.read(body, limits: limits) == whole, "another list in pieces")
        let outlines = whole.map { OPML.Outline(url: $0.feedURL, title: $0.title ?? "", tags: $0.folders) }
        guard let again = try? OPML.read(Array(OPML.write(outlines, title: "t").utf8)) else {
            FuzzDriver.fail("what was written is not a list")
        }
        FuzzDriver.require(again.count == whole.count, "what was written has other feeds")
        return 0
    }
}
