@testable import Control
import FuzzDriver

/// Any bytes as the head of an HTTP request: a request within its bounds, or an answer that refuses it.
@main struct FuzzRequests {
    static func main() {
        FuzzDriver.main { start, count in FuzzRequests.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let head = try? RequestHead(Array(input)[...]) else { return 0 }
        FuzzDriver.require(head.bodyLength >= 0, "a body of negative length")
        FuzzDriver.require(head.request.path.hasPrefix("/"), "a path that is not one")
        return 0
    }
}
