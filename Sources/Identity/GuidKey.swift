/// A guid as a key within its feed.
///
/// A feed that changes from http to https, or to another host, changes all guids that are URLs, and a reader that
/// compares them as texts announces the whole feed again (feedbin/support#431, #515; NetNewsWire#324).
struct GuidKey: Equatable {
    /// Over the guid, or, of a guid that is an http(s) URL, over all but its scheme and a `www.`.
    let exact: UInt64
    /// Over what follows the host; nil of a guid that is not a URL or has nothing there. Not enough alone: a planet's
    /// entries from two blogs may both be `/?p=12`.
    let bare: UInt64?

    init(_ guid: String) {
        let bytes = Array(guid.utf8)
        guard let start = Self.afterScheme(bytes) else {
            exact = Self.hash(.guid, bytes[...])
            bare = nil
            return
        }
        let end = bytes[start...].firstIndex {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
        }
        let hostEnd = end ?? bytes.endIndex
        var host = bytes[start..<hostEnd].map(Self.lowercased)[...]
        if host.starts(with: "www.".utf8) { host = host.dropFirst(4) }
        exact = Self.hash(.guid, host + bytes[hostEnd...])
        bare = bytes.count - hostEnd > 1 ? Self.hash(.bareGuid, bytes[hostEnd...]) : nil
    }

    private static func hash(_ kind: StableHash.Kind, _ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash = StableHash(kind)
        hash.combine(bytes)
        return hash.finish()
    }

    private static func afterScheme(_ bytes: [UInt8]) -> Int? {
        for scheme in [StaticString("https://"), StaticString("http://")] {
            let count = scheme.utf8CodeUnitCount
            guard bytes.count > count else { continue }
            let matches = (0..<count).allSatisfy { unsafe lowercased(bytes[$0]) == scheme.utf8Start[$0] }
            if matches { return count }
        }
        return nil
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
