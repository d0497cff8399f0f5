import CLinux
import Config
import Fetch
import Files
import Foundation
import Glibc
import Model
import Settings
import Synchronization
import Web

/// Clock, names, certificates, file descriptors.
enum MachineChecks {
    /// Seconds that the clock may be behind the last article.
    private static let slack = 60.0

    static func clock(now: Date, lastArticle: Date?) -> Checkup {
        let time = Timestamp.string(now)
        if let lastArticle, lastArticle > now + slack {
            return .fail(
                "clock", "it says \(time), but the last article was committed at \(Timestamp.string(lastArticle))",
                "set the clock: dates of feeds, Retry-After and webhook signatures depend on it")
        }
        var kernel = timex()
        guard adjtimex(&kernel) >= 0 else { return .ok("clock", time) }  // not allowed here: a container may not ask
        guard kernel.status & STA_UNSYNC != 0 else { return .ok("clock", "\(time), synchronized") }
        return .warn(
            "clock", "\(time), not synchronized",
            "run a time service (systemd-timesyncd, chrony): webhooks are refused when it is off by five minutes")
    }

    /// Looks up hosts of feeds, a few, each for five seconds at most: those that a poll looks up, too.
    static func names(_ configuration: Configuration) -> Checkup {
        let hosts = hostsToLookUp(configuration)
        guard !hosts.isEmpty else { return .ok("dns", "no feed has a host name to look up") }
        let failures = hosts.compactMap { host in lookUp(host).map { "\(host): \($0)" } }
        if failures.isEmpty { return .ok("dns", "found \(hosts.joined(separator: ", "))") }
        let words = failures.joined(separator: "; ")
        if failures.count < hosts.count {
            return .warn("dns", words, "check the addresses of these feeds")
        }
        return .fail("dns", words, "check /etc/resolv.conf and the network; no feed can be fetched without names")
    }

    /// Names that go to a proxy, and those of Tor's, are not for the resolver.
    static func hostsToLookUp(_ configuration: Configuration) -> [String] {
        var hosts: [String] = []
        for feed in configuration.feeds where feed.enabled && hosts.count < 5 {
            guard let host = (try? WebURL(parsing: feed.url))?.host, !host.hasPrefix("["),
                host.utf8.contains(where: { $0 >= 0x61 && $0 <= 0x7A }), !hosts.contains(host),
                !host.hasSuffix(".onion"), !host.hasSuffix(".onion."),
                configuration.request(for: feed, url: feed.url, version: "").looksUpNames
            else { continue }
            hosts.append(host)
        }
        return hosts
    }

    /// - Returns: nil where the name was found.
    private static func lookUp(_ host: String) -> String? {
        let done = DispatchSemaphore(value: 0)
        let box = AnswerBox()
        Thread.detachNewThread {
            var found: UnsafeMutablePointer<addrinfo>?
            let code = getaddrinfo(host, nil, nil, &found)
            if let found { freeaddrinfo(found) }
            box.code.withLock { $0 = code }
            done.signal()
        }
        guard done.wait(timeout: .now() + 5) == .success else { return "no answer within 5 seconds" }
        let code = box.code.withLock { $0 } ?? 0
        return code == 0 ? nil : String(cString: gai_strerror(code))
    }

    private final class AnswerBox: Sendable {
        let code = Mutex<CInt?>(nil)
    }

    /// The certificates that TLS trusts: `ca_file`, or Debian's.
    static func roots(_ configuration: Configuration) -> Checkup {
        let path = configuration.http.caFile ?? "/etc/ssl/certs/ca-certificates.crt"
        do throws(WholeFile.Unreadable) {
            let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
            let count = text.components(separatedBy: "-----BEGIN CERTIFICATE-----").count - 1
            if count > 0 { return .ok("tls roots", "\(count) certificates in \(path)") }
            return .fail("tls roots", "\(path) holds no certificate", "put PEM certificates there, or correct ca_file")
        } catch {
            return .fail(
                "tls roots", "cannot read \(path): \(error.reason)",
                configuration.http.caFile == nil
                    ? "apt install ca-certificates; without it no https feed can be fetched" : "correct [http] ca_file")
        }
    }

    static func descriptors(concurrency: Int) -> Checkup {
        // The daemon raises its own limit to the hard one.
        guard let allowed = OpenFiles.limit?.rlim_max else {
            return .warn("file limits", "cannot be read", "see getrlimit(2)")
        }
        let needed = OpenFiles.needed(concurrency: concurrency)
        if allowed >= needed { return .ok("file limits", "\(allowed) open files, \(needed) needed at most") }
        return .fail(
            "file limits", "\(allowed) open files are allowed, up to \(needed) needed for concurrency = \(concurrency)",
            "raise LimitNOFILE= in the unit or `ulimit -Hn`, or lower [daemon] concurrency")
    }
}
