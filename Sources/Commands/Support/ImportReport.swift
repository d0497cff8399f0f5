import Web

/// What `import` says while it goes through a list: a bar on a terminal, else a line for each feed.
final class ImportReport {
    private let isQuiet: Bool
    private let progress: ProgressDisplay
    private var (added, skipped) = (0, 0)
    /// Addresses that cannot be polled.
    private(set) var refused = 0

    init(count: Int, isQuiet: Bool) {
        self.isQuiet = isQuiet
        progress = ProgressDisplay(total: count, unit: "feeds", isQuiet: isQuiet)
    }

    func add(_ url: String) {
        added += 1
        if !isQuiet, !progress.isBar { Output.error("added \(WebAddressText.withoutSecrets(url))") }
        step()
    }

    func skip(_ words: String) {
        skipped += 1
        if !isQuiet { progress.say(words) }
        step()
    }

    /// Reported even with `--quiet`: nothing else reports it.
    func refuse(_ words: String) {
        refused += 1
        progress.say("newspool: " + words)
        step()
    }

    func clear() { progress.clear() }

    func finish(isDryRun: Bool, path: String) {
        clear()
        if isQuiet { return }
        let verb = isDryRun ? "would be added to" : "added to"
        let others = [(skipped, "skipped"), (refused, "refused")].filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
        Output.error("\(added) feed\(added == 1 ? "" : "s") \(verb) \(path)\(others.joined())")
    }

    private func step() {
        let done = added + skipped + refused
        progress.show(done: done, notes: "\(added) added, \(skipped) skipped")
    }
}
