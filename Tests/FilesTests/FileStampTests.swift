import Files
import Foundation
import TestSupport
import Testing

@Suite("What a file is known by") struct FileStampTests {
    @Test("an edit of the same size shows, though the file's time is set back")
    func sameSizeAndTime() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("one", to: "file")
        func setBack() throws {
            let time = Date(timeIntervalSince1970: 1_700_000_000)
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file.path)
        }
        try setBack()
        let before = try #require(FileStamp(of: file.path))
        #expect(FileStamp(of: file.path) == before)
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data("two".utf8))
        try handle.close()
        try setBack()
        let after = try #require(FileStamp(of: file.path))
        #expect(after != before)
        #expect(after.size == before.size && after.modified == before.modified && after.inode == before.inode)
    }

    @Test("there is none of a file that is not there")
    func missing() throws {
        #expect(FileStamp(of: try TemporaryDirectory().appending("none").path) == nil)
    }
}
