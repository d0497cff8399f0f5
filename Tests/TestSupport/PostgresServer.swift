import Foundation
import Synchronization

/// A PostgreSQL of the tests' own, in a temporary directory, as a user without rights; it ends with the process, however that
/// ends.
public final class PostgresServer: Sendable {
    /// The directory of the socket and of all else.
    public let directory: String
    public let port: Int
    private let guardian: Guardian
    private let databases = Mutex(0)

    /// The one that all tests of a process share; nil where there is no PostgreSQL, which is said once.
    public static let shared: PostgresServer? = {
        guard binaries != nil else {
            FileHandle.standardError.write(Data("no PostgreSQL: the tests that need it are skipped\n".utf8))
            return nil
        }
        return try? PostgresServer()
    }()

    public static var isAvailable: Bool { shared != nil }

    /// Debian keeps each version in a directory of its own.
    private static let binaries: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.sorted { $0.localizedStandardCompare($1) == .orderedDescending }.map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    private init() throws {
        directory = "/tmp/newspool-pg-\(UUID().uuidString.prefix(8))"
        port = Int.random(in: 20_000...29_999)
        guardian = try Guardian(directory: directory, port: port, binaries: Self.binaries ?? "")
    }

    /// A new database, as libpq takes it.
    public func makeDatabase() throws -> String {
        let number = databases.withLock { count in
            count += 1
            return count
        }
        let name = "t\(number)"
        guard try sql("CREATE DATABASE \(name)") != nil else { throw CocoaError(.executableLoad) }
        return url(name)
    }

    /// - Parameter host: of the server, or of what stands before it; nil: its socket.
    public func url(_ database: String, host: String? = nil, port: Int? = nil) -> String {
        let place = (host ?? directory).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgresql://newspool@\(host == nil ? place : host ?? ""):\(port ?? self.port)/\(database)"
    }

    /// What a statement gives, a line for each row; nil where it failed.
    @discardableResult
    public func sql(_ statement: String, in database: String = "postgres") throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: (Self.binaries ?? "") + "/psql")
        process.arguments = [
            "-X", "-q", "-A", "-t", "-h", directory, "-p", "\(port)", "-U", "newspool", "-d", database, "-c", statement,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Ends the server as a crash would, and starts it anew.
    public func crash() throws { try guardian.order("crash") }

    /// Ends it until `start`.
    public func stop() throws { try guardian.order("stop") }

    public func start() throws { try guardian.order("start") }
}

/// A shell that starts the server, does what it is told, and ends the server when its input ends.
private final class Guardian: @unchecked Sendable {
    // Used under its lock.
    private let lock = NSLock()
    private let (input, output) = (Pipe(), Pipe())
    private let process = Process()

    private static let script = """
        set -u
        dir=$1 port=$2 bin=$3
        if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=postgres --regid=postgres --clear-groups"; else as=; fi
        mkdir -m 711 "$dir" && if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$dir"; fi
        cd "$dir"
        $as "$bin/initdb" -D "$dir/data" --no-sync -A trust -U newspool -E UTF8 --locale=C >"$dir/log" 2>&1 || exit 1
        start() {
            $as "$bin/postgres" -D "$dir/data" -k "$dir" -p "$port" -c listen_addresses=127.0.0.1 -c fsync=off \
                -c max_connections=300 -c shared_buffers=32MB -c log_min_messages=warning >>"$dir/log" 2>&1 </dev/null &
            pid=$!
            for i in $(seq 600); do "$bin/pg_isready" -q -h "$dir" -p "$port" && break; sleep 0.05; done
        }
        end() { kill -"$1" $pid; wait $pid; }
        start
        echo ready
        while read -r order; do
            case $order in
                crash) end QUIT; start ;;
                stop) end INT ;;
                start) start ;;
            esac
            echo done
        done
        end QUIT
        rm -rf "$dir"
        """

    init(directory: String, port: Int, binaries: String) throws {
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", Self.script, "sh", directory, "\(port)", binaries]
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        guard try answer() == "ready\n" else { throw CocoaError(.executableLoad) }
    }

    func order(_ word: String) throws {
        lock.lock()
        defer { lock.unlock() }
        try input.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
        _ = try answer()
    }

    private func answer() throws -> String {
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            line += byte
            if byte == Data("\n".utf8) { break }
        }
        return String(decoding: line, as: UTF8.self)
    }
}
