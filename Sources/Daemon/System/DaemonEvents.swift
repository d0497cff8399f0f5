import Dispatch
import Files
import Foundation
import Glibc
import Settings

/// What can happen to a running daemon from outside, as one stream: signals, an edit of feeds.toml or of a file that it names, a
/// disk that fails.
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
    /// The other files that it names, by their paths.
    private var named: [String: StampWatch] = [:]

    /// - Parameter source: the file to watch, with those that it includes; nil for none. A look each second costs nothing
    ///   and, unlike a watch on the file, sees every way in which editors, `mv` and configuration managers replace one.
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

    /// Watches these files besides feeds.toml and what it includes, from now on, and no others.
    /// - Parameter areRead: false where some of them were missing: one that comes meanwhile is a change.
    func watch(_ files: [String], areRead: Bool = true) {
        queue.async { [self] in
            let covered = Set(look?.stamps()?.files.keys.map(Self.absolute) ?? [])
            let files = files.filter { !covered.contains(Self.absolute($0)) }
            named = Dictionary(
                files.map { ($0, named[$0] ?? StampWatch(areRead ? Self.stamps(of: $0) : nil)) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private func lookAgain() {
        let isEdited = watch.hasChanged(look?.stamps())
        var edited: [String] = []
        for file in named.keys where named[file]?.hasChanged(Self.stamps(of: file)) == true { edited.append(file) }
        if isEdited {
            continuation.yield(.reload(cause: "the file has changed"))
        } else if let first = edited.min() {
            continuation.yield(.reload(cause: "\(first) has changed"))
        }
    }

    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }

    private static func stamps(of path: String) -> FileStamps? {
        FileStamp(of: path).map { FileStamps([path: $0]) }
    }
}
