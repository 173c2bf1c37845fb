"""Words around a number or a month that say it is no date: names, rooms, editions, amounts. Data only, lower case."""

from typing import Final

TITLES: Final = frozenset(
    {"frau", "herr", "herrn", "familie", "dr", "prof", "professor", "professorin", "doktor", "mag", "ms", "mr", "mrs",
     "ing", "dipl", "sankt", "st", "pfarrer", "ministerin", "minister", "senator", "senatorin", "bürgermeister",
     "bürgermeisterin", "präsident", "präsidentin", "kanzler", "kanzlerin", "abgeordnete", "abgeordneter", "dekan",
     "dekanin", "rektor", "rektorin", "kollege", "kollegin", "könig", "kaiser", "prinz", "herzog", "fürst",
     "kurfürst", "ernst", "karl", "wilhelm", "friedrich", "clemens", "theresa"}
)  # fmt: skip
"""Before a month or weekday: a name follows (Frau Mai, Dr. März, Karl August)."""

ADVERBS: Final = frozenset(
    {"erst", "noch", "bereits", "schon", "auch", "nur", "ab", "seit", "bis", "am", "im", "vom", "von", "zum", "nach", "vor",
     "und", "oder", "für", "nächster", "kommender", "letzter", "jeder", "immer", "spätestens", "frühestens", "termin",
     "termine", "start", "beginn", "stand", "ausgabe", "gegen", "wie", "der", "dem", "den", "des", "ganzen"}
)  # fmt: skip
"""Capitalised only because a sentence or heading begins: no first name before a weekday or month."""

COMPANY_FORMS: Final = frozenset(
    {"gmbh", "ag", "kg", "ohg", "gbr", "se", "ev", "co", "verlag", "stiftung", "holding", "inc", "ltd"}
)

NOT_A_YEAR_BEFORE: Final = frozenset(
    {"nr", "nummer", "raum", "zimmer", "halle", "gebäude", "haus", "seite", "s", "art", "artikel", "abs", "absatz",
     "paragraph", "paragraf", "kapitel", "kap", "abschnitt", "iso", "din", "en", "vdi", "iec", "version", "tel",
     "telefon", "fax", "fon", "mobil", "durchwahl", "plz", "postfach", "windows", "office", "server", "typ", "modell",
     "horizon", "horizont", "agenda", "vision", "convention", "conference", "event", "summit",
     "congress", "symposium", "days", "awards", "award", "challenge", "week", "games", "meeting", "school", "expo",
     "platz", "rang", "code", "los", "az", "band", "bd", "konto", "blz", "iban", "isbn", "issn", "doi",
     "richtlinie", "richtlinien", "verordnung", "rl", "vo", "ice", "ic", "flug",
     "fc", "sv", "tsv", "vfl", "vfb", "sc", "tsg", "tus", "fsv"}
)  # fmt: skip
"""Directly before four digits: an edition, room, norm or name (Horizon 2020, Raum 2014, Agenda 2030)."""

MEASURES: Final = frozenset(
    {"euro", "eur", "dollar", "franken", "cent", "mark", "pfund", "yen", "meter", "metern", "kilometer", "kilometern",
     "km", "m", "cm", "mm", "hektar", "quadratmeter", "quadratmetern", "kubikmeter", "tonnen", "kilo", "kilogramm",
     "kg", "gramm", "liter", "litern", "prozent", "grad", "watt", "kilowatt", "megawatt", "kwh", "mw", "kw", "ps",
     "bar", "volt", "menschen", "personen", "leute", "mitarbeiter", "mitarbeitern", "mitarbeiterinnen", "besucher",
     "besuchern", "besucherinnen", "teilnehmer", "teilnehmern", "teilnehmerinnen", "zuschauer", "zuschauern",
     "einwohner", "einwohnern", "studierende", "studierenden", "studenten", "schüler", "schülern", "schülerinnen",
     "kinder", "kindern", "gäste", "gästen", "patienten", "patientinnen", "unternehmen", "betriebe", "betrieben",
     "stück", "stellen", "arbeitsplätze", "plätze", "punkte", "punkten", "stimmen", "seiten", "zeichen", "fälle",
     "fällen", "tiere", "tieren", "soldaten", "flüchtlinge", "flüchtlingen", "migranten", "tote", "toten", "mitglieder",
     "mitgliedern", "fans", "wohnungen", "haushalte", "autos", "fahrzeuge", "exemplare", "exemplaren", "mal", "mann",
     "uhr", "jahre", "jahren", "tage", "tagen", "stunden", "minuten", "wochen", "monate", "monaten", "höhenmeter",
     "höhenmetern", "mio", "mrd", "millionen", "milliarden", "gb", "mb", "tb", "hz", "mhz", "ghz", "pixel", "aktien",
     "bäume", "objekte", "quadratkilometer", "kühe", "bauern", "beschäftigte", "beschäftigten",
     "polizisten", "helfer", "helfern", "bürger", "bürgern", "wähler", "anträge", "proben", "kcal"}
)  # fmt: skip
"""Directly behind a number: it counts something."""

EDITION_NOUN_ENDINGS: Final = (
    "index", "report", "bericht", "berichts", "berichte", "tage", "tagen", "tagung", "kongress", "kongresses", "messe",
    "preis", "preises", "preise", "gipfel", "gipfels", "forum", "forums", "symposium", "symposiums", "konferenz",
    "festival", "festivals", "spiele", "spielen", "cup", "meisterschaft", "meisterschaften", "ranking", "rankings",
    "kalender", "katalog", "wm", "em", "gesetz", "strategie", "challenge", "preview", "workshop", "workshops",
    "kampagne", "wettbewerb", "wettbewerbs", "olympiade", "festspiele", "festspielen", "biennale", "treffen",
)  # fmt: skip
"""A year behind such a noun tells which edition is meant ("Waldtage 2025"); behind plain nouns it tells when."""

TERM_NOUN_ENDINGS: Final = (
    "laufzeit", "dauer", "frist", "haft", "haftstrafe", "freiheitsstrafe", "vertrag", "vertrags", "förderung", "phase",
    "förderphase", "förderdauer", "förderzeitraum", "zeitraum", "zeitraums", "periode", "amtszeit", "mandat", "projekt",
    "projekts", "projektlaufzeit", "aufenthalt", "aufenthalts", "ausbildung", "studium", "programm", "zusammenarbeit",
    "pause", "bestehen", "bestehens", "jubiläum", "jubiläums", "verhandlung", "verhandlungen", "sperre", "pilotphase",
    "vorbereitung", "bauzeit", "garantie", "bindung", "zweckbindung", "zeit", "abstand", "verlängerung", "betrieb",
    "testphase", "erprobung", "probezeit", "kündigungsfrist", "mitgliedschaft", "kooperation", "partnerschaft",
)  # fmt: skip
"""Behind "fünfjährige": the length of something that begins and ends."""

PERSON_NOUNS: Final = frozenset(
    {"frau", "frauen", "mann", "männer", "mädchen", "junge", "jungen", "bub", "buben", "kind", "kinder", "kindern",
     "sohn", "söhne", "tochter", "töchter", "jugendliche", "jugendlichen", "jugendlicher", "mutter", "vater",
     "deutsche", "deutschen", "deutscher", "student", "studentin", "studenten", "patient", "patientin", "polizist",
     "polizistin", "präsident", "präsidentin", "kollege", "opfer", "talent", "profi", "stürmer", "verdächtige",
     "verdächtigen", "tatverdächtige", "angeklagte", "angeklagten", "mutmaßliche", "gymnasiast", "asylwerber",
     "landsmann", "bruder", "schwester", "enkel", "rentner", "pensionist", "hund", "franzose", "schwede", "brite"}
)  # fmt: skip
"""Behind "16-jährige": an age, no duration."""

PLURAL_AGE_BEFORE: Final = frozenset({"ab", "unter", "alter"})
