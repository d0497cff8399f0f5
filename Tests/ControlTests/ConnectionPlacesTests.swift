import Glibc
import Synchronization
import Testing

@testable import Control

@Suite("Who makes way where a listener has no place for one more", .timeLimit(.minutes(1)))
struct ConnectionPlacesTests {
    @Test("a client is an address of IPv4, however it is written, or a network of IPv6")
    func clients() throws {
        func name(_ text: String) throws -> ClientName {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            try #require(inet_pton(AF_INET6, text, &address.sin6_addr) == 1)
            return ClientName(address)
        }
        #expect(try name("::ffff:192.0.2.1") == ClientName([192, 0, 2, 1]))
        #expect(try name("::ffff:192.0.2.1") != name("::ffff:192.0.2.2"))
        #expect(try name("2001:db8::1") == name("2001:db8::2"))
        #expect(try name("2001:db8::1") != name("2001:db8:0:1::1"))
        var plain = sockaddr_in6()
        withUnsafeMutableBytes(of: &plain) {
            $0.storeBytes(of: sa_family_t(AF_INET), as: sa_family_t.self)
            $0[4...].copyBytes(from: [192, 0, 2, 1] as [UInt8])
        }
        #expect(ClientName(plain) == ClientName([192, 0, 2, 1]))
    }

    /// Connections by name: the client is the first character.
    private final class Rig: Sendable {
        let places: ConnectionPlaces
        private let state = Mutex<(places: [String: Int], cut: [String])>(([:], []))

        init(limit: Int) { places = ConnectionPlaces(limit: limit) }

        @discardableResult
        func enter(_ name: String) -> Bool {
            let place = places.enter(ClientName(Array(name.utf8.prefix(1)))) {
                self.state.withLock { $0.cut.append(name) }
            }
            state.withLock { $0.places[name] = place }
            return place != nil
        }

        func note(_ stage: ConnectionPlaces.Stage, _ name: String) {
            if let place = state.withLock({ $0.places[name] }) { places.note(stage, at: place) }
        }

        func leave(_ name: String) {
            if let place = state.withLock({ $0.places[name] }) { places.leave(place) }
        }

        var cut: [String] { state.withLock(\.cut) }
    }

    @Test("the one that has been silent longest, of the client that has most")
    func order() {
        let rig = Rig(limit: 5)
        for name in ["b1", "a1", "a2", "a3", "c1"] { #expect(rig.enter(name)) }
        #expect(rig.cut == [])
        #expect(rig.enter("d1") && rig.enter("d2") && rig.enter("b2"))
        #expect(rig.cut == ["a1", "a2", "d1"])
    }

    @Test("one that is being answered does not; one whose body comes only after all that sent no head")
    func stages() {
        let rig = Rig(limit: 3)
        for name in ["a1", "a2", "a3"] { rig.enter(name) }
        rig.note(.whole, "a1")
        rig.note(.body, "a2")
        #expect(rig.enter("b1") && rig.cut == ["a3"])
        rig.note(.whole, "b1")
        #expect(rig.enter("b2") && rig.cut == ["a3", "a2"])
        rig.note(.whole, "b2")
        #expect(!rig.enter("b3") && rig.cut == ["a3", "a2"])
        // The next request of a connection is waited for as the first one was.
        rig.note(.head, "a1")
        #expect(rig.enter("b4") && rig.cut == ["a3", "a2", "a1"])
        // What was cut leaves once more, and frees no second place.
        for name in ["a1", "a2", "a3"] { rig.leave(name) }
        rig.note(.whole, "b4")
        #expect(!rig.enter("b5"))
        rig.leave("b1")
        #expect(rig.enter("b5"))
    }

    @Test("those that wait for news take none of the places of requests")
    func waiting() {
        let rig = Rig(limit: 1)
        rig.enter("a1")
        rig.note(.whole, "a1")
        #expect(!rig.enter("a2"))
        #expect(rig.places.beginWait())
        #expect(rig.enter("a2"))
        rig.note(.whole, "a2")
        rig.places.endWait()
        #expect(!rig.enter("a3"))
        for _ in 0..<ConnectionPlaces.waitingLimit { #expect(rig.places.beginWait()) }
        #expect(!rig.places.beginWait())
    }
}
