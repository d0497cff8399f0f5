import Glibc
import Synchronization

/// How far something long has come, on standard error: a bar on a terminal, elsewhere a line at each tenth, and nothing
/// where quiet is wanted.
package final class ProgressDisplay: Sendable {
    private enum Form { case bar, lines, nothing }

    private struct State {
        var lastStep = 0
        var isDrawn = false
    }

    private let form: Form
    private let unit: String
    private let total: Int?
    private let began = ContinuousClock.now
    private let state = Mutex(State())
    private static let width = 30

    /// - Parameter total: nil where `show` is told.
    package init(total: Int? = nil, unit: String, isQuiet: Bool) {
        (self.total, self.unit) = (total, unit)
        form = isQuiet ? .nothing : Output.errorIsTerminal && !Output.isDumb ? .bar : .lines
    }

    var isBar: Bool { form == .bar }

    package func show(done: Int, of count: Int? = nil, notes: String) {
        guard let total = count ?? total, total > 0 else { return }
        // Redrawn two hundred times at most; lines come at tenths, and not for what is over in a moment.
        let step = form == .bar ? done * 200 / total : total < 20 ? 0 : done * 10 / total
        let isNew = state.withLock { state in
            guard step > state.lastStep else { return false }
            state.lastStep = step
            state.isDrawn = form == .bar
            return true
        }
        guard isNew, form != .nothing else { return }
        let counts = "\(done)/\(total) \(unit), \(notes)\(rate(done))"
        guard form == .bar else { return Output.error(counts) }
        let filled = min(Self.width, done * Self.width / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        Output.draw("[\(bar)] \(counts)")
    }

    /// A line above the bar.
    func say(_ words: String) {
        if form == .bar { clear() }
        Output.error(words)
    }

    package func clear() {
        let isDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if isDrawn { Output.draw("") }
    }

    private func rate(_ done: Int) -> String {
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        guard seconds >= 0.2 else { return "" }
        let tenths = Int(Double(done) / seconds * 10)
        return tenths < 100 ? ", \(tenths / 10).\(tenths % 10)/s" : ", \(tenths / 10)/s"
    }
}
