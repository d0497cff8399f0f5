import FuzzDriver
import Web

/// Any bytes as a web address: what is written must read back as the same address, and canonical forms must be fixed points.
@main struct FuzzAddresses {
    static func main() {
        FuzzDriver.main { start, count in FuzzAddresses.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let text = String(decoding: input, as: UTF8.self)
        _ = (try? WebURL(parsing: "https://a.example/b/c?d#e"))?.resolving(text)
        guard let url = try? WebURL(parsing: text) else { return 0 }
        guard let again = try? WebURL(parsing: url.href) else { FuzzDriver.fail("what was written is not an address") }
        FuzzDriver.require(again.href == url.href, "what was written is another address")
        guard let canonical = try? CanonicalURL(url) else { return 0 }
        guard let fixed = (try? WebURL(parsing: canonical.string)).flatMap({ try? CanonicalURL($0) }) else {
            FuzzDriver.fail("a canonical form is not an address")
        }
        FuzzDriver.require(fixed == canonical, "a canonical form has another canonical form")
        return 0
    }
}
