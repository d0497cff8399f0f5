import Testing
import Web

@testable import Fetch

struct AddressPolicyTests {
    @Test(arguments: [
        (["10.1.2.0/24"], "10.1.2.3", "h", true),
        (["10.1.2.0/24"], "10.1.3.3", "h", false),
        (["10.1.2.0/24"], "::ffff:10.1.2.3", "h", true),
        (["10.1.2.0/24"], "64:ff9b::10.1.2.3", "h", true),
        (["10.1.2.3"], "10.1.2.3", "h", true),
        (["10.1.2.3"], "10.1.2.4", "h", false),
        (["fd00::/8"], "fd12::1", "h", true),
        (["0.0.0.0/0"], "127.0.0.1", "h", true),
        (["0.0.0.0/0"], "::1", "h", false),
        (["::/0"], "127.0.0.1", "h", true),
        (["RSSHub.lan"], "10.1.2.3", "rsshub.lan", true),
        (["rsshub.lan"], "10.1.2.3", "evil.rsshub.lan", false),
        ([], "1.1.1.1", "h", true),
    ])
    func allowsWhatIsListed(_ list: [String], _ address: String, _ host: String, _ isAllowed: Bool) throws {
        let address = try #require(IPAddress(address))
        #expect(AddressPolicy.publicAnd(list).allows(address, for: host) == isAllowed)
        #expect(AddressPolicy.allowAll.allows(address, for: host))
    }

    @Test(arguments: [
        ("1.1.1.1", [], false), ("1.1.1.2", [], true), ("2001:4860::1", [], false), ("64:ff9b::1.1.1.1", [], false),
        ("1.1.1.1", ["1.1.1.1"], true), ("1.1.1.1", ["own.example"], true),
    ])
    func thisMachinesOwnAddressesArePrivate(_ address: String, _ list: [String], _ isAllowed: Bool) throws {
        let own = try [#require(IPAddress("1.1.1.1")), #require(IPAddress("2001:4860::1"))]
        let policy = AddressPolicy.publicAnd(list)
        let ip = try #require(IPAddress(address))
        #expect(policy.allows(ip, for: "own.example", isOwn: own.contains) == isAllowed)
        #expect(AddressPolicy.allowAll.allows(ip, for: "h", isOwn: own.contains))
        if list.isEmpty { #expect(policy.allows(named: address, isOwn: own.contains) == isAllowed) }
    }

    @Test func theInterfacesOfThisMachineAreKnown() throws {
        #expect(OwnAddresses.contains(try #require(IPAddress("127.0.0.1"))))
        #expect(!OwnAddresses.contains(try #require(IPAddress("1.1.1.1"))))
    }

    @Test(arguments: [
        ("127.0.0.1", false), ("::1", false), ("localhost", false), ("x.localhost", false), ("localhost.", false),
        ("1.1.1.1", true),
        ("example.org", true),
    ])
    func aProxyIsNotAskedForThisMachine(_ host: String, _ isAllowed: Bool) {
        #expect(AddressPolicy.publicOnly.allows(named: host) == isAllowed)
    }
}
