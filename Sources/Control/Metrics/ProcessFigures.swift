import Files
import Foundation
import Glibc

/// What the kernel says of this process (proc(5)); nil where it does not.
struct ProcessFigures {
    /// Seconds since 1970.
    let started: Double
    var cpuSeconds: Double?
    var residentBytes: Double?
    var virtualBytes: Double?
    var openDescriptors: Double?
    var descriptorLimit: Double?
    var threads: Double?

    init(started: Date) {
        self.started = started.timeIntervalSince1970.rounded(.down)
        var usage = rusage()
        if getrusage(RUSAGE_SELF.rawValue, &usage) == 0 {
            func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
            cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            descriptorLimit = Double(limit.rlim_cur)
        }
        openDescriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map {
            Double($0.count)
        }
        guard let bytes = try? WholeFile.read("/proc/self/status") else { return }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(whereSeparator: \.isWhitespace)
            guard parts.count >= 2, let value = Double(parts[1]) else { continue }
            switch parts[0] {
            case "VmRSS:": residentBytes = value * 1_024
            case "VmSize:": virtualBytes = value * 1_024
            case "Threads:": threads = value
            default: break
            }
        }
    }
}
