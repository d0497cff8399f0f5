package import Config
package import Store
import StoreSQLite

extension Configuration {
    /// Where the store is: the one place that names a kind of store.
    package var store: any StoreOpener {
        SQLiteOpener(directory: daemon.state) { [state = daemon.state] pid in
            let holder = pid.map { "process \($0)" } ?? "another process"
            Output.error("waiting for the state directory \(state): \(holder) has its lock")
        }
    }

    /// Where the index of words is.
    package var searchIndex: any SearchOpener { SQLiteSearchOpener(directory: daemon.state) }
}
