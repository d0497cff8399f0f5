package import Config
import Settings
package import Store
import StorePostgres
import StoreSQLite

/// The one place that names kinds of stores.
extension Configuration {
    /// Where the store is.
    package var storeOpener: any StoreOpener {
        store.url.map { postgresOpener(at: $0, directory: daemon.state) } ?? sqliteOpener(in: daemon.state)
    }

    func sqliteOpener(in directory: String) -> any StoreOpener {
        SQLiteOpener(directory: directory, onLongWait: Self.onLongWait(directory))
    }

    /// - Parameter directory: this machine's, which no other process may use meanwhile; nil: the database alone is meant.
    func postgresOpener(at url: String, directory: String?) -> any StoreOpener {
        PostgresOpener(
            url: url, password: store.password?.bytes, caFile: store.caFile, directory: directory, node: nodeName,
            onLongWait: Self.onLongWait(directory ?? ""))
    }

    private static func onLongWait(_ directory: String) -> @Sendable (Int32?) -> Void {
        { pid in
            let holder = pid.map { "process \($0)" } ?? "another process"
            Output.error("waiting for the state directory \(directory): \(holder) has its lock")
        }
    }

    /// Where the index of words is.
    package var searchIndex: any SearchOpener { SQLiteSearchOpener(directory: daemon.state) }
}
