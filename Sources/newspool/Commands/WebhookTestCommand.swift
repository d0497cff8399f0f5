import ArgumentParser
import Control
import Deliver

struct WebhookTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send one message, and show what the receiver answers.",
        discussion: """
            The message is of type webhook.test, signed as all are; a template is filled with a made-up article. Exit status 1 \
            where the receiver refuses it or does not answer.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print the answer as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The webhook.", valueName: "name"))
    var name: String

    func run() async throws {
        let configuration = try file.configuration()
        let webhook = try configuration.webhook(named: name)
        let answer = await WebhookProbe(configuration, version: Version.text).send(to: webhook)
        if json {
            Output.write(ReportJSON.bytes(answer))
        } else {
            let what = answer.status.map { "answered \($0)" } ?? answer.error ?? "did not answer"
            let line = "\(name): \(what)" + (answer.body.map { ": " + $0.defused } ?? "")
            if answer.isSuccess { Output.line(line) } else { Output.error("newspool: " + line) }
        }
        if !answer.isSuccess { throw Failure(.failed) }
    }
}
