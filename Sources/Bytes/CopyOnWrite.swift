/// A value that is handed on by reference, and copied only where it is changed while others have it too.
///
/// Copying a struct counts a reference for each of its strings and arrays, and each asynchronous function that it passes
/// through keeps room for all of them. This counts one, and takes a word. It is for values of many fields that go a long way
/// and are seldom changed.
@frozen
public struct CopyOnWrite<Value: Sendable>: Sendable {
    // Changed only while nothing else refers to it, and read through a struct whose own accesses are checked: a second
    // check at run time, one for each field of each poll, would find nothing.
    @usableFromInline
    final class Storage: @unchecked Sendable {
        @exclusivity(unchecked) @usableFromInline var value: Value
        @inlinable init(_ value: Value) { self.value = value }
    }

    @usableFromInline var storage: Storage

    @inlinable
    public init(_ value: Value) { storage = Storage(value) }

    @inlinable public var value: Value {
        _read { yield storage.value }
        _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
            yield &storage.value
        }
    }
}

extension CopyOnWrite {
    /// Whether it takes no memory beside another one.
    package func isShared(with other: Self) -> Bool { storage === other.storage }
}

extension CopyOnWrite: Equatable where Value: Equatable {
    public static func == (one: Self, other: Self) -> Bool {
        one.storage === other.storage || one.storage.value == other.storage.value
    }
}

extension CopyOnWrite: CustomDebugStringConvertible {
    /// The value's: a reference says nothing.
    public var debugDescription: String { String(reflecting: value) }
}
