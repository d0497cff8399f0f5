package import ArgumentParser

/// All commands but `run`, in the order of the help. They do their work beside the daemon, or ask a running one; `run`, which is
/// made of the daemon itself, is in the program.
package enum CommandList {
    package static var all: [any ParsableCommand.Type] {
        [
            CheckCommand.self, StatusCommand.self, HealthCommand.self, DoctorCommand.self,
            ReloadCommand.self, PollCommand.self, IngestCommand.self, TailCommand.self, ConsumeCommand.self,
            SearchCommand.self, ReplayCommand.self, WebhookCommand.self, StoreCommand.self,
            AddCommand.self, RemoveCommand.self, ImportCommand.self, ExportCommand.self,
            ParseCommand.self, ExtractCommand.self, CanonicalizeCommand.self,
        ]
    }
}
