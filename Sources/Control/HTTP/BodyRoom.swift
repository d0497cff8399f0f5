import Synchronization

/// How many bytes of bodies a listener holds while they come and are answered: of all who send, and at one path. Each connection
/// is bounded, but who may open many could fill the memory with them.
final class BodyRoom: Sendable {
    private struct State {
        var bytes = 0
        var paths: [String: Int] = [:]
    }

    private let most: Int
    private let mostAtPath: Int
    private let state = Mutex(State())

    init(bytes: Int, atPath: Int) { (most, mostAtPath) = (bytes, atPath) }

    /// - Returns: false where there is no room; nothing has changed then.
    fileprivate func add(_ bytes: Int, at path: String) -> Bool {
        state.withLock { state in
            let atPath = state.paths[path, default: 0] + bytes
            guard state.bytes + bytes <= most, atPath <= mostAtPath else { return false }
            state.bytes += bytes
            state.paths[path] = atPath
            return true
        }
    }

    fileprivate func remove(_ bytes: Int, at path: String) {
        state.withLock { state in
            state.bytes -= bytes
            let left = state.paths[path, default: 0] - bytes
            state.paths[path] = left > 0 ? left : nil
        }
    }
}

/// What one request has of the room.
struct BodyShare {
    private let room: BodyRoom?
    private var path = ""
    private var bytes = 0

    init(_ room: BodyRoom?) { self.room = room }

    /// So many bytes of the request are here now.
    /// - Returns: false where there is no room for them.
    mutating func grow(to count: Int, at path: String) -> Bool {
        guard let room, count > bytes else { return true }
        guard room.add(count - bytes, at: path) else { return false }
        (self.path, bytes) = (path, count)
        return true
    }

    /// The request is answered, or its client has gone.
    mutating func end() {
        room?.remove(bytes, at: path)
        bytes = 0
    }
}
