import Testing

@testable import Parse

@Test(arguments: [
    ("3723", 3723.0), ("62:03", 3723), ("1:02:03", 3723), ("00:01:02.500", 62.5), ("1h 2m 3s", 3723), ("1h2m", 3720),
    ("62 min", 3720), ("1 hr. 2 min.", 3720), ("1 hour, 2 minutes", 3720), ("90s", 90), ("PT1H2M3S", 3723),
    ("PT62M", 3720),
    ("P1DT1H", 90000), (" 60 ", 60), ("1 Std 2 Min", 3720),
])
func aPlayingTimeIsRead(text: String, seconds: Double) { #expect(PlayingTime.seconds(text) == seconds) }

@Test(arguments: ["", ":", "-1", "1:2:3:4", "2m 1h", "1h 2h", "an hour", "1x", "h", "P", "PT", "1h 2", "nan", "inf"])
func whatIsNoPlayingTimeIsNone(text: String) { #expect(PlayingTime.seconds(text) == nil) }
