import ArgumentParser

struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Show what waits for the webhooks, and try, retry or drop it.",
        discussion: """
            Examples:
              newspool webhook list
              newspool webhook list chat          its messages one by one
              newspool webhook test chat          does it take a message?
              newspool webhook retry chat         send all that waits now, dead letters too
              newspool webhook drop chat          forget all that waits

            All of them work with and without a running daemon.
            """,
        subcommands: [
            WebhookListCommand.self, WebhookTestCommand.self, WebhookRetryCommand.self, WebhookDropCommand.self,
        ])

    func run() throws { throw MissingCommand(Self.self) }
}
