import Config
import FuzzDriver

/// Any bytes as feeds.toml: a configuration, or faults with a place within the text.
@main struct FuzzTOML {
    static func main() {
        FuzzDriver.main { start, count in FuzzTOML.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        do throws(ConfigurationError) {
            _ = try ConfigurationFile.read(
                input, path: "feeds.toml", directory: "/etc/newspool",
                files: { _ throws(FileProblem) in throw FileProblem(reason: "No such file or directory") })
        } catch {
            FuzzDriver.require(!error.faults.isEmpty, "a refused file has no fault")
            let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
            for fault in error.faults {
                FuzzDriver.require((1...lines).contains(fault.line), "a fault is beyond the end of the file")
                FuzzDriver.require(!fault.description.utf8.contains(0), "a fault has a NUL in it")
            }
        }
        return 0
    }
}
