import ArgumentParser

struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Move what newspool knows between SQLite and PostgreSQL.",
        discussion: """
            Examples:
              newspool store copy /var/lib/newspool postgresql://newspool@db.example/newspool
              newspool store copy postgresql://newspool@db.example/newspool /var/lib/newspool
            """,
        subcommands: [StoreCopyCommand.self])

    func run() throws { throw MissingCommand(Self.self) }
}
