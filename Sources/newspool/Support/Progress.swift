import Daemon
import Glibc
import Synchronization

/// A progress bar on standard error, on a terminal only.
final class Progress: Sendable {
    private let isShown: Bool
    private let width = 30
    private let lastStep = Mutex(-1)

    init(isShown: Bool) {
        self.isShown = isShown && isatty(STDERR_FILENO) == 1
    }

    func show(_ tally: PollTally) {
        guard isShown, tally.feeds > 0 else { return }
        let step = tally.polled * 200 / tally.feeds  // redrawn two hundred times at most
        let isNew = lastStep.withLock { last in
            guard step > last else { return false }
            last = step
            return true
        }
        guard isNew else { return }
        let done = min(width, tally.polled * width / tally.feeds)
        let bar = String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
        Output.draw("[\(bar)] \(tally.polled)/\(tally.feeds) feeds, \(tally.articles) articles, \(tally.failed) failed")
    }

    func clear() {
        if isShown { Output.draw("") }
    }
}
