import Model
import Testing

/// Sketches of texts: what counts as the same, and what does not.
@Suite struct SimHashTests {
    /// 400 words without a repetition.
    private static let words = (0..<400).map { "w\($0 * 7919 % 10_007)x\($0)" }
    private static let text = words.joined(separator: " ")

    private func distance(_ one: String, _ other: String) throws -> Int {
        try #require(SimHash(title: "T", text: one)).distance(to: #require(SimHash(title: "T", text: other)))
    }

    @Test func caseSpaceAndPunctuationDoNotCount() throws {
        let dressed = Self.words.map { $0.uppercased() }.joined(separator: ",\n\u{A0} \u{201C}") + "!"
        #expect(try distance(Self.text, dressed) == 0)
        let plain = (0..<20).map { "don't stop café \($0)" }.joined(separator: " ")
        #expect(try distance(plain, plain.replacing("don't", with: "DON\u{2019}T").replacing("é", with: "É")) == 0)
    }

    @Test func aWordMoreOrLessIsWithinTheTolerance() throws {
        var edited = Self.words
        edited[200] = "typo"
        #expect(try distance(Self.text, edited.joined(separator: " ")) <= SimHash.tolerance)
    }

    @Test func otherTextsAreFarApart() throws {
        let other = (0..<400).map { "v\($0 * 31 % 1_009)" }.joined(separator: " ")
        #expect(try distance(Self.text, other) > 16)
        // The same words in another order say something else.
        #expect(try distance(Self.text, Self.words.reversed().joined(separator: " ")) > 16)
    }

    @Test(arguments: [(46, false), (47, true), (48, true)])
    func shortTextsHaveNone(words: Int, has: Bool) {
        // The title's word counts.
        let text = (0..<words).map { "w\($0)" }.joined(separator: " ")
        #expect((SimHash(title: "Title", text: text) != nil) == has)
    }

    @Test func scriptsWithoutSpacesHaveWordsToo() throws {
        let text = String((0..<60).map { Character(Unicode.Scalar(0x4E00 + $0 * 37)!) })
        #expect(SimHash(title: "", text: text) != nil)
        #expect(SimHash(title: "", text: String(text.prefix(40))) == nil)
    }

    /// The look-up's promise: within the tolerance at least one quarter is the same.
    @Test func aQuarterIsSharedWithinTheTolerance() {
        let hash = SimHash(bits: 0x0123_4567_89AB_CDEF)
        for (a, b, c) in [(0, 1, 2), (0, 16, 32), (15, 31, 63), (5, 20, 50)] {
            let other = SimHash(bits: hash.bits ^ (1 << UInt64(a) | 1 << UInt64(b) | 1 << UInt64(c)))
            #expect(!Set(hash.quarters).isDisjoint(with: other.quarters))
        }
        #expect(Set(hash.quarters).count == 4)
    }

    /// The store keeps these numbers: they may never change.
    @Test func isTheSameOnEveryMachine() {
        let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
        #expect(SimHash(title: "A title", text: text)?.bits == 2_611_324_538_248_985_208)
    }
}
