import Config
import Foundation
import TestSupport
import Testing

@testable import Settings

struct EarlyConfigurationTests {
    @Test func aConfigurationThatWasReadEarlyIsTakenOnceAndNotAfterAnEdit() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("[[feed]]\nurl = \"https://a.example/\"\n", to: "feeds.toml")
        let source = ConfigurationSource(path: file.path, environment: [:])
        let early = try EarlyConfiguration(source)
        #expect(early.configuration?.feeds.count == 1)
        #expect(early.take(from: source)?.feeds.count == 1)
        #expect(early.take(from: source) == nil && early.configuration == nil)

        let edited = try EarlyConfiguration(source)
        try directory.write("[[feed]]\nurl = \"https://a.example/longer\"\n", to: "feeds.toml")
        #expect(edited.take(from: source) == nil)
    }
}
