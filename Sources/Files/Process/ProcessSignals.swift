package import Dispatch
import Glibc

/// Turns signals into calls on a queue. SIGPIPE is ignored: a reader that goes away is an error of one write.
package final class ProcessSignals {
    private var sources: [any DispatchSourceSignal] = []

    package init() {}

    /// Each signal's default action is switched off before its source starts, so that none is lost in between.
    package func on(_ number: CInt, queue: DispatchQueue, _ action: @escaping @Sendable () -> Void) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler(handler: action)
        source.resume()
        sources.append(source)
    }

    package func ignorePipe() { signal(SIGPIPE, SIG_IGN) }

    deinit {
        for source in sources { source.cancel() }
    }
}
