import Files
import Foundation
import Glibc
import TestSupport
import Testing

struct WriteLoopTests {
    @Test func goesOnAfterShortWrites() throws {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (readEnd, writeEnd) = (ends[0], ends[1])
        // A pipe takes 64 KiB at once: a megabyte goes in many pieces.
        let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let reader = Thread {
            let result = bytes.withUnsafeBytes { WriteLoop.write($0, to: writeEnd) }
            #expect(result.written == bytes.count && result.error == nil)
            close(writeEnd)
        }
        reader.start()
        let read = FileHandle(fileDescriptor: readEnd, closeOnDealloc: true).readDataToEndOfFile()
        #expect(Array(read) == bytes)
    }

    @Test func writesAtAPlace() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/file"
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        _ = Array("0123456789".utf8).withUnsafeBytes { WriteLoop.write($0, to: descriptor) }
        let result = Array("abc".utf8).withUnsafeBytes { WriteLoop.write($0, to: descriptor, at: 4) }
        #expect(result.written == 3 && result.error == nil)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "0123abc789")
    }

    @Test func saysWhatStoppedIt() {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let result = [UInt8](repeating: 0, count: 10).withUnsafeBytes { WriteLoop.write($0, to: descriptor) }
        #expect(result.written == 0 && result.error == SystemError(ENOSPC))
        #expect("\(SystemError(ENOSPC))" == "No space left on device")
    }

    @Test func nothingIsWrittenOfNothing() {
        let result = WriteLoop.write(UnsafeRawBufferPointer(start: nil, count: 0), to: -1)
        #expect(result.written == 0 && result.error == nil)
    }
}
