import Bytes
import Cleaning
import FuzzDriver
import Model
import Parse
import ParserProcess

/// Any bytes as what a parser process answers, which may have been taken over: a value that is written as the same bytes
/// are read, or a fault; what is written of dates and numbers of it does not trap.
@main struct FuzzAnswers {
    static func main() {
        FuzzDriver.main { start, count in FuzzAnswers.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let kind = input.first else { return 0 }
        let bytes = Array(input.dropFirst())
        switch kind % 4 {
        case 0: check(OpenedFeed.self, bytes)
        case 1:
            guard let item = check(CleanItem.self, bytes) else { return 0 }
            var json = JSONWriter()
            Feed(format: .rss20).write(items: [item.item], to: &json)
        case 2: check(ParsedPage.self, bytes)
        default: check(ParseError.self, bytes)
        }
        return 0
    }

    @discardableResult
    private static func check<Value: WireFields>(_: Value.Type, _ bytes: [UInt8]) -> Value? {
        guard let value = try? Value(onWire: bytes) else { return nil }
        let written = value.onWire
        guard let again = try? Value(onWire: written) else { FuzzDriver.fail("what was read cannot be written") }
        FuzzDriver.require(again.onWire == written, "a value is written as another one")
        return value
    }
}
