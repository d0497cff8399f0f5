import Fetch
import Parse
import StorePostgres
import StoreSQLite

/// `newspool --version --verbose`: the C libraries that strangers' bytes reach, as they are loaded, a line each. Security fixes
/// of the system arrive there, without a new newspool.
enum LinkedLibraries {
    static var lines: [String] {
        ["newspool/\(Version.text)"] + FetchLibrary.versions + [
            ParseLibrary.version, SQLiteLibrary.version, PostgresLibrary.version,
        ]
    }

    /// Whether that is what the arguments ask for.
    static func areAsked(_ arguments: [String]) -> Bool {
        arguments.count == 2 && Set(arguments) == ["--version", "--verbose"]
    }
}
