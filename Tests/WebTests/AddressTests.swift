import Glibc
import Testing

@testable import Web

struct IPAddressTests {
    /// inet_pton(3) and ours take the same texts for the same addresses.
    @Test(arguments: [
        "1.2.3.4", "0.0.0.0", "255.255.255.255", "01.2.3.4", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", ".1.2.3",
        "1..2.3",
        "0x7f.0.0.1", "1.2.3.4 ", "+1.2.3.4", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7:8:9", "1:2:3", "1::2::3", ":1", "1:", ":", ":::", "12345::", "g::",
        "::1.2.3.4", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:1.2.3.4", "64:ff9b::1.2.3.256", "::1.2.3", "fe80::1%eth0",
        "[::1]", "", "a.example", "2001:DB8::A", "00001::", "0001::",
    ])
    func agreesWithTheSystem(_ text: String) {
        var v4 = in_addr(), v6 = in6_addr()
        var expected: IPAddress?
        if inet_pton(AF_INET, text, &v4) == 1 {
            expected = IPAddress(v4: UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            expected = IPAddress(
                bits: withUnsafeBytes(of: v6) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        }
        #expect(IPAddress(text) == expected)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("::ffff:10.1.2.3", "10.1.2.3"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("::", "::"), ("1:0:0:0:0:0:0:0", "1::"), ("fe80::1%eth0", "fe80::1"),
    ])
    func isWrittenInTheUsualForm(_ text: String, _ written: String) throws {
        #expect(try #require(IPAddress(host: text)).description == written)
    }
}

struct AddressBlockTests {
    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "a.example", ""])
    func otherTextIsNoBlock(_ text: String) {
        #expect(AddressBlock(text) == nil)
    }
}

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
        #expect(SpecialAddresses.contains(try #require(IPAddress(host: text))))
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255",
        "198.20.0.0", "223.255.255.255",
        "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1", "2001:200::1", "2606:4700:4700::1111", "2a00::1",
    ])
    func othersArePublic(_ text: String) throws {
        #expect(!SpecialAddresses.contains(try #require(IPAddress(host: text))))
    }
}

struct PrivateHostTests {
    @Test(arguments: [
        ("localhost", true), ("nas", true), ("rss.lan", true), ("printer.local", true), ("x.home.arpa", true),
        ("a.internal", true), ("10.1.2.3", true), ("[::1]", true), ("[fd00::1]", true), ("example.org", false),
        ("1.1.1.1", false), ("[2606:4700::1]", false), ("lan.example", false), ("nas.localdomain", true),
        ("wiki.corp", true), ("wiki.intranet", true), ("a.home", true), ("a.private", true), ("a.test", false),
        ("a.invalid", false), ("a.onion", false), ("corp.example", false), ("mycorp", true), ("a.mycorp", false),
    ])
    func areTheOperatorsOwn(_ host: String, isPrivate: Bool) {
        #expect(PrivateHost.contains(host) == isPrivate)
    }
}
