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
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, _ test: FuzzDriver.Test
) -> CInt

/// What libFuzzer's own `main` would call: it is linked, but never runs.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOfNobody(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { 0 }
