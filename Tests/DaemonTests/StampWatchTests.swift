import Settings
import Testing

@testable import Daemon

@Suite("When feeds.toml is read again")
struct StampWatchTests {
    private func stamp(_ size: Int64, at seconds: Int) -> ConfigurationSource.Stamp {
        .init(inode: 1, size: size, seconds: seconds, nanoseconds: 0)
    }

    /// What a watch that began at `first` says at each look.
    private func changes(from first: ConfigurationSource.Stamp, _ looks: [ConfigurationSource.Stamp?]) -> [Bool] {
        var watch = StampWatch(first)
        return looks.map { watch.hasChanged($0) }
    }

    @Test func anEditIsSeenOnceAndAFileThatIsGoneIsWaitedFor() {
        let looks = [stamp(9, at: 1), nil, stamp(9, at: 2), stamp(9, at: 2)]
        #expect(changes(from: stamp(9, at: 1), looks) == [false, false, true, false])
    }

    @Test func anEmptyFileIsReadAtTheSecondLook() {
        let written = [stamp(0, at: 2), stamp(5, at: 3)]
        #expect(changes(from: stamp(9, at: 1), written) == [false, true])
        let emptied = [stamp(0, at: 2), stamp(0, at: 2), stamp(0, at: 2)]
        #expect(changes(from: stamp(9, at: 1), emptied) == [false, true, false])
    }
}
