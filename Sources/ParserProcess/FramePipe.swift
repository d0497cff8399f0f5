import Bytes
import Files
import Glibc

/// What a daemon and its parser processes say to each other: frames of a kind, a length and so many bytes.
struct FramePipe {
    /// From the daemon: `open` and `page` are followed by the bytes of the document. To it: all others.
    enum Kind: UInt8 {
        case open = 1
        case clean, page, close
        case hello, opened, unreadable, entries, end, article
    }

    struct Frame {
        var kind: Kind
        var bytes: [UInt8]
    }

    /// The other side is gone, or says what cannot be.
    enum Broken: Error {
        case ended, malformed
    }

    let reading: CInt
    let writing: CInt

    func write(_ kind: Kind, _ bytes: [UInt8], document: [UInt8]? = nil) throws(Broken) {
        var head = ByteWriter(capacity: 16 + bytes.count)
        head.put(kind.rawValue)
        head.put(UInt32(bytes.count))
        if let document { head.put(UInt64(document.count)) }
        head.put(bytes: bytes[...])
        guard unsafe head.withUnsafeBytes({ unsafe WriteLoop.write($0, to: writing).error }) == nil,
            unsafe document?.withUnsafeBytes({ unsafe WriteLoop.write($0, to: writing).error }) == nil
        else { throw .ended }
    }

    /// - Parameter limit: bytes of the frame.
    func read(limit: Int) throws(Broken) -> Frame {
        var head = ByteReader(try read(count: 5))
        guard let kind = (try? head.integer(UInt8.self)).flatMap({ Kind(rawValue: $0) }),
            let count = try? head.integer(UInt32.self), count <= limit
        else { throw .malformed }  // five bytes were read: neither is short
        return Frame(kind: kind, bytes: try read(count: Int(count)))
    }

    /// A request: the frame, and how long the document is that follows, which is yet to be read.
    func readRequest(limit: Int) throws(Broken) -> (frame: Frame, document: Int) {
        var head = ByteReader(try read(count: 5))
        guard let kind = (try? head.integer(UInt8.self)).flatMap({ Kind(rawValue: $0) }),
            let count = try? head.integer(UInt32.self), count <= limit
        else { throw .malformed }
        var document = 0
        if kind == .open || kind == .page {
            var length = ByteReader(try read(count: 8))
            guard let bytes = try? length.integer(UInt64.self), bytes < 1 << 40 else { throw .malformed }
            document = Int(bytes)
        }
        return (Frame(kind: kind, bytes: try read(count: Int(count))), document)
    }

    func read(count: Int) throws(Broken) -> [UInt8] {
        var isBroken = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let more = unsafe Glibc.read(reading, buffer.baseAddress! + filled, count - filled)
                if more > 0 {
                    filled += more
                } else if more == 0 || errno != EINTR {
                    isBroken = true
                    return
                }
            }
        }
        if isBroken { throw .ended }
        return bytes
    }
}
