import Dispatch
import Files
import Glibc
import Settings

/// What can happen to a running daemon from outside, as one stream: signals, an edit of feeds.toml, a disk that fails.
///
/// `@unchecked Sendable`: all is set up in `init`, and then only the queue touches it.
final class DaemonEvents: @unchecked Sendable {
    enum Event: Sendable {
        case reload(cause: String)
        case stop
        case fatal(DaemonError)
    }

    let stream: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let queue = DispatchQueue(label: "newspool.events")
    private let signals = ProcessSignals()
    private var timer: (any DispatchSourceTimer)?
    private var look: FileLook?
    private var watch: StampWatch

    /// - Parameter source: the file to watch, with those that it includes; nil for none. A look each second costs nothing and, unlike a watch on the
    ///   file, sees every way in which editors, `mv` and configuration managers replace one.
    init(source: ConfigurationSource?, fatal: FatalSignal) {
        (stream, continuation) = AsyncStream.makeStream()
        look = source.map { FileLook($0) }
        watch = StampWatch(look?.stamps())
        let continuation = continuation
        signals.ignorePipe()
        for number in [SIGTERM, SIGINT] { signals.on(number, queue: queue) { continuation.yield(.stop) } }
        signals.on(SIGHUP, queue: queue) { continuation.yield(.reload(cause: "SIGHUP")) }
        fatal.handler { continuation.yield(.fatal($0)) }
        guard source != nil else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.lookAgain() }
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(200))
        timer.resume()
        self.timer = timer
    }

    deinit { timer?.cancel() }

    private func lookAgain() {
        guard watch.hasChanged(look?.stamps()) else { return }
        continuation.yield(.reload(cause: "the file has changed"))
    }
}
