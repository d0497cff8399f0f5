import Testing

@testable import Daemon

@Suite("When feeds.toml is read again")
struct StampWatchTests {
    private func stamp(_ size: Int64, at seconds: Int) -> ConfigurationSource.Stamp {
        .init(inode: 1, size: size, seconds: seconds, nanoseconds: 0)
    }

    @Test func anEditIsSeenOnceAndAFileThatIsGoneIsWaitedFor() {
        var watch = StampWatch(stamp(9, at: 1))
        #expect(
            [stamp(9, at: 1), nil, stamp(9, at: 2), stamp(9, at: 2)].map { watch.hasChanged($0) } == [
                false, false, true, false,
            ])
    }

    @Test func anEmptyFileIsReadAtTheSecondLook() {
        var watch = StampWatch(stamp(9, at: 1))
        #expect(!watch.hasChanged(stamp(0, at: 2)))
        #expect(watch.hasChanged(stamp(5, at: 3)))  // it was being written
        #expect(!watch.hasChanged(stamp(0, at: 4)))
        #expect(watch.hasChanged(stamp(0, at: 4)))
        #expect(!watch.hasChanged(stamp(0, at: 4)))
    }
}
