import Store
import Testing

struct PlaceIndexTests {
    private let texts = (0..<5_000).map { "https://\($0).example/feed" } + ["https://7.example/feed", ""]

    private func place(of text: String) -> Int? {
        PlaceIndex(of: texts).place(of: text) { texts[$0] == text }
    }

    @Test(arguments: [
        ("https://0.example/feed", 0), ("https://4999.example/feed", 4_999), ("https://7.example/feed", 7), ("", 5_001),
        ("https://5000.example/feed", nil), ("https://7.example/feed/", nil),
    ]) func aTextHasItsFirstPlace(_ text: String, _ place: Int?) {
        #expect(self.place(of: text) == place)
    }

    /// Hashes are short: what has the same one is told apart by the list itself.
    @Test func whoseHashIsTheSameIsAskedForInItsOrder() {
        let index = PlaceIndex(of: ["a", "b", "a", "a"])
        var asked: [Int] = []
        let place = index.place(of: "a") { place in
            asked.append(place)
            return place == 3
        }
        #expect(place == 3 && asked == [0, 2, 3])
    }

    @Test func anEmptyListHasNothing() {
        #expect(PlaceIndex(of: []).place(of: "a") { _ in true } == nil)
    }
}
