import Config
import Files
import ParserProcess
import Sandbox

/// What protects this machine from a stranger's document: tried, not believed.
enum WallChecks {
    static func all(_ configuration: Configuration) -> [Checkup] {
        [
            parser(isOn: configuration.daemon.parserProcesses),
            daemon(landlock: Landlock.version, runsCommands: configuration.runsCommands),
            listener(configuration.status),
        ]
    }

    private static func listener(_ status: Configuration.Status) -> Checkup {
        let label = "status listener"
        guard let listen = status.listen else { return .ok(label, "there is none") }
        if let fault = status.shortToken {
            return .warn(label, "\(listen): \(fault)", Configuration.Status.betterToken)
        }
        return status.isOpenToOthers
            ? .warn(
                label, "\(listen): \(Configuration.Status.openToOthers)",
                "bind it to 127.0.0.1, set token_file, or put a proxy with a password before it")
            : .ok(label, "\(listen) is for \(status.token == nil ? "this machine alone" : "those who have its token")")
    }

    private static func parser(isOn: Bool) -> Checkup {
        let label = "parser processes"
        guard isOn else {
            return .ok(label, "none: [daemon] parser_processes is off, and threads of the daemon read documents")
        }
        do throws(SystemError) {
            guard let wall = try ParserClient.examine() else {
                return .warn(label, "one was started and does not begin", "documents are read in the daemon meanwhile")
            }
            return wall.isWhole
                ? .ok(label, "\(wall)")
                : .warn(label, "\(wall)", "a kernel since 5.19 with Landlock and seccomp has both")
        } catch {
            return .warn(label, "none can be started: \(error)", "documents are read in the daemon meanwhile")
        }
    }

    private static func daemon(landlock version: Int, runsCommands: Bool) -> Checkup {
        let label = "files of the daemon"
        if runsCommands {
            return .ok(label, "it may write wherever its user may, for feeds have commands, which would be shut in too")
        }
        return version >= 2
            ? .ok(label, "it writes where state and spool are alone (Landlock \(version))")
            : .warn(
                label, "it may write wherever its user may", "a kernel since 5.19 with Landlock lets it give that up")
    }
}
