/// Names of months, zones and halves of the day, in lower case.
enum DateNames {
    enum Unit { case year, month, day, hour, minute, second }
    enum HalfDay { case morning, afternoon }

    static func unit(_ mark: String) -> Unit? {
        switch mark {
        case "년", "年": .year
        case "월", "月": .month
        case "일", "日": .day
        case "시", "時", "时": .hour
        case "분", "分": .minute
        case "초", "秒": .second
        default: nil
        }
    }

    static func halfDay(_ word: String) -> HalfDay? {
        switch word {
        case "am", "오전", "午前", "上午", "πμ": .morning
        case "pm", "오후", "午後", "下午", "μμ": .afternoon
        default: nil
        }
    }

    /// 1 to 12.
    static func month(_ word: String) -> Int? {
        if let month = months[word] { return month }
        // English and its neighbours share the first three letters; so do most abbreviations.
        return word.utf8.count > 3 ? months[String(word.unicodeScalars.prefix(3))] : nil
    }

    /// Minutes east of Greenwich. Where a name means several, the one that most feeds mean.
    static func zone(_ word: String) -> Int? {
        // Military letters: RFC 2822 section 4.3 takes them all for UTC, because RFC 822 had them the wrong way round.
        if word.utf8.count == 1, word != "t", word != "j" { return 0 }
        return zones[word]
    }

    private static let months: [String: Int] = {
        var table: [String: Int] = [:]
        for line in monthLines {
            for (index, names) in line.split(separator: " ").enumerated() {
                for name in names.split(separator: "|") { table[String(name)] = table[String(name)] ?? index + 1 }
            }
        }
        return table
    }()

    /// A language a line; twelve columns.
    private static let monthLines = [
        "jan feb mar apr may jun jul aug sep oct nov dec",  // English, by three letters
        "jän|jänner|januar feb mär|märz|maerz apr mai jun|juni jul|juli aug sep okt nov dez",
        "janv|janvier févr|fév|fevr|février|fevrier mars avr|avril mai juin juil|juillet août|aout sept oct nov déc|décembre",
        "ene|enero feb mar abr|abril may|mayo jun|junio jul|julio ago|agosto sep|set oct nov dic|diciembre",
        "gen|gennaio feb mar apr mag|maggio giu|giugno lug|luglio ago set|settembre ott|ottobre nov dic",
        "jan fev|fevereiro mar|março abr mai|maio jun jul ago set|setembro out|outubro nov dez|dezembro",
        "jan feb mrt|maart apr mei jun jul aug sep okt nov dec",
        "sty|stycznia|styczeń lut|lutego|luty mar|marca|marzec kwi|kwietnia|kwiecień maj|maja cze|czerwca|czerwiec "
            + "lip|lipca|lipiec sie|sierpnia|sierpień wrz|września|wrzesień paź|października|październik "
            + "lis|listopada|listopad gru|grudnia|grudzień",
        "янв|января фев|февр|февраля мар|марта апр|апреля май|мая июн|июня июл|июля авг|августа сен|сент|сентября "
            + "окт|октября ноя|нояб|ноября дек|декабря",
        "січ|січня лют|лютого бер|березня кві|квітня тра|травня чер|червня лип|липня сер|серпня вер|вересня жов|жовтня "
            + "лис|листопада гру|грудня",
        "ιαν|ιανουαρίου φεβ|φεβρουαρίου μάρ|μαρ|μάρτ|μαρτίου απρ|απριλίου μάι|μαΐ|μαι|μαΐου|μαϊ ιούν|ιουν|ιουνίου|ιον "
            + "ιούλ|ιουλ|ιουλίου|ιολ αύγ|αυγ|αυγούστου σεπ|σεπτ|σεπτεμβρίου οκτ|οκτωβρίου νοέ|νοε|νοεμβρίου δεκ|δεκεμβρίου",
        "január februári|február március április máujus|május június július augusztus szeptember október november december",
        "jan|január febr|február márc|márcias ápr|április máj|mái jún|juní júl aug szept|sze okt nov dec",
        "oca|ocak şub|şubat mar|mart nis|nisan may|mayıs haz|haziran tem|temmuz ağu|ağustos eyl|eylül eki|ekim kas|kasım "
            + "ara|aralık",
        "led|ledna|leden úno|února|únor bře|března|březen dub|dubna|duben kvě|května|květen čer|června|červen "
            + "čvc|července|červenec srp|srpna|srpen zář|září říj|října|říjen lis|listopadu pro|prosince|prosinec",
        "tammi|tammikuuta helmi|helmikuuta maalis|maaliskuuta huhti|huhtikuuta touko|toukokuuta kesä|kesäkuuta "
            + "heinä|heinäkuuta elo|elokuuta syys|syyskuuta loka|lokakuuta marras|marraskuuta joulu|joulukuuta",
        "ian|ianuarie feb mar|martie apr mai iun|iunie iul|iulie aug sep oct|octombrie noi|noiembrie dec|decembrie",
        "jan feb mar apr mei|mai jun jul agu|agustus sep okt nov des|desember",
    ]

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
        "aedt": 660, "nzst": 720, "nzdt": 780,
    ]
}
