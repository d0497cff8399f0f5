import FuzzDriver
import JSON

/// Any bytes as JSON: within the depth that was asked for, and element by element as in one.
@main struct FuzzJSON {
    private static let depth = 12

    static func main() {
        FuzzDriver.main { start, count in FuzzJSON.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let text = Array(String(decoding: input, as: UTF8.self).utf8)
        guard let value = text.withUnsafeBufferPointer({ JSONReader.read($0, depth: depth)?.value }) else { return 0 }
        FuzzDriver.require(height(of: value) <= depth, "deeper than was asked for")
        // Elements that are handed on are those that the tree would have had.
        var handedOn = 0
        _ = text.withUnsafeBufferPointer { bytes in
            JSONReader.read(bytes, depth: depth, handingOn: [["items"]]) { _, _ in handedOn += 1 }
        }
        if case .array(let elements) = value["items"] {
            FuzzDriver.require(handedOn >= elements.count, "elements are lost")
        }
        return 0
    }

    private static func height(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map(height).max() ?? 0)
        case .object(let members): 1 + (members.map { height(of: $0.value) }.max() ?? 0)
        default: 0
        }
    }
}
