import Config
import Testing

@Test func anEmptyFileGivesTheDefaults() throws {
    var expected = Configuration()
    expected.daemon.state = "/etc/newspool/state"
    expected.spool.path = "/etc/newspool/spool"
    #expect(try read("") == expected)
    #expect(try read("# nothing yet\n") == expected)
    #expect(try read("\u{FEFF}") == expected)
}
