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

COMPANY_FORMS: Final = frozenset(
    {"gmbh", "ag", "kg", "ohg", "gbr", "se", "ev", "co", "verlag", "stiftung", "holding", "inc", "ltd"}
)

NOT_A_YEAR_BEFORE: Final = frozenset(
    {"nr", "nummer", "raum", "zimmer", "halle", "gebäude", "haus", "seite", "s", "art", "artikel", "abs", "absatz",
     "paragraph", "paragraf", "kapitel", "kap", "abschnitt", "iso", "din", "en", "vdi", "iec", "version", "tel",
     "telefon", "fax", "fon", "mobil", "durchwahl", "plz", "postfach", "windows", "office", "server", "typ", "modell",
     "horizon", "horizont", "agenda", "vision", "europa2020", "convention", "conference", "event", "summit",
     "congress", "symposium", "days", "awards", "award", "challenge", "week", "games", "meeting", "school", "expo",
     "programm", "platz", "rang", "code", "los", "az", "band", "bd", "konto", "blz", "iban", "isbn", "issn", "doi"}
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
     "bäume", "objekte", "quadratkilometer", "kilometern", "kühe", "bauern", "beschäftigte", "beschäftigten",
     "polizisten", "helfer", "helfern", "bürger", "bürgern", "wähler", "anträge", "proben", "gramm", "kcal"}
)  # fmt: skip
"""Directly behind a number: it counts something."""

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
