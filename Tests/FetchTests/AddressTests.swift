import Testing

@testable import Fetch

struct SpecialAddressesTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1",
        "2001:20::1", "2001:db8::1", "2002:a00:1::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd12::1",
        "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
    ])
    func areRefused(_ text: String) throws {
        #expect(SpecialAddresses.contains(try #require(IPAddress(text))))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255",
        "198.20.0.0", "223.255.255.255",
        "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1", "2001:200::1", "2606:4700:4700::1111", "2a00::1",
    ])
    func othersArePublic(_ text: String) throws {
        #expect(!SpecialAddresses.contains(try #require(IPAddress(text))))
    }
}

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

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "a.example", ""])
    func otherTextIsNoBlock(_ text: String) {
        #expect(AddressBlock(text) == nil)
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
