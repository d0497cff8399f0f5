import GRDBSQLite

/// `SQLite/3.40.1`, as the system has it now.
public enum SQLiteLibrary {
    public static var version: String { "SQLite/" + String(cString: sqlite3_libversion()) }
}
