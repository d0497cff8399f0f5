import Files
import Store

extension SQLiteStore {
    static let lockName = OwnerLock.stateName

    /// One process works on a state directory.
    /// - Throws: `locked` at once where a daemon has it, and after `patience` seconds where a command has.
    static func lock(
        _ directory: String, for use: StoreUse, patience: Double = OwnerLock.patience,
        onLongWait: (Int32?) -> Void = { _ in }
    ) throws(StoreError) -> OwnerLock {
        let path = directory + "/" + lockName
        do throws(OwnerLock.Failure) {
            return try OwnerLock(
                path: path, for: use == .daemon ? .daemon : .command, patience: patience, onLongWait: onLongWait)
        } catch {
            switch error {
            case .held(let pid): throw .locked(location: path, pid: pid)
            case .system(let error): throw StoreError(errno: error.code, path: path)
            }
        }
    }
}
