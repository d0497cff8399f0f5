import Foundation
import Glibc
import Synchronization

/// Tells systemd how the service is doing: the datagram protocol of sd_notify(3), without libsystemd.
///
/// Outside systemd (no `NOTIFY_SOCKET`) every call does nothing.
struct Notifier: Sendable {
    private let address: String?
    /// Half of systemd's watchdog period, or nil where it sets none: ping at least this often.
    let watchdogInterval: Duration?
    private let remark = Remark()

    init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        // WATCHDOG_PID, where set, names the process that is watched (sd_watchdog_enabled(3)).
        let watched = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        watchdogInterval = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
            .flatMap { watched && $0 > 0 ? .microseconds($0 / 2) : nil }
    }

    func ready(status text: String) { send("READY=1\nSTATUS=\(text)\(remark.text)") }
    func status(_ text: String) { send("STATUS=\(text)\(remark.text)") }

    /// What follows every status from now on, on one line; nil ends it.
    func remark(_ text: String?) { remark.set(text) }

    func stopping() { send("STOPPING=1\nSTATUS=stopping") }
    func ping() {
        if watchdogInterval != nil { send("WATCHDOG=1") }
    }

    /// Both lines in one message, as Type=notify-reload wants it (systemd.service(5)); `ready` must follow, also when
    /// the new configuration is refused, or systemd waits for ever.
    func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000)")
    }

    /// A lost message is not an error of ours: systemd's own time-outs cover it.
    private func send(_ message: String) {
        guard let address else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let path = Array(address.utf8)
        guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
        withUnsafeMutableBytes(of: &name.sun_path) { target in
            target.copyBytes(from: path)
            if path[0] == UInt8(ascii: "@") { target[0] = 0 }  // an abstract socket
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        _ = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.utf8.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, length)
            }
        }
    }

    private final class Remark: Sendable {
        private let words = Mutex("")

        var text: String { words.withLock { $0 } }

        func set(_ text: String?) { words.withLock { $0 = text.map { "; " + $0 } ?? "" } }
    }
}
