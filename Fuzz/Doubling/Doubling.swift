import Constructs
import Glibc

/// Doubles each construct from 64 KiB to 1 MiB, and fails where reading takes more than time in proportion, or more than five
/// seconds. With an argument: those alone whose description holds it.
@main struct Doubling {
    static func main() {
        let wanted = CommandLine.arguments.dropFirst().first
        var (tried, faults) = (0, 0)
        for construct in Construct.all where wanted.map({ construct.description.contains($0) }) ?? true {
            var growth = construct.growth(from: 64 << 10, to: 1 << 20)
            // Other work on the machine costs caches: what is beyond is so again.
            if growth.excess != nil { growth = construct.growth(from: 64 << 10, to: 1 << 20) }
            let last = growth.times.last?.seconds ?? 0
            tried += 1
            guard growth.excess != nil || last > 5 else { continue }
            faults += 1
            let times = growth.times.map { "\($0.bytes >> 10) KiB \(Int($0.seconds * 1000)) ms" }.joined(
                separator: ", ")
            print("\(construct): \(times)")
        }
        print("\(tried) constructs doubled up to 1 MiB, \(faults) beyond linear time")
        exit(faults == 0 && tried > 0 ? 0 : 1)
    }
}
