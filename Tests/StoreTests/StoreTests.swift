import Foundation
import Model
import Testing

@testable import Store

@Suite struct StoreTests {
    @Test func deliversEachEntryOnce() throws {
        let history = try History()
        let document = (1...3).map { entry("g\($0)", "https://a.example/\($0)", "T\($0)", day: Double($0)) }
        #expect(try history.poll(day: 4, document) == ["T1", "T2", "T3"])
        #expect(try history.poll(day: 5, document) == [])
        #expect(try history.store.entries(after: 0, limit: 10).map(\.seq) == [1, 2, 3])
    }
}
