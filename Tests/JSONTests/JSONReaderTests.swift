import JSON
import Testing

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
        // Letters that are not digits are not swallowed.
        (#""\u12é4""#, .string("\u{FFFD}é4")),
        (#""\u00zz""#, .string("\u{FFFD}zz")),
        (#""\ud83d\u00e9 caf\é""#, .string("\u{FFFD}é café")),
        (
            #""’ and ‘ and a text that is longer than a block “ \"""#,
            .string("’ and ‘ and a text that is longer than a block “ \"")
        ),
        ("[1,,2,]", .array([.number(1), .number(2)])),
        ("\"a\u{1}b\tc\u{1F}\"", .string("ab\tc")),
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

    @Test func nestingWithoutAnEndIsCutOff() {
        let (_, fault) = read(String(repeating: "[", count: 100_000))
        #expect(fault == "the document is cut off")
    }

    /// Within a depth of three.
    @Test(arguments: [
        (#"[[[1]],2]"#, #"[[[1]],2]"#, false), (#"[[[[1]]],2]"#, #"[[[null]],2]"#, true),
        (#"{"a":{"b":{"c":{"d":[1,{"e":2}]}}},"f":3}"#, #"{"a":{"b":{"c":null}},"f":3}"#, true),
        (#"[[[["]"]]],2]"#, #"[[[null]],2]"#, true), (#"[[[["\"]",'}',{'k':"{"}]]],2]"#, #"[[[null]],2]"#, true),
        (#"[[[[1/* ] */,2// ]"# + "\n" + #"]]],2]"#, #"[[[null]],2]"#, true),
        (#"[[[[it's]]],2]"#, #"[[[null]],2]"#, true), (#"[[[{"a":1},[],{}]],2]"#, #"[[[null,null,null]],2]"#, true),
    ])
    func whatIsNestedTooDeepIsNull(_ text: String, _ plain: String, _ isNoted: Bool) {
        let result = Array(text.utf8).withUnsafeBufferPointer { JSONReader.read($0, depth: 3) }
        #expect(result?.value == read(plain).0)
        #expect(result?.fault == nil)
        #expect(result?.notes.contains { $0.note == .tooDeep } == isNoted)
    }

    @Test(arguments: ["{\"a\" 1}", "nul", "[1 2 x]", "{1:2}"])
    func saysWhatIsNoJSON(_ text: String) {
        let (value, fault) = read(text)
        #expect(value == nil || fault != nil)
    }

    @Test(arguments: [
        ("[NaN,1]", JSONValue.array([.null, .number(1)]), JSONNote.notNumber),
        ("[-Infinity,Infinity,1]", .array([.null, .null, .number(1)]), .notNumber),
        ("[1e999]", .array([.null]), .notNumber),
        ("[None,True,False,undefined]", .array([.null, .bool(true), .bool(false), .null]), .otherWord),
        ("[1,,2]", .array([.number(1), .number(2)]), .extraComma), ("[1,]", .array([.number(1)]), .extraComma),
        ("[1 2]", .array([.number(1), .number(2)]), .missingComma),
        ("['it']", .array([.string("it")]), .singleQuotes),
        ("{a:1}", .object([.init(name: "a", value: .number(1))]), .bareName),
        ("[1/* x */,2]// y", .array([.number(1), .number(2)]), .comment),
        (#"["say "hi" now"]"#, .array([.string(#"say "hi" now"#)]), .bareQuote),
    ])
    func readsWhatIsAlmostJSON(_ text: String, _ value: JSONValue, _ note: JSONNote) {
        let result = Array(text.utf8).withUnsafeBufferPointer { JSONReader.read($0, depth: 8) }
        #expect(result?.value == value)
        #expect(result?.fault == nil)
        #expect(result?.notes.map(\.note).contains(note) == true)
    }

    @Test func soundJSONHasNoNotes() {
        let text = #"{"a":[1,-2.5e1,true,false,null,"x\"y","it's"],"b":{},"c":[]}"#
        let result = Array(text.utf8).withUnsafeBufferPointer { JSONReader.read($0, depth: 8) }
        #expect(result?.notes.isEmpty == true)
    }

    @Test(
        arguments: [
            ("1234567890123456781", "1234567890123456781"), ("12345678901234567890123456789012345678901", nil),
            ("17", "17"),
            ("-1234567890123456781", "-1234567890123456781"), ("1.0", "1"), ("1e3", "1000"),
        ] as [(String, String?)])
    func numbersKeepTheirDigits(_ number: String, _ text: String?) {
        #expect(read("[\(number)]").0?.elements.first?.text == text ?? number)
    }

    @Test func listsThatAreObjects() {
        let value = read(
            #"{"items":{"0":{"id":"a"},"2":{"id":"b"}},"one":{"id":"c"},"named":{"x":{"id":"d"},"y":{"id":"e"}}}"#
        ).0
        func ids(_ name: String) -> [String?]? { value?[name]?.elements(unlessNamed: ["id"]).map { $0["id"]?.text } }
        #expect(ids("items") == ["a", "b"])
        #expect(ids("one") == ["c"])
        #expect(ids("named") == ["d", "e"])
    }
}
