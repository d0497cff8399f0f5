/// Names of zones, halves of the day and parts of a date, in lower case.
enum DateNames {
    enum Unit { case year, month, day, hour, minute, second }
    enum HalfDay { case morning, afternoon }

    static func unit(_ mark: String) -> Unit? {
        switch mark {
        case "년", "年": .year
        case "월", "月": .month
        case "일", "日", "号", "號": .day
        case "시", "時", "时", "点", "點": .hour
        case "분", "分": .minute
        case "초", "秒": .second
        default: nil
        }
    }

    static func halfDay(_ word: String) -> HalfDay? {
        switch word {
        case "am", "오전", "새벽", "아침", "午前", "上午", "早上", "凌晨", "清晨", "πμ", "π.μ", "ص", "ق.ظ", "öö", "पूर्वाह्न",
            "ก่อนเที่ยง", "לפנה״צ":
            .morning
        case "pm", "오후", "저녁", "밤", "午後", "下午", "晚上", "傍晚", "μμ", "μ.μ", "م", "ب.ظ", "ös", "अपराह्न",
            "หลังเที่ยง", "אחה״צ":
            .afternoon
        default: nil
        }
    }

    /// Minutes east of Greenwich. Where a name means several, the one that most feeds mean.
    static func zone(_ word: String) -> Int? {
        // Military letters: RFC 2822 section 4.3 takes them all for UTC, because RFC 822 had them the wrong way round.
        if word.utf8.count == 1, word != "t", word != "j" { return 0 }
        return zones[word]
    }

    /// Words ahead of a time that may be written with a dot: `kl. 10.30`.
    static let beforeTime: Set<String> = [
        "kl", "klo", "klokken", "klockan", "kello", "godz", "godzina", "godzinie", "ore", "saat", "ora", "orele",
        "hora",
        "horas", "las", "alle", "um", "at", "à", "às", "a", "om", "o", "v", "ve", "u", "в", "у", "о", "ob", "στις",
        "jam",
        "pukul", "lúc",
    ]

    /// Of these the ones that a number alone may follow: `kl 10`.
    static let beforeHour: Set<String> = ["kl", "klo", "klokken", "klockan", "kello", "godz", "saat", "pukul", "lúc"]

    /// Words behind a time: `10.30 Uhr`, `10 uur`.
    static let afterTime: Set<String> = [
        "uhr", "uur", "h", "hrs", "hs", "hod", "hodin", "hours", "ч", "час", "часов", "год", "година", "น", "godz",
        "órakor", "óra", "ura", "val",
    ]

    /// Zones by their names in full; minutes east of Greenwich.
    static let zonePhrases: [(phrase: StaticString, minutes: Int)] = [
        ("eastern standard time", -300), ("eastern daylight time", -240), ("central standard time", -360),
        ("central daylight time", -300), ("mountain standard time", -420), ("mountain daylight time", -360),
        ("pacific standard time", -480), ("pacific daylight time", -420), ("alaska standard time", -540),
        ("alaska daylight time", -480), ("hawaii standard time", -600), ("hawaii-aleutian standard time", -600),
        ("atlantic standard time", -240), ("atlantic daylight time", -180), ("newfoundland standard time", -210),
        ("newfoundland daylight time", -150), ("greenwich mean time", 0), ("coordinated universal time", 0),
        ("universal time", 0), ("british summer time", 60), ("irish standard time", 60),
        ("western european standard time", 0), ("western european summer time", 60), ("western european time", 0),
        ("central european standard time", 60), ("central european summer time", 120), ("central european time", 60),
        ("eastern european standard time", 120), ("eastern european summer time", 180), ("eastern european time", 120),
        ("moscow standard time", 180), ("moscow time", 180), ("israel standard time", 120),
        ("israel daylight time", 180), ("south africa standard time", 120), ("india standard time", 330),
        ("indian standard time", 330), ("pakistan standard time", 300), ("china standard time", 480),
        ("hong kong standard time", 480), ("singapore standard time", 480), ("japan standard time", 540),
        ("korean standard time", 540), ("korea standard time", 540), ("australian western standard time", 480),
        ("australian central standard time", 570), ("australian central daylight time", 630),
        ("australian eastern standard time", 600), ("australian eastern daylight time", 660),
        ("new zealand standard time", 720), ("new zealand daylight time", 780),
    ]

    /// Zones that leave it to the date whether summer time holds.
    private static let places: [String: String] = [
        "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
        "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
        "pacific": "America/Los_Angeles",
    ]

    /// The place whose clocks a zone's name means.
    static func placeOfWord(_ word: String) -> String? { places[word] }

    static func isPlaceWord(_ word: String?) -> Bool { word.map { places[$0] != nil } ?? false }

    private static let zones: [String: Int] = [
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "uct": 0,
        "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "ct": -360, "mst": -420, "mdt": -360,
        "mt": -420, "pst": -480, "pdt": -420, "pt": -480, "akst": -540, "akdt": -480, "hst": -600, "hast": -600,
        "hadt": -540, "ast": -240, "adt": -180, "nst": -210, "ndt": -150, "brt": -180, "brst": -120, "art": -180,
        "clt": -240, "clst": -180, "cot": -300, "pet": -300, "vet": -240, "uyt": -180,
        "bst": 60, "ist": 330, "west": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120,
        "eet": 120, "eest": 180, "msk": 180, "msd": 240, "trt": 180, "sast": 120, "cat": 120, "eat": 180, "wat": 60,
        "gst": 240, "pkt": 300, "npt": 345, "ict": 420, "wib": 420, "wita": 480, "wit": 540, "hkt": 480, "sgt": 480,
        "myt": 480, "pht": 480, "awst": 480, "jst": 540, "kst": 540, "acst": 570, "acdt": 630, "aest": 600,
        "aedt": 660, "nzst": 720, "nzdt": 780, "idt": 180, "irst": 210, "azt": 240, "samt": 240, "uzt": 300,
        "yekt": 300,
        "slst": 330, "omst": 360, "almt": 360, "mmt": 390, "krat": 420, "novt": 420, "irkt": 480, "yakt": 540,
        "chst": 600, "vlat": 600, "magt": 660, "sst": -660, "bot": -240, "pyt": -240, "ect": -300, "fnt": -120,
        "azot": -60, "eastern": -300, "central": -360, "mountain": -420, "pacific": -480, "cvt": -60, "мск": 180,
    ]
}
