import Testing

import Characters

@Suite struct MojibakeTests {
    private func repaired(_ text: String) -> String? {
        var text = text
        return text.withUTF8 { Mojibake.repaired($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("Itâ€™s CafÃ© time", "It’s Café time"), ("MÃ¼nchen grÃ¼ÃŸt KÃ¶ln", "München grüßt Köln"),
        ("Ð\u{9d}Ð¾Ð²Ð¾Ñ\u{81}Ñ‚Ð¸", "Новости"), ("Ð´Ð°Ð²Ð°Ð¹", "давай"), ("siÄ™", "się"), ("Å»ycie", "Życie"),
        ("SMÃ…LAND", "SMÅLAND"), ("Ã–sterreich", "Österreich"), ("Ã\u{a0} la carte", "à la carte"),
        ("voilÃ\u{a0}", "voilà"), ("NIKEÂ® shoes", "NIKE® shoes"), ("10Â°C", "10°C"), ("Ã‰tÃ©", "Été"),
        ("æ—¥æœ¬èªž", "日本語"), ("â€œHiâ€\u{9d}", "“Hi”"), ("ðŸ˜€", "😀"), ("Ú©ØªØ§Ø¨", "کتاب"),
        ("BEYONCÉ’S word: Itâ€™s CafÃ©", "BEYONCÉ’S word: It’s Café"), ("CafÃ© auf der Straß…", "Café auf der Straß…"),
        ("È™i miÈ™cÄƒ aceÈ™ti", "și mișcă acești"), ("Ð’ Ð´Ð°Ð²Ð°Ð¹", "В давай"),
    ])
    func textEncodedTwiceIsRead(_ text: String, _ meant: String) { #expect(repaired(text) == meant) }

    @Test(arguments: [
        "RENÉ’S NEW BOAT", "GLACÉ® launches", "Alle auf der Straß…", "NICHÉ–BRAND", "BEYONCÉ’S", "HYVÄ…", "AMANHÃ…",
        "déjà\u{a0}»", "CAFÉ\u{a0}!", "ROSÉ© 2024", "PASSÉ”, il", "PÅ™", "le café…”", "É",
        "L’été à Besançon – déjà vu…",
        "Itâ€™s CafÉ ÉTÉ", "naïve", "ÀÉÎÕÜ", "Ångström…", "MÅ…",
    ])
    func goodLettersStay(_ text: String) { #expect(repaired(text) == nil) }
}
