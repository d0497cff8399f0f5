import Config
import Control
import Foundation
import Logging
import Settings

/// Reloads feeds.toml and applies it: one reload after the other, whatever asked for them.
actor Reloader {
    private let source: ConfigurationSource
    private let runtime: Runtime
    private let lists: ListKeeper
    private let notifier: Notifier
    private let logger: Logger
    /// Told which files feeds.toml names.
    private let watch: Watch

    /// - Parameters: the files, and whether all of them could be read.
    typealias Watch = @Sendable ([String], Bool) -> Void
    private var last: Task<ReloadAnswer, Never>?
    /// What came of the last reload; nil before the first.
    private(set) var lastAnswer: ReloadAnswer?
    /// When the configuration in force was read; nil: at the start.
    private(set) var loaded: Date?

    init(
        source: ConfigurationSource, runtime: Runtime, lists: ListKeeper, notifier: Notifier, logger: Logger,
        watch: @escaping Watch = { _, _ in }
    ) {
        (self.source, self.runtime, self.lists, self.notifier, self.logger) = (source, runtime, lists, notifier, logger)
        self.watch = watch
    }

    /// - Parameter cause: who asked, for the log.
    func reload(cause: String) async -> ReloadAnswer {
        let before = last
        let task = Task {
            _ = await before?.value
            return await self.perform(cause: cause)
        }
        last = task
        let answer = await task.value
        lastAnswer = answer
        if answer.isLoaded { loaded = Date() }
        return answer
    }

    /// Applies what the lists name now to the configuration in force.
    func applyLists() async {
        let before = last
        let task = Task {
            _ = await before?.value
            return await self.performLists()
        }
        last = task
        _ = await task.value
    }

    private func performLists() async -> ReloadAnswer {
        var answer = ReloadAnswer()
        do throws(DaemonError) {
            _ = try await runtime.reload(await lists.current)
        } catch {
            logger.tell(of: error)
            answer.error = error.description
        }
        notifier.ready(status: await runtime.statusText)
        return answer
    }

    private func perform(cause: String) async -> ReloadAnswer {
        notifier.reloading()
        var answer = ReloadAnswer()
        do throws(DaemonError) {
            let file = try read()
            watch(file.files, true)
            let configuration = await lists.load(file)
            answer.needRestart = try await runtime.reload(configuration)
            answer.feeds = configuration.feeds.count
            if !answer.needRestart.isEmpty {
                logger.warning(
                    "some settings need a restart",
                    metadata: ["settings": "\(answer.needRestart.joined(separator: " "))"])
            }
            await lists.save()
            await lists.watchAgain()
            notifier.remark(nil)
            let status = await runtime.statusText
            logger.notice("configuration reloaded", metadata: ["cause": "\(cause)", "summary": "\(status)"])
        } catch {
            logger.tell(of: error)
            logger.error("the old configuration stays in force", metadata: ["cause": "\(cause)"])
            notifier.remark("the old configuration is in force: \(error.lines.first ?? "\(error)")")
            if case .configuration(.faulty(let faults)) = error {
                watch(source.namedFiles(), false)  // one of them may be what is missing
                answer.faults = faults.map { FaultReport($0) }
            } else {
                answer.error = error.description
            }
        }
        notifier.ready(status: await runtime.statusText)  // also when it was refused, or systemd waits for ever
        return answer
    }
    private func read() throws(DaemonError) -> Configuration {
        do throws(UnusableConfiguration) {
            return try source.read()
        } catch {
            throw .configuration(error)
        }
    }
}
