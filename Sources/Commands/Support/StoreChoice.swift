package import Config
import Settings
package import Store
import StorePostgres
import StoreSQLite

extension Configuration {
    /// Where the store is: the one place that names a kind of store.
    package var storeOpener: any StoreOpener {
        let onLongWait = { @Sendable [state = daemon.state] (pid: Int32?) in
            let holder = pid.map { "process \($0)" } ?? "another process"
            Output.error("waiting for the state directory \(state): \(holder) has its lock")
        }
        guard let url = store.url else { return SQLiteOpener(directory: daemon.state, onLongWait: onLongWait) }
        return PostgresOpener(
            url: url, password: store.password?.bytes, caFile: store.caFile, directory: daemon.state,
            node: nodeName, onLongWait: onLongWait)
    }

    /// Where the index of words is.
    package var searchIndex: any SearchOpener { SQLiteSearchOpener(directory: daemon.state) }
}
