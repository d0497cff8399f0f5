import Bytes
import Testing

@Suite("copy on write")
struct CopyOnWriteTests {
    private struct Wide: Equatable, Sendable { var (text, number) = ("a", 1) }

    @Test("a change is seen by none who has the value too")
    func changes() {
        var one = CopyOnWrite(Wide())
        let other = one
        one.value.number += 1
        #expect(one.value == Wide(text: "a", number: 2))
        #expect(other.value == Wide())
        #expect(one != other)
        one.value.number -= 1
        #expect(one == other)
    }

    @Test("its description is the value's, which tells edits apart")
    func description() {
        #expect(String(reflecting: CopyOnWrite(Wide())) == String(reflecting: Wide()))
        struct Holder { var wide = CopyOnWrite(Wide()) }
        #expect(String(reflecting: Holder()).contains(#"text: "a""#))
    }
}
