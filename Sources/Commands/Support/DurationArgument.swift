import ArgumentParser
import Config

/// A duration as feeds.toml writes it, as an option's value.
struct DurationArgument: ExpressibleByArgument {
    let value: Duration

    init(_ value: Duration) { self.value = value }

    init?(argument: String) {
        guard let value = DurationText.parse(argument), value <= .seconds(366 * 86_400) else { return nil }
        self.value = value
    }

    var defaultValueDescription: String { DurationText.format(value) }
}
