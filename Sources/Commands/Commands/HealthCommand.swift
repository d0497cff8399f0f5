import ArgumentParser
import Control
import Foundation

struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask the running daemon whether articles can land.",
        discussion: """
            Examples:
              newspool health                      prints nothing and exits 0 where all is well
              newspool health || alert             for cron
              HEALTHCHECK CMD newspool health      in a Containerfile
              newspool health --live               only whether the daemon answers

            Exit status: 0 ready, 1 not ready (the reason is on standard error; also where there is no answer within five \
            seconds), 69 where no daemon runs. Feeds that fail do not count: `newspool status --failing` tells of them.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Ask only whether the daemon answers at all.")
    var live = false

    /// Seconds for an answer.
    private static let patience = 5

    func run() throws {
        let (client, _) = try file.daemon(patience: Self.patience)
        let answer: ControlClient.Answer
        do throws(ControlClient.Unreachable) {
            answer = try client.get(live ? "/healthz" : "/readyz")
        } catch {
            throw error.kind == .noAnswer ? Failure(.failed, error.reason) : error.failure
        }
        guard answer.status != 200 else { return }
        let words = String(decoding: answer.body, as: UTF8.self)
        throw Failure(.failed, words.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
