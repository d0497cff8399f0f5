import Testing

@testable import Parse

@Suite struct JSONReaderTests {
    private func read(_ text: String, depth: Int = 8) -> (JSONValue?, String?) {
        let result = Array(text.utf8).withUnsafeBufferPointer { JSONReader.read($0, depth: depth) }
        return (result?.value, result?.fault?.message)
    }

    @Test(arguments: [
        (
            #"{"a":[1,-2.5e1,true,false,null,"x"]}"#,
            JSONValue.object([
                .init(
                    name: "a",
                    value: .array([.number(1), .number(-25), .bool(true), .bool(false), .null, .string("x")]))
            ])
        ),
        (#" "\u00e9\ud83d\ude00\n\"\\" "#, .string("é😀\n\"\\")),
        (#""\ud83d""#, .string("\u{FFFD}")),
        ("[1,,2,]", .array([.number(1), .number(2)])),
        ("[]", .array([])),
    ])
    func readsValues(_ text: String, _ value: JSONValue) {
        let (read, fault) = read(text)
        #expect(read == value)
        #expect(fault == nil)
    }

    @Test func keepsWhatIsWholeBeforeACut() {
        let (value, fault) = read(#"{"items":[{"id":"1"},{"id":"2","te"#)
        #expect(value?["items"]?.elements.compactMap { $0["id"]?.text } == ["1"])
        #expect(fault == "the document is cut off")
    }

    @Test(arguments: [
        (#"{"items":[1,2],"b":[3]}"#, [1.0, 2], #"{"items":[],"b":[3]}"#),
        (#"{"a":{"b":{"c":[1],"d":[2]}},"c":[3]}"#, [1], #"{"a":{"b":{"c":[],"d":[2]}},"c":[3]}"#),
        (#"{"items":null,"items":[1]}"#, [], #"{"items":null,"items":[1]}"#),
        (
            #"{"x":{"items":[1]},"items":{"items":[2]},"a":[{"b":{"c":[3]}}]}"#, [],
            #"{"x":{"items":[1]},"items":{"items":[2]},"a":[{"b":{"c":[3]}}]}"#
        ),
        (#"[{"items":[1]}]"#, [], #"[{"items":[1]}]"#),
    ])
    func handsOnTheElementsAtAPath(_ text: String, _ handedOn: [Double], _ rest: String) {
        var seen: [Double] = []
        let left = Array(text.utf8).withUnsafeBufferPointer { bytes in
            JSONReader.read(bytes, depth: 8, handingOn: [["items"], ["a", "b", "c"]]) { _, element in
                if let number = element.number { seen.append(number) }
            }
        }
        #expect(seen == handedOn)
        #expect(left?.value == read(rest).0)
    }

    @Test func boundsNesting() {
        let (_, fault) = read(String(repeating: "[", count: 100_000))
        #expect(fault == "values are nested too deep")
    }

    @Test(arguments: ["{\"a\" 1}", "nul", "[1 2 x]", "{1:2}"])
    func saysWhatIsNoJSON(_ text: String) {
        let (value, fault) = read(text)
        #expect(value == nil || fault != nil)
    }
}
