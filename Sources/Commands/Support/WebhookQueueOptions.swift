import ArgumentParser

/// What the commands take that change what waits for a webhook.
struct WebhookQueueOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The webhook.", valueName: "name"))
    var name: String
}
