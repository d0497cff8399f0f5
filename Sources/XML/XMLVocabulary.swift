/// The name of an element as two small numbers, so that a reader compares integers and no String is made for each tag.
public struct XMLName: Sendable, Hashable {
    /// The `id` of a `XMLVocabulary.Namespace`; 0 for no namespace; from `firstUnknownSpace` on, the namespaces that
    /// the vocabulary does not know, numbered as the document brings them.
    public var space: UInt8
    /// One more than the index in `XMLVocabulary.tags`; 0 for a name that the vocabulary does not know.
    public var tag: UInt16

    public init(space: UInt8, tag: UInt16) { (self.space, self.tag) = (space, tag) }

    public static let firstUnknownSpace: UInt8 = 128
}

/// The names that a reader wants to know: the local names of elements and the namespaces they live in.
///
/// Both are matched without regard to case, because feeds write them in any. A namespace is found by its URI; a prefix
/// that was never declared, or is bound to a URI no one knows, means what it means everywhere else.
public struct XMLVocabulary: Sendable {
    public struct Namespace: Sendable {
        /// From 1 to 127.
        let id: UInt8
        let prefixes: [String], uris: [String]
        public init(id: UInt8, prefixes: [String], uris: [String]) {
            precondition(id > 0 && id < XMLName.firstUnknownSpace)
            (self.id, self.prefixes, self.uris) = (id, prefixes, uris)
        }
    }

    private var tags: [String: UInt16] = [:]
    private var spaces: [String: UInt8] = [:]
    private var prefixes: [String: UInt8] = [:]

    /// `tags` are local names in lower case.
    public init(tags: [String], namespaces: [Namespace]) {
        for (index, tag) in tags.enumerated() { self.tags[tag] = UInt16(index + 1) }
        for namespace in namespaces {
            for uri in namespace.uris { spaces[uri.lowercased()] = namespace.id }
            for prefix in namespace.prefixes { prefixes[prefix] = namespace.id }
        }
    }

    func tag(_ name: UnsafePointer<UInt8>) -> UInt16 { tags[lowercased(name)] ?? 0 }

    func space(uri: UnsafePointer<UInt8>) -> UInt8? { spaces[lowercased(uri)] }

    func space(prefix: UnsafePointer<UInt8>) -> UInt8? { prefixes[lowercased(prefix)] }

    /// ASCII letters only: names in other scripts are not ours.
    private func lowercased(_ name: UnsafePointer<UInt8>) -> String {
        var count = 0
        // None that is known is longer.
        while name[count] != 0, count < 256 { count += 1 }
        while count > 0, name[count - 1] <= 0x20 { count -= 1 }
        return String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count {
                let byte = name[index]
                buffer[index] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            }
            return count
        }
    }
}

/// Finds the `XMLName` of libxml2's interned name pointers: within one document equal names are equal pointers.
struct XMLNameCache {
    private struct Slot {
        var local: UnsafePointer<UInt8>?, prefix: UnsafePointer<UInt8>?, uri: UnsafePointer<UInt8>?
        var name = XMLName(space: 0, tag: 0)
    }

    private let vocabulary: XMLVocabulary
    private var slots = [Slot](repeating: Slot(), count: 256)
    private var used = 0
    private var unknown: [UnsafePointer<UInt8>] = []

    init(vocabulary: XMLVocabulary) { self.vocabulary = vocabulary }

    mutating func name(
        local: UnsafePointer<UInt8>, prefix: UnsafePointer<UInt8>?, uri: UnsafePointer<UInt8>?
    ) -> XMLName {
        let mask = slots.count - 1
        var index = hash(local, prefix, uri) & mask
        while let known = slots[index].local {
            if known == local && slots[index].prefix == prefix && slots[index].uri == uri { return slots[index].name }
            index = (index + 1) & mask
        }
        let name = resolve(local: local, prefix: prefix, uri: uri)
        // Past this size only a document made to hurt goes on inventing names: those are resolved each time.
        if used < 4096 {
            slots[index] = Slot(local: local, prefix: prefix, uri: uri, name: name)
            used += 1
            if used * 2 > slots.count { grow() }
        }
        return name
    }

    private func hash(
        _ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?
    ) -> Int {
        let mixed = UInt(bitPattern: local) &* 31 &+ UInt(bitPattern: prefix) &* 17 &+ UInt(bitPattern: uri)
        return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> 20)
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        let mask = slots.count - 1
        for slot in old {
            guard let local = slot.local else { continue }
            var index = hash(local, slot.prefix, slot.uri) & mask
            while slots[index].local != nil { index = (index + 1) & mask }
            slots[index] = slot
        }
    }

    private mutating func resolve(
        local: UnsafePointer<UInt8>, prefix: UnsafePointer<UInt8>?, uri: UnsafePointer<UInt8>?
    ) -> XMLName {
        var space: UInt8 = 0
        if let uri, uri[0] != 0 {
            space = vocabulary.space(uri: uri) ?? prefix.flatMap(vocabulary.space(prefix:)) ?? unknownSpace(uri)
        } else if let prefix {
            space = vocabulary.space(prefix: prefix) ?? unknownSpace(prefix)
        }
        return XMLName(space: space, tag: vocabulary.tag(local))
    }

    private mutating func unknownSpace(_ interned: UnsafePointer<UInt8>) -> UInt8 {
        if let index = unknown.firstIndex(of: interned) { return XMLName.firstUnknownSpace + UInt8(index) }
        guard unknown.count < 126 else { return .max }
        unknown.append(interned)
        return XMLName.firstUnknownSpace + UInt8(unknown.count - 1)
    }
}
