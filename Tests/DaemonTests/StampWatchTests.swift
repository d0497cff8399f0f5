import Files
import Settings
import Testing

@testable import Daemon

@Suite("When feeds.toml is read again")
struct StampWatchTests {
    private typealias Stamp = FileStamp

    private func stamp(_ size: Int64, at seconds: Int64) -> Stamp {
        var stamp = Stamp()
        (stamp.size, stamp.modified) = (size, seconds * 1_000_000_000)
        return stamp
    }

    /// What a watch of feeds.toml that began at `first` says at each look.
    private func changes(from first: Stamp, _ looks: [Stamp?]) -> [Bool] {
        changes(from: ["feeds.toml": first], looks.map { $0.map { ["feeds.toml": $0] } })
    }

    private func changes(from first: [String: Stamp], _ looks: [[String: Stamp]?]) -> [Bool] {
        var watch = StampWatch(FileStamps(first))
        return looks.map { watch.hasChanged($0.map { FileStamps($0) }) }
    }

    @Test func anEditIsSeenOnceAndAFileThatIsGoneIsWaitedFor() {
        let looks = [stamp(9, at: 1), nil, stamp(9, at: 2), stamp(9, at: 2)]
        #expect(changes(from: stamp(9, at: 1), looks) == [false, false, true, false])
    }

    @Test func aFileThatStaysGoneIsToldOnceAndReadWhenItIsBack() {
        let looks = [nil, nil, nil, stamp(9, at: 1), stamp(9, at: 1), nil, stamp(9, at: 1)]
        #expect(changes(from: stamp(9, at: 1), looks) == [false, true, false, true, false, false, false])
    }

    @Test func anEmptyFileIsReadAtTheSecondLook() {
        let written = [stamp(0, at: 2), stamp(5, at: 3)]
        #expect(changes(from: stamp(9, at: 1), written) == [false, true])
        let emptied = [stamp(0, at: 2), stamp(0, at: 2), stamp(0, at: 2)]
        #expect(changes(from: stamp(9, at: 1), emptied) == [false, true, false])
    }

    @Test func anIncludedFileThatComesOrChangesIsReadAtOnceAndOneThatIsGoneAtTheSecondLook() {
        let (main, a, b) = (stamp(9, at: 1), stamp(5, at: 1), stamp(5, at: 2))
        let alone = ["feeds.toml": main]
        let with = { (other: Stamp) in ["feeds.toml": main, "a.toml": other] }
        #expect(changes(from: alone, [with(a), with(a), with(b)]) == [true, false, true])
        #expect(changes(from: with(a), [alone, with(b)]) == [false, true])
        #expect(changes(from: with(a), [alone, alone, alone]) == [false, true, false])
    }

    @Test func aFileThatHasAlwaysBeenEmptyDelaysNothing() {
        let (main, empty) = (stamp(9, at: 1), stamp(0, at: 1))
        #expect(
            changes(
                from: ["feeds.toml": main, "a.toml": empty],
                [["feeds.toml": stamp(9, at: 2), "a.toml": empty]]) == [true])
    }
}
