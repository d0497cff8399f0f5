public import Config
import Deliver
import Files
import Foundation
import Selectors
import Synchronization

/// feeds.toml on disk: reads it, and the files it names, into a `Configuration`.
public struct ConfigurationSource: Sendable {
    public let path: String
    private let environment: [String: String]
    /// Wins over the file's.
    private let nodeName: String?

    /// - Parameter nodeName: of this machine, whatever the file says.
    public init(path: String, environment: [String: String], nodeName: String? = nil) {
        (self.path, self.nodeName) = (path, nodeName)
        var environment = environment
        // Who runs a command beside the service, as root, means the service's secrets.
        let credentials = "/run/credentials/newspool.service"
        if environment["CREDENTIALS_DIRECTORY"] == nil, unsafe access(credentials, R_OK | X_OK) == 0 {
            environment["CREDENTIALS_DIRECTORY"] = credentials
        }
        self.environment = environment
    }

    /// - Throws: `.unreadable` where the file cannot be read, `.faulty` with every fault in it.
    public func read() throws(UnusableConfiguration) -> Configuration {
        try read(try text())
    }

    /// What the file would mean with these bytes.
    /// - Parameter included: files that it includes, with other bytes than they have.
    package func read(
        _ text: [UInt8], included: [String: [UInt8]] = [:]
    ) throws(UnusableConfiguration) -> Configuration {
        switch parse(text, included: included) {
        case .success(var configuration):
            if let nodeName { configuration.node.name = nodeName }
            return configuration
        case .failure(let error): throw .faulty(error.faults)
        }
    }

    /// A configuration, and the very bytes that it was made of.
    package struct Snapshot {
        package var configuration: Configuration
        package var text: [UInt8]
        /// Of each file that it includes, by the path that `Configuration.included` has.
        package var included: [String: [UInt8]]
    }

    package func snapshot() throws(UnusableConfiguration) -> Snapshot {
        let text = try text()
        let read = Mutex<[String: [UInt8]]>([:])
        switch parse(text, onFile: { path, bytes in read.withLock { $0[path] = bytes } }) {
        case .failure(let error): throw .faulty(error.faults)
        case .success(let configuration):
            let all = read.withLock { $0 }
            let included = configuration.included.map { ($0, all[Self.absolute($0)] ?? []) }
            return Snapshot(
                configuration: configuration, text: text,
                included: Dictionary(included) { first, _ in first })
        }
    }

    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }

    /// The files that a pattern of `include` names; this very file is not among them.
    package func find(_ pattern: String) throws(FileProblem) -> [String] {
        let found = try FileGlob.find(pattern, in: (path as NSString).deletingLastPathComponent)
        var own = stat()
        guard unsafe stat(path, &own) == 0 else { return found }
        return found.filter { name in
            var info = stat()
            return unsafe stat(name, &info) != 0 || info.st_ino != own.st_ino || info.st_dev != own.st_dev
        }
    }

    /// What a command needs to find the daemon: also a faulty file says where that is, and the daemon may be running
    /// on an older text.
    /// - Returns: where it is, and the faults of the file, which may be none.
    /// - Throws: `.unreadable`; `.faulty` where nothing can be read at all.
    public func daemon() throws(UnusableConfiguration) -> (daemon: Configuration.Daemon, faults: [Fault]) {
        let (configuration, faults) = try readable()
        return (configuration.daemon, faults)
    }

    /// The spool of a file that is sound, or has only faults elsewhere: who may read the spool need not be able to read the
    /// secrets that the file names.
    /// - Throws: as `read`, where a faulty file names no spool that is there.
    public func spool() throws(UnusableConfiguration) -> Configuration.Spool {
        let (configuration, faults) = try readable()
        if !faults.isEmpty, unsafe access(configuration.spool.path, R_OK | X_OK) != 0 { throw .faulty(faults) }
        return configuration.spool
    }

    private func readable() throws(UnusableConfiguration) -> (configuration: Configuration, faults: [Fault]) {
        switch parse(try text()) {
        case .success(let configuration): return (configuration, [])
        case .failure(let error):
            guard let readable = error.readable else { throw .faulty(error.faults) }
            return (readable, error.faults)
        }
    }

    /// The files that it names, secrets and certificates, whether they can be read or not.
    package func namedFiles() -> [String] {
        guard let text = try? text() else { return [] }  // who reads the file has said so
        let named = Mutex<[String]>([])
        _ = parse(text) { path, bytes in
            if bytes == nil { named.withLock { $0.append(path) } }
        }
        return named.withLock { $0 }
    }

    /// The file's bytes.
    package func text() throws(UnusableConfiguration) -> [UInt8] {
        do throws(WholeFile.Unreadable) {
            return try WholeFile.read(path)
        } catch {
            if error.isMissing { throw .missing(path: path) }
            throw .unreadable(path: path, reason: error.reason + (owner.map { "; it belongs to \($0)" } ?? ""))
        }
    }

    /// `root:newspool, mode 640`; nil where that cannot be seen either.
    private var owner: String? {
        var info = stat()
        guard unsafe stat(path, &info) == 0 else { return nil }
        return "\(FileOwner.names(info)), mode \(String(info.st_mode & 0o7777, radix: 8))"
    }

    private func parse(
        _ text: [UInt8], included: [String: [UInt8]] = [:], onFile: @escaping (String, [UInt8]?) -> Void = { _, _ in }
    ) -> Result<Configuration, ConfigurationError> {
        let directory = URL(filePath: path).deletingLastPathComponent().standardizedFileURL.path
        let others = Dictionary(included.map { (Self.absolute($0.key), $0.value) }, uniquingKeysWith: { $1 })
        do throws(ConfigurationError) {
            return .success(
                try ConfigurationFile.read(
                    text, path: path, directory: directory, environment: environment,
                    selectors: Self.selectorProblem, partSelectors: Self.partSelectorProblem,
                    files: { path throws(FileProblem) in
                        onFile(path, nil)
                        if let text = others[Self.absolute(path)] { return text }
                        do throws(WholeFile.Unreadable) {
                            let bytes = try WholeFile.readRegular(path, limit: 16 << 20)
                            onFile(path, bytes)
                            return bytes
                        } catch {
                            throw FileProblem(reason: error.reason)
                        }
                    },
                    finder: { pattern, _ throws(FileProblem) in try find(pattern) },
                    templates: { text in
                        TemplateTrial.fault(in: text).map { TemplateProblem(line: $0.line, reason: $0.reason) }
                    }))
        } catch {
            return .failure(error)
        }
    }

    private static func selectorProblem(_ text: String) -> String? {
        do throws(CSSSelectorError) {
            _ = try CSSSelector(text)
            return nil
        } catch {
            return error.reason
        }
    }

    private static func partSelectorProblem(_ text: String) -> String? {
        do throws(CSSSelectorError) {
            _ = try PartSelector(text)
            return nil
        } catch {
            return error.reason
        }
    }
}
