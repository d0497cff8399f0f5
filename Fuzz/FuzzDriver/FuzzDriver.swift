import Glibc

/// libFuzzer's loop with a test of ours (<https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library>): its own `main`
/// has no place, because the package manager names that of each program.
public enum FuzzDriver {
    public typealias Test = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

    public static func main(_ test: Test) -> Never {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, test))
    }

    /// Says what does not hold, and ends the process so that libFuzzer keeps the input.
    public static func require(_ holds: Bool, _ what: @autoclosure () -> String) {
        if !holds { fail(what()) }
    }

    /// The same of two texts that must be one.
    public static func require(_ one: String, is other: String, _ what: @autoclosure () -> String) {
        if one != other { fail("\(what())\n    \(one.debugDescription)\n    \(other.debugDescription)") }
    }

    public static func fail(_ what: String) -> Never {
        let line = "fuzz: " + what + "\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }  // the end that follows says it as well
        abort()
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, _ test: FuzzDriver.Test
) -> CInt

/// What libFuzzer's own `main` would call: it is linked, but never runs.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOfNobody(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { 0 }
