import Synchronization

/// The bytes that large bodies may have together, from when they come until they are read. Each body has a bound of its own,
/// but as many may come at one time as there are polls, and one stranger's server may be many hosts.
///
/// A body up to `small` takes nothing of it. A larger one takes more as it grows; where there is no more, it is thrown away, and
/// the request is made anew once there is room for as much as it may have. So no body waits for room with some in its hands.
final class FetchRoom: Sendable {
    /// Bytes of a body that need no room.
    static let small = 512 << 10

    let bytes: Int
    private let free: Mutex<Int>
    /// Somebody waits for room: no other body gets its first bytes of it.
    private let isWaitedFor = Mutex(false)
    /// Called when there is more of it.
    private let onMore = Mutex<@Sendable () -> Void>({})

    init(bytes: Int) {
        self.bytes = bytes
        free = Mutex(bytes)
    }

    func setWaitedFor(_ isWaitedFor: Bool) { self.isWaitedFor.withLock { $0 = isWaitedFor } }

    fileprivate func takeFirst(_ count: Int, isNext: Bool) -> Bool {
        (isNext || !isWaitedFor.withLock { $0 }) && take(count)
    }

    func onMore(_ action: @escaping @Sendable () -> Void) { onMore.withLock { $0 = action } }

    fileprivate func take(_ count: Int) -> Bool {
        free.withLock { free in
            guard count <= free else { return false }
            free -= count
            return true
        }
    }

    fileprivate func give(_ count: Int) {
        guard count > 0 else { return }
        free.withLock { $0 += count }
        onMore.withLock { $0 }()
    }
}

/// What one body has of the room; given back when nobody holds it any more.
package final class FetchShare: Sendable {
    private let room: FetchRoom
    private let bytes = Mutex(0)

    init(of room: FetchRoom) { self.room = room }

    deinit { room.give(bytes.withLock { $0 }) }

    /// Whether a body that may have `most` bytes may have so many now.
    /// - Parameter isNext: it has waited longest. Else one that has nothing yet gets nothing while others wait.
    func admits(_ count: Int, most: Int, isNext: Bool = false) -> Bool {
        if count <= FetchRoom.small { return true }
        return bytes.withLock { bytes in
            if count <= bytes || bytes == room.bytes { return true }
            // In few steps, for all of them are added up.
            for wanted in [min(2 * count, most, room.bytes), min(count, room.bytes)] {
                if bytes == 0 ? room.takeFirst(wanted, isNext: isNext) : room.take(wanted - bytes) {
                    bytes = wanted
                    return true
                }
            }
            return false
        }
    }

    /// Gives back what a body of so many bytes does not need.
    package func end(at count: Int) {
        let needed = count <= FetchRoom.small ? 0 : count
        let surplus = bytes.withLock { bytes in
            defer { bytes = min(bytes, needed) }
            return max(0, bytes - needed)
        }
        room.give(surplus)
    }
}
