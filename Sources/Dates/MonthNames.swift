/// Names of months in the languages that feeds are written in, in lower case.
enum MonthNames {
    /// What a word may mean.
    struct Meaning {
        /// Bit `n` for month `n`: a few names mean one month here and another there.
        var months: UInt16
        /// It is the name of a weekday as well: a month only where nothing else names one.
        var isWeekday: Bool
    }

    /// Nil for a word that names no month.
    static func meaning(_ word: String) -> Meaning? {
        if let months = exact[word] { return Meaning(months: months, isWeekday: weekdays.contains(word)) }
        let letters = word.unicodeScalars
        guard letters.count > 3 else { return nil }
        var stem = String.UnicodeScalarView(letters.prefix(9))
        while stem.count >= 3 {
            if let months = stems[String(stem)] { return Meaning(months: months, isWeekday: false) }
            stem.removeLast()
        }
        // Hebrew writes “in” as a letter ahead of the month.
        if letters.first == "ב" { return meaning(String(letters.dropFirst())) }
        return nil
    }

    /// Arabic names of two words: the second decides.
    static func meaning(_ word: String, _ second: String) -> Meaning? {
        let isFirst = ["الأول", "الاول", "أول", "اول"].contains(second)
        guard isFirst || ["الثاني", "الثانى", "ثاني", "ثان"].contains(second) else { return nil }
        switch word {
        case "كانون": return Meaning(months: isFirst ? 1 << 12 : 1 << 1, isWeekday: false)
        case "تشرين": return Meaning(months: isFirst ? 1 << 10 : 1 << 11, isWeekday: false)
        default: return nil
        }
    }

    /// Names that are short for a day of the week too: mardi, martes, martedì, marți; szerda; e shtunë; Mawrth.
    private static let weekdays: Set<String> = ["mar", "mart", "sze", "sht", "maw", "mawrth"]

    private static let exact = table(stems: false)
    private static let stems = table(stems: true)

    private static func table(stems: Bool) -> [String: UInt16] {
        var table: [String: UInt16] = [:]
        table.reserveCapacity(1024)
        for line in lines {
            // By bytes: to find the borders of all characters takes far longer.
            for (index, names) in line.utf8.split(separator: UInt8(ascii: " ")).enumerated() {
                for name in names.split(separator: UInt8(ascii: "|"))
                where (name.last == UInt8(ascii: "*")) == stems {
                    table[String(Substring(stems ? name.dropLast() : name)), default: 0] |= 1 << UInt16(index + 1)
                }
            }
        }
        return table
    }

    /// Twelve columns; `*` means any ending. A line has what the lines above it lack.
    private static let lines = [
        // English, and what its neighbours share with it
        "jan|janu*|jana* feb|febr*|febu* mar|march apr|apri*|arpi* may jun|june jul|july aug|augu* sep|sept*|setp* "
            + "oct|octo*|ocot* nov|nove*|novm* dec|dece*|decm*",
        // German, with Austria
        "jän|jänn*|jaen*|jänner feb|feber|feberr* mär|märz|maerz|mrz apr mai juni juli aug sep okt|okto* nov dez|deze*",
        // French
        "janv|janv* fév|févr*|fevr*|fev mars avr|avri* mai juin juil|juillet|jui août|aout|aoû sep oct nov déc|déce*",
        // Spanish, Catalan, Galician, Basque
        "ene|enero|gen|gener|xan|xaneiro|urt|urtarrila*|urtarrilak feb|febrero|febrer|febreiro|ots|otsail* "
            + "mar|marzo|març|mzo|martxo* abr|abril|apir* may|mayo|maig|maio|mai|maiatz* jun|junio|juny|xuñ|xuño|eka|ekain* "
            + "jul|julio|juliol|xul|xullo|uzt|uztail* ago|agos*|agost|abu|abuztu* sep|sept|set|setiem*|septie*|setem*|ira|irail* "
            + "oct|octu*|out|outu*|urr|urri* nov|novi*|novemb*|aza|azaro* dic|dici*|des|desem*|abe|abendu*",
        // Italian, Portuguese, Romanian
        "gen|genn*|gennaio|janei*|ian|ianu* feb|febb*|fev|feve* mar|marzo|março|marco|martie apr|abr mag|maggio|mai|maio "
            + "giu|giugno|jun|junho|iun|iunie lug|luglio|jul|julho|iul|iulie ago|agos* set|sette*|setem* ott|otto*|out|outu* "
            + "nov|noie*|noi dic|dicem*|dez",
        // Dutch, Afrikaans, Danish, Norwegian, Swedish, Icelandic, Faroese
        "jan|janú* feb|febrú* mrt|maart|mars|marts apr|aprí* mei|maj|maí jun|junie|juni|jún|júní jul|julie|juli|júl|júlí "
            + "aug|ágú* sep okt|októ* nov|nóv* dec|des|desem*",
        // Polish
        "sty|stycz* lut|luty|lutego|lutym mar|marca|marzec|marcu kwi|kwie* maj|maja|maju cze|czerw* lip|lipca|lipiec|lipcu "
            + "sie|sierp* wrz|wrze* paź|paźd*|pazd* lis|listop|listopad|listopada|listopadzie gru|grud*",
        // Czech, Slovak
        "led|leden|ledna|lednu úno|únor*|unor* bře|březe*|březn*|brezen|brezna|marec|marca dub|duben|dubna|dubnu|apríl* "
            + "kvě|květ*|kveten|kvetna|máj|mája čvn|čer|červen|června|červnu|cerven|cervna|jún|júna "
            + "čvc|čec|červenec|července|červenci|cervenec|cervence|júl|júla srp|srpen|srpna|srpnu zář|září|zari "
            + "říj|říjen|října|rijen|rijna|októb* lis|listopad|listopadu|novemb* pro|pros*|prosince",
        // Croatian, Slovene, Serbian and Bosnian in Latin letters
        "sij|siječ*|sijec* velj|veljač*|veljac* ožu|ožuj*|ozuj*|marec|marca|mart|marta tra|trav* svi|svib*|maja lip|lipan*|lipnj* "
            + "srp|srpan*|srpnj*|julij* kol|kolov*|avg|avgu* ruj|rujan|rujna lis|listopad|listopada stu|studen*|stud pro|prosin*",
        "januar feb mart april maj junij* julij* avgust septem* oktob* novem* decem*",
        // Hungarian
        "január* február* márc|márci* ápr|ápri* máj|máju* jún|júni* júl|júli* aug|augusz* szept|szepte*|sze okt nov dec",
        // Turkish, Azerbaijani, Uzbek
        "oca|ocak|yanv* şub|şubat|subat|fev|fevr* mar|mart nis|nisan|aprel* may|mayıs|mayis haz|hazir*|iyun* "
            + "tem|temm*|iyul* ağu|ağus*|agu|agus*|avqu* eyl|eylül|eylul|sent*|senty* eki|ekim|okty*|oktabr* kas|kasım|kasim|noyab* "
            + "ara|aralık|aralik|dekab*",
        // Finnish, Estonian
        "tammi|tammik*|jaan|jaanu* helmi|helmik*|veebr|veebr* maalis|maalisk*|märts huhti|huhtik*|aprill "
            + "touko|toukok*|mai kesä|kesäk*|juuni heinä|heinäk*|juuli elo|eloku* syys|syysk* loka|lokak*|oktoob* "
            + "marras|marrask* joulu|jouluk*|dets|detse*",
        // Latvian, Lithuanian
        "janvār*|sau|sausi* febru*|vas|vasar* martā|marta|kov|kovas|kovo aprīl*|bal|balan* maijs|maijā|maija|geg|gegu* "
            + "jūn|jūnij*|bir|birž* jūl|jūlij*|lie|liep|liepa|liepos august*|rgp|rugpj* septem*|rgs|rugsė* oktob*|spa|spal|spali* "
            + "novem*|lap|lapkr* decem*|gru|gruod*|grd",
        // Albanian, Maltese, Luxembourgish
        "janar shk|shku* mars|mäerz pri|prill|abrëll maj|mee qer|qersh* kor|korr* gus|gusht sht|shtat* tet|tetor nën|nënto* "
            + "dhj|dhjet*",
        // Welsh, Irish
        "ion|ionawr|eaná* chw|chwef*|feabh* maw|mawrth|márta ebr|ebrill|aibr* mai|beal|bealt* meh|mehef*|meith* gor|gorff*|iúil "
            + "aws|awst|lún|lúna* medi|meán hyd|hydref|deir|deireadh tach|tachw*|samh* rhag|rhagf*|noll*",
        // Indonesian, Malay, Filipino, Swahili, Vietnamese in Latin letters, Esperanto
        "jan|enero feb|peb|pebr* mac|mach*|machi|maret|marso|marto apr|abril|aprilo mei|mayo|majo jun|hun|hunyo|juni|junio "
            + "jul|hul|hulyo|julai|julio|juli agu|agt|agst|ogos|agost*|aŭgu* sep|setyem* okt|oktu* nop|nopem*|nob|nobye* dis|disem*|disye*|des",
        // Russian
        "янв|янва* фев|февр|февра* мар|март|марта|марте апр|апре* май|мая|мае июн|июнь|июня|июне июл|июль|июля|июле авг|авгу* "
            + "сен|сент|сентя* окт|октя* ноя|нояб|ноябр* дек|дека*",
        // Ukrainian, Belarusian
        "січ|січе*|січн*|сту|студз* лют|лютий|лютого|лютому|люты|лютага бер|берез*|сак|сакав* кві|квіт*|кра|красав* "
            + "тра|трав*|травня чер|черв*|чэр|чэрв* лип|липе*|липн*|ліп|ліпе*|ліпн* сер|серп*|жні|жнів* вер|верес*|верас* "
            + "жов|жовт*|кас|кастр* лис|листоп*|ліс|лістап* гру|груд*|сне|снеж*",
        // Bulgarian, Macedonian, Serbian, Kazakh, Kyrgyz, Mongolian in words
        "јан|јану*|яну|януа*|қаң|қаңт* феб|фебр*|февру*|ақп|ақпан* мар|март|нау|наур* апр|апри*|сәу|сәуі* мај|маја|мам|мамыр* "
            + "јун|јуни*|јуна|юни|мау|маус* јул|јули*|јула|юли|шіл|шілд* авг|авгу*|там|тамыз* сеп|септ*|қыр|қырк* окт|окто*|қаз|қазан* "
            + "ное|ноем*|нов|нове*|қар|қараш* дец|деце*|деке*|жел|желт*",
        // Greek
        "ιαν|ιανο* φεβ|φεβρ* μάρ|μαρ|μάρτ|μαρτ*|μάρτιος|μάρτη απρ|απρι*|απρίλιος μάι|μαΐ|μαι|μαΐου|μαϊ|μαΐος|μάιος|μαΐ|μαΐου|μάη "
            + "ιούν|ιουν|ιουν*|ιούνιος|ιον ιούλ|ιουλ|ιουλ*|ιούλιος|ιολ αύγ|αυγ|αυγο*|αύγουστος σεπ|σεπτ|σεπτ* οκτ|οκτω*|οκτώβριος "
            + "νοέ|νοε|νοεμ*|νοέμβριος δεκ|δεκε*|δεκέμβριος",
        // Armenian, Georgian
        "հուն|հունվ*|իան|იან|იანვ* փետ|փետր*|თებ|თებე* մար|մարտ|մարտի|მარ|მარტ|მარტი|მარტს ապր|ապրի*|აპრ|აპრი* "
            + "մայ|մայիս*|მაი|მაის* հնս|հունիս*|ივნ|ივნი* հլս|հուլ|հուլի*|ივლ|ივლი* օգս|օգոս*|აგვ|აგვი* սեպ|սեպտ*|სექ|სექტ* "
            + "հոկ|հոկտ*|ოქტ|ოქტო* նոյ|նոյե*|ნოე|ნოემ* դեկ|դեկտ*|დეკ|დეკე*",
        // Hebrew, Yiddish
        "ינו|ינוא* פבר|פברו* מרץ|מרס|מרצ אפר|אפרי* מאי יונ|יוני יול|יולי אוג|אוגו* ספט|ספטמ* אוק|אוקט* נוב|נובמ* דצמ|דצמב*",
        // Arabic: Egypt and the Gulf, the Levant, the Maghreb, Morocco
        "يناير|جانفي|ينا فبراير|شباط|فيفري|فبر مارس|آذار|اذار|أذار أبريل|ابريل|إبريل|نيسان|أفريل|افريل مايو|ماي|أيار|ايار|ماية "
            + "يونيو|يونيه|حزيران|جوان|يونيوه يوليو|يوليه|يوليوز|تموز|جويلية أغسطس|اغسطس|آب|اب|أوت|اوت|غشت "
            + "سبتمبر|أيلول|ايلول|شتنبر أكتوبر|اكتوبر|أكتوبر نوفمبر|نونبر ديسمبر|دجنبر",
        // Persian (Gregorian), Urdu, Pashto
        "ژانویه|ژانویهٔ|جنوری فوریه|فوریهٔ|فروری مارس|مارچ آوریل|اپریل مه|مهٔ|مئی|می ژوئن|جون ژوئیه|ژوئیهٔ|جولای|جولائی اوت|اگست "
            + "سپتامبر|ستمبر|سپتمبر اکتبر|اکتوبر نوامبر|نومبر دسامبر|دسمبر",
        // Thai, Lao
        "มกราคม|ม.ค|มค|ມັງກອນ กุมภาพันธ์|ก.พ|กพ|ກຸມພາ มีนาคม|มี.ค|มีค|ມີນາ เมษายน|เม.ย|เมย|ເມສາ พฤษภาคม|พ.ค|พค|ພຶດສະພາ "
            + "มิถุนายน|มิ.ย|มิย|ມິຖຸນາ กรกฎาคม|ก.ค|กค|ກໍລະກົດ สิงหาคม|ส.ค|สค|ສິງຫາ กันยายน|ก.ย|กย|ກັນຍາ ตุลาคม|ต.ค|ตค|ຕຸລາ "
            + "พฤศจิกายน|พ.ย|พย|ພະຈິກ ธันวาคม|ธ.ค|ธค|ທັນວາ",
        // Hindi, Marathi, Nepali
        "जनवरी|जन|जानेवारी|जाने|जनवरि फरवरी|फ़रवरी|फर|फ़र|फेब्रुवारी|फेब्रु|फेब्रुअरी मार्च अप्रैल|अप्रै|एप्रिल|अप्रिल मई|मे "
            + "जून|जुन जुलाई|जुल|जुलै|जुलाइ अगस्त|अग|ऑगस्ट|ऑग|अगस्ट सितंबर|सितम्बर|सित|सप्टेंबर|सप्टें|सेप्टेम्बर "
            + "अक्टूबर|अक्तूबर|अक्टू|अक्तू|ऑक्टोबर|ऑक्टो|अक्टोबर नवंबर|नवम्बर|नव|नोव्हेंबर|नोव्हें|नोभेम्बर "
            + "दिसंबर|दिसम्बर|दिस|डिसेंबर|डिसें|डिसेम्बर",
        // Bengali, Punjabi, Gujarati
        "জানুয়ারি|জানুয়ারী|জানু|ਜਨਵਰੀ|જાન્યુઆરી|જાન્યુ ফেব্রুয়ারি|ফেব্রুয়ারী|ফেব|ਫ਼ਰਵਰੀ|ਫਰਵਰੀ|ફેબ્રુઆરી|ફેબ્રુ মার্চ|ਮਾਰਚ|માર્ચ এপ্রিল|ਅਪ੍ਰੈਲ|એપ્રિલ "
            + "মে|ਮਈ|મે জুন|ਜੂਨ|જૂન জুলাই|ਜੁਲਾਈ|જુલાઈ আগস্ট|আগষ্ট|ਅਗਸਤ|ઑગસ્ટ|ઓગસ્ટ সেপ্টেম্বর|সেপ|ਸਤੰਬਰ|સપ્ટેમ્બર|સપ્ટે "
            + "অক্টোবর|অক্টো|ਅਕਤੂਬਰ|ઑક્ટોબર|ઓક્ટોબર|ઑક્ટો নভেম্বর|নভে|ਨਵੰਬਰ|નવેમ્બર|નવે ডিসেম্বর|ডিসে|ਦਸੰਬਰ|ડિસેમ્બર|ડિસે",
        // Tamil, Telugu, Kannada, Malayalam
        "ஜனவரி|ஜன|జనవరి|జన|ಜನವರಿ|ಜನ|ജനുവരി|ജനു பிப்ரவரி|பிப்|ఫిబ్రవరి|ఫిబ్ర|ಫೆಬ್ರವರಿ|ಫೆಬ್ರ|ഫെബ്രുവരി|ഫെബ്രു மார்ச்|மார்|మార్చి|ಮಾರ್ಚ್|മാർച്ച്|മാർ "
            + "ஏப்ரல்|ஏப்|ఏప్రిల్|ఏప్రి|ಏಪ್ರಿಲ್|ഏപ്രിൽ|ഏപ്രി மே|మే|ಮೇ|മേയ്|മെയ് ஜூன்|జూన్|ಜೂನ್|ജൂൺ ஜூலை|జులై|జూలై|ಜುಲೈ|ജൂലൈ|ജൂലായ് "
            + "ஆகஸ்ட்|ஆகஸ்டு|ஆக|ఆగస్టు|ఆగ|ಆಗಸ್ಟ್|ഓഗസ്റ്റ്|ഓഗ|ആഗസ്റ്റ് செப்டம்பர்|செப்|సెప్టెంబర్|సెప్టెం|ಸೆಪ್ಟೆಂಬರ್|സെപ്റ്റംബർ|സെപ്റ്റം "
            + "அக்டோபர்|அக்|అక్టోబర్|అక్టో|ಅಕ್ಟೋಬರ್|ഒക്ടോബർ|ഒക്ടോ நவம்பர்|நவ|నవంబర్|నవం|ನವೆಂಬರ್|നവംബർ|നവം டிசம்பர்|டிச|డిసెంబర్|డిసెం|ಡಿಸೆಂಬರ್|ഡിസംബർ|ഡിസം",
        // Sinhala, Burmese, Khmer, Amharic (names of the Gregorian months)
        "ජනවාරි|ဇန်နဝါရီ|មករា|ጃንዩወሪ|ጃንዋሪ පෙබරවාරි|ဖေဖော်ဝါရီ|កុម្ភៈ|ፌብሩወሪ මාර්තු|မတ်|មីនា|ማርች අප්‍රේල්|ဧပြီ|មេសា|ኤፕሪል මැයි|မေ|ឧសភា|ሜይ "
            + "ජූනි|ဇွန်|មិថុនា|ጁን ජූලි|ဇူလိုင်|កក្កដា|ጁላይ අගෝස්තු|ဩဂုတ်|សីហា|ኦገስት සැප්තැම්බර්|စက်တင်ဘာ|កញ្ញា|ሴፕቴምበር "
            + "ඔක්තෝබර්|အောက်တိုဘာ|តុលា|ኦክቶበር නොවැම්බර්|နိုဝင်ဘာ|វិច្ឆិកា|ኖቬምበር දෙසැම්බර්|ဒီဇင်ဘာ|ធ្នូ|ዲሴምበር",
    ]
}
