"""German words of time: data only, lower case. What they mean together is the grammar's business.

Collected from German reference grammar and the Austrian, South Tyrolean and Swiss variants (Jänner, Feber, heuer).
"""

from typing import Final

MONTHS: Final[dict[str, int]] = {
    "januar": 1, "jänner": 1, "februar": 2, "feber": 2, "märz": 3, "maerz": 3, "april": 4, "mai": 5, "juni": 6,
    "juno": 6, "juli": 7, "julei": 7, "august": 8, "september": 9, "oktober": 10, "november": 11, "dezember": 12,
    "januars": 1, "jänners": 1, "februars": 2, "aprils": 4, "junis": 6, "julis": 7, "augusts": 8, "septembers": 9,
    "oktobers": 10, "novembers": 11, "dezembers": 12,
}  # fmt: skip
MONTH_ABBREVIATIONS: Final[dict[str, int]] = {
    "jan": 1, "jän": 1, "feb": 2, "febr": 2, "mär": 3, "mrz": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "sept": 9, "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
NAME_MONTHS: Final = frozenset({3, 4, 5, 6, 7, 8})
"""Months that are also names of people (Frau Mai, Dr. März, August, Juli): alone they need a word that asks for a date."""

WEEKDAYS: Final[dict[str, int]] = {
    "montag": 1, "dienstag": 2, "mittwoch": 3, "donnerstag": 4, "freitag": 5, "samstag": 6, "sonnabend": 6,
    "sonntag": 7, "montags": 1, "dienstags": 2, "mittwochs": 3, "donnerstags": 4, "freitags": 5, "samstags": 6,
    "sonnabends": 6, "sonntags": 7,
}  # fmt: skip
WEEKDAY_ABBREVIATIONS: Final[dict[str, int]] = {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7}

DEICTIC: Final[dict[str, int]] = {
    "vorvorgestern": -3, "vorgestern": -2, "gestern": -1, "heute": 0, "heut": 0, "übermorgen": 2, "überübermorgen": 3,
}  # fmt: skip
"""Days from the day of publication. `morgen` has a kind of its own: it is also a time of day."""

DAYTIMES: Final[dict[str, str]] = {
    "abend": "TEV", "abends": "TEV", "nachmittag": "TAF", "nachmittags": "TAF", "vormittag": "TMO",
    "vormittags": "TMO", "mittag": "TMI", "morgenstunden": "TMO", "abendstunden": "TEV",
    "nachtstunden": "TNI", "nachmittagsstunden": "TAF", "vormittagsstunden": "TMO", "mittagsstunden": "TMI", "mittags": "TMI", "nacht": "TNI", "nachts": "TNI", "früh": "TMO",
    "morgens": "TMO", "frühmorgens": "TMO", "mitternacht": "TNI",
}  # fmt: skip
"""Times of day as TIMEX3 writes them behind a day (KRAUTS: `2014-02-20TEV`)."""
DAYTIME_ADVERBS: Final = frozenset(
    {"abends", "nachmittags", "vormittags", "mittags", "nachts", "morgens", "frühmorgens"}
)

SEASONS: Final[dict[str, str]] = {
    "frühling": "SP", "frühlings": "SP", "frühjahr": "SP", "frühjahrs": "SP", "frühjahres": "SP", "sommer": "SU",
    "sommers": "SU", "herbst": "FA", "herbstes": "FA", "herbsts": "FA", "winter": "WI", "winters": "WI",
    "frühsommer": "SU", "spätsommer": "SU", "hochsommer": "SU", "frühherbst": "FA", "spätherbst": "FA",
    "sommermonate": "SU", "sommermonaten": "SU", "wintermonate": "WI", "wintermonaten": "WI",
}  # fmt: skip

UNITS: Final[dict[str, tuple[str, bool]]] = {
    "sekunde": ("second", False), "sekunden": ("second", True), "minute": ("minute", False),
    "minuten": ("minute", True), "stunde": ("hour", False), "stunden": ("hour", True), "viertelstunde": ("quarterhour", False), "dreiviertelstunde": ("threequarterhour", False),
    "vierteljahrhundert": ("quartercentury", False), "std": ("hour", True),
    "min": ("minute", True), "tag": ("day", False), "tage": ("day", True), "tagen": ("day", True),
    "tages": ("day", False), "tags": ("day", False), "tg": ("day", True), "arbeitstag": ("day", False),
    "arbeitstage": ("day", True), "arbeitstagen": ("day", True), "werktage": ("day", True),
    "werktagen": ("day", True), "kalendertage": ("day", True), "kalendertagen": ("day", True),
    "nächte": ("night", True), "nächten": ("night", True), "woche": ("week", False),
    "wochen": ("week", True), "wochenende": ("weekend", False), "wochenendes": ("weekend", False),
    "wochenenden": ("weekend", True), "monat": ("month", False), "monats": ("month", False),
    "monates": ("month", False), "monate": ("month", True), "monaten": ("month", True),
    "quartal": ("quarter", False), "quartals": ("quarter", False), "quartale": ("quarter", True),
    "quartalen": ("quarter", True), "vierteljahr": ("quarter", False), "vierteljahres": ("quarter", False),
    "trimester": ("quarter", False), "trimesters": ("quarter", False), "halbjahr": ("half", False),
    "halbjahrs": ("half", False), "halbjahres": ("half", False), "halbjahre": ("half", True),
    "halbjahren": ("half", True), "jahreshälfte": ("half", False), "semester": ("half", False),
    "jahr": ("year", False), "jahrs": ("year", False), "jahres": ("year", False), "jahre": ("year", True),
    "jahren": ("year", True), "kalenderjahr": ("year", False), "kalenderjahres": ("year", False),
    "gesamtjahr": ("year", False), "gesamtjahres": ("year", False), "lebensjahre": ("year", True),
    "geschäftsjahr": ("yearlike", False), "geschäftsjahres": ("yearlike", False), "schuljahr": ("yearlike", False),
    "schuljahres": ("yearlike", False), "haushaltsjahr": ("yearlike", False), "haushaltsjahres": ("yearlike", False),
    "studienjahr": ("yearlike", False), "wirtschaftsjahr": ("yearlike", False), "berichtsjahr": ("yearlike", False),
    "jahrzehnt": ("decade", False), "jahrzehnts": ("decade", False), "jahrzehntes": ("decade", False),
    "jahrzehnte": ("decade", True), "jahrzehnten": ("decade", True), "dekade": ("decade", False),
    "dekaden": ("decade", True), "jahrhundert": ("century", False), "jahrhunderts": ("century", False),
    "jahrhunderte": ("century", True), "jahrhunderten": ("century", True), "jh": ("century", False),
    "jahrtausend": ("millennium", False), "jahrtausende": ("millennium", True),
    "jahrtausenden": ("millennium", True),
}  # fmt: skip
"""Unit and whether the form is a plural."""

DURATION_LETTERS: Final[dict[str, tuple[str, str, int]]] = {
    "second": ("PT", "S", 1), "minute": ("PT", "M", 1), "hour": ("PT", "H", 1), "quarterhour": ("PT", "M", 15),
    "threequarterhour": ("PT", "M", 45), "quartercentury": ("P", "Y", 25), "day": ("P", "D", 1),
    "night": ("P", "D", 1), "week": ("P", "W", 1), "weekend": ("P", "WE", 1), "month": ("P", "M", 1),
    "quarter": ("P", "Q", 1), "half": ("P", "M", 6), "year": ("P", "Y", 1), "decade": ("P", "Y", 10),
    "century": ("P", "Y", 100), "millennium": ("P", "Y", 1000),
}  # fmt: skip
"""Unit -> how TIMEX3 writes it: prefix, letter, factor."""

RELATIVE: Final[dict[str, tuple[int, str]]] = {
    "letzt": (-1, "published"), "vergangen": (-1, "published"), "vorig": (-1, "published"),
    "verflossen": (-1, "published"), "abgelaufen": (-1, "published"), "zurückliegend": (-1, "published"),
    "vorletzt": (-2, "published"), "vorvergangen": (-2, "published"), "vorvorig": (-2, "published"),
    "dies": (0, "published"), "heurig": (0, "published"), "laufend": (0, "published"), "aktuell": (0, "published"),
    "gegenwärtig": (0, "published"), "heutig": (0, "published"), "gestrig": (-1, "published"),
    "morgig": (1, "published"), "kommend": (1, "published"), "nächst": (1, "published"),
    "bevorstehend": (1, "published"), "anstehend": (1, "published"), "übernächst": (2, "published"),
    "überübernächst": (3, "published"), "folgend": (1, "text"), "darauffolgend": (1, "text"),
    "nachfolgend": (1, "text"), "vorangegangen": (-1, "text"), "vorhergehend": (-1, "text"),
    "vorangehend": (-1, "text"), "vorherig": (-1, "text"), "gleich": (0, "text"), "selb": (0, "text"),
    "derselb": (0, "text"), "demselb": (0, "text"), "desselb": (0, "text"), "dasselb": (0, "text"),
    "jen": (0, "told"),
}  # fmt: skip
"""Stem of an adjective -> steps from the anchor, and which anchor: the day of publication, a date named before (text; the day of
publication where there is none), or that date alone (told: "an jenem Abend")."""
ENDINGS: Final = ("e", "en", "er", "es", "em")

RELATIVE_NOUNS: Final[dict[str, tuple[str, int]]] = {
    "heuer": ("year", 0), "vorjahr": ("year", -1), "vorjahrs": ("year", -1), "vorjahres": ("year", -1),
    "vorvorjahr": ("year", -2), "folgejahr": ("year", 1), "folgejahres": ("year", 1), "vormonat": ("month", -1),
    "vormonats": ("month", -1), "vorwoche": ("week", -1), "vorquartal": ("quarter", -1),
    "vorquartals": ("quarter", -1), "vortag": ("day", -1), "vortages": ("day", -1), "vortags": ("day", -1),
    "folgetag": ("day", 1), "folgemonat": ("month", 1), "folgewoche": ("week", 1),
}  # fmt: skip
TEXT_ANCHORED_NOUNS: Final = frozenset({"vortag", "vortages", "vortags", "folgetag", "folgejahr", "folgejahres"})

PARTS: Final[dict[str, str]] = {"anfang": "START", "beginn": "START", "mitte": "MID", "ende": "END"}
PART_COMPOUNDS: Final[dict[str, tuple[str, str]]] = {
    "jahresanfang": ("START", "year"), "jahresbeginn": ("START", "year"), "jahresmitte": ("MID", "year"),
    "jahresende": ("END", "year"), "jahresschluss": ("END", "year"), "monatsanfang": ("START", "month"),
    "monatsbeginn": ("START", "month"), "monatsmitte": ("MID", "month"), "monatsende": ("END", "month"),
    "wochenanfang": ("START", "week"), "wochenbeginn": ("START", "week"), "wochenmitte": ("MID", "week"),
    "quartalsende": ("END", "quarter"),
}  # fmt: skip

ORDINALS: Final[dict[str, int]] = {
    "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "siebent": 7, "acht": 8,
    "neunt": 9, "zehnt": 10, "elft": 11, "zwölft": 12, "dreizehnt": 13, "vierzehnt": 14, "fünfzehnt": 15,
    "sechzehnt": 16, "siebzehnt": 17, "achtzehnt": 18, "neunzehnt": 19, "zwanzigst": 20, "einundzwanzigst": 21,
    "zweiundzwanzigst": 22, "dreiundzwanzigst": 23, "vierundzwanzigst": 24, "fünfundzwanzigst": 25,
    "sechsundzwanzigst": 26, "siebenundzwanzigst": 27, "achtundzwanzigst": 28, "neunundzwanzigst": 29,
    "dreißigst": 30, "einunddreißigst": 31,
}  # fmt: skip

_ONES: Final = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS: Final = (
    "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)  # fmt: skip
TENS: Final[dict[str, int]] = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70,
    "achtzig": 80, "neunzig": 90,
}  # fmt: skip
NUMBERS: Final[dict[str, float]] = (
    {w: float(n) for n, w in enumerate(_ONES, 1) if n > 1}
    | {w: float(n) for n, w in enumerate(_TEENS, 10)}
    | {w: float(n) for w, n in TENS.items()}
    | {f"{one}und{ten}": float(t + n) for n, one in enumerate(_ONES, 1) for ten, t in TENS.items()}
    | {f"{one}einhalb": n + 0.5 for n, one in enumerate(_ONES, 1)}
    | {"zwo": 2.0, "beide": 2.0, "beiden": 2.0, "beider": 2.0, "zweier": 2.0, "dreier": 3.0, "anderthalb": 1.5, "dreiviertel": 0.75,
       "hundert": 100.0, "einhundert": 100.0, "zweihundert": 200.0, "dreihundert": 300.0, "tausend": 1000.0}
)  # fmt: skip
ONE: Final = frozenset({"ein", "eine", "einem", "einen", "einer", "eines"})
HALF: Final = frozenset({"halbe", "halben", "halbes", "halber"})
MAGNITUDES: Final[dict[str, float]] = {
    "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9, "milliarden": 1e9, "billion": 1e12, "billionen": 1e12, "mrd": 1e9,
    "dutzend": 12.0,
}  # fmt: skip
VAGUE_NUMBERS: Final = frozenset(
    {"einige", "einigen", "einiger", "mehrere", "mehreren", "mehrerer", "wenige", "wenigen", "weniger", "viele",
     "vielen", "vieler", "zahlreiche", "zahlreichen", "etliche", "etlichen", "unzählige", "unzähligen", "paar"}
)  # fmt: skip

APPROXIMATE: Final[dict[str, str]] = {
    "rund": "APPROX", "etwa": "APPROX", "circa": "APPROX", "zirka": "APPROX", "ca": "APPROX", "ungefähr": "APPROX",
    "knapp": "LESS_THAN", "fast": "LESS_THAN", "beinahe": "LESS_THAN", "gut": "MORE_THAN", "über": "MORE_THAN",
}  # fmt: skip
"""Words that stay inside the extent ("rund drei Jahre"), with their TIMEX3 mod."""
BOUNDS: Final[dict[str, str]] = {
    "mindestens": "EQUAL_OR_MORE", "wenigstens": "EQUAL_OR_MORE", "höchstens": "EQUAL_OR_LESS",
    "maximal": "EQUAL_OR_LESS", "längstens": "EQUAL_OR_LESS", "minimal": "EQUAL_OR_MORE",
}  # fmt: skip

REFERENCES: Final[dict[str, str]] = {
    "derzeit": "PRESENT_REF", "jetzt": "PRESENT_REF", "aktuell": "PRESENT_REF", "momentan": "PRESENT_REF",
    "gegenwärtig": "PRESENT_REF", "heutzutage": "PRESENT_REF", "inzwischen": "PRESENT_REF",
    "gegenwart": "PRESENT_REF", "zurzeit": "PRESENT_REF", "seither": "PAST_REF", "zuletzt": "PAST_REF",
    "kürzlich": "PAST_REF", "unlängst": "PAST_REF", "neulich": "PAST_REF", "jüngst": "PAST_REF",
    "damals": "PAST_REF", "seinerzeit": "PAST_REF", "künftig": "FUTURE_REF", "zukünftig": "FUTURE_REF",
    "demnächst": "FUTURE_REF", "zukunft": "FUTURE_REF",
    "vergangenheit": "PAST_REF", "ehemals": "PAST_REF",
}  # fmt: skip
"""Vague references to past, present and future that the contract promises as TIME."""

REFERENCE_ADJECTIVES: Final[dict[str, str]] = {
    "damalig": "PAST_REF", "ehemalig": "PAST_REF", "einstig": "PAST_REF", "seinerzeitig": "PAST_REF",
    "zukünftig": "FUTURE_REF",
}  # fmt: skip
"""Stem of an adjective that points to past, present or future as a whole ("der damalige Rektor")."""
NEAR_TIMES: Final[dict[str, str]] = {
    "jüngster": "PAST_REF", "jüngerer": "PAST_REF", "neuerer": "PAST_REF", "neuester": "PAST_REF",
    "naher": "FUTURE_REF", "ferner": "FUTURE_REF", "absehbarer": "FUTURE_REF",
}  # fmt: skip
"""Before "Zeit", "Zukunft" or "Vergangenheit": "in jüngster Zeit", "in ferner Zukunft"."""
CENTURY_TURNS: Final[dict[str, int]] = {"jahrhundertwende": 1900, "jahrtausendwende": 2000}
PERIOD_PARTS: Final[dict[str, str]] = {"früh": "START", "beginnend": "START", "spät": "END", "ausgehend": "END"}
"""Stem of an adjective before a decade or century -> the part of it ("in den frühen sechziger Jahren")."""

SETS: Final[dict[str, str]] = {
    "stündlich": "PT1H", "täglich": "P1D", "alltäglich": "P1D", "tagtäglich": "P1D", "wöchentlich": "P1W",
    "allwöchentlich": "P1W", "vierzehntäglich": "P2W", "zweiwöchentlich": "P2W", "monatlich": "P1M",
    "allmonatlich": "P1M", "zweimonatlich": "P2M", "vierteljährlich": "P1Q", "quartalsweise": "P1Q",
    "halbjährlich": "P6M", "jährlich": "P1Y", "alljährlich": "P1Y", "zweijährlich": "P2Y",
    "wochentags": "XXXX-WXX-WD", "werktags": "XXXX-WXX-WD",
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "und": "AND", "sowie": "AND", "bzw": "AND", "oder": "OR", "bis": "BIS", "von": "VON", "vom": "VON",
    "zwischen": "ZWISCHEN", "zum": "ZUM", "zu": "ZUM", "zur": "ZUM", "auf": "AUF", "im": "IM", "in": "IN",
    "am": "AM", "an": "AM", "ab": "AB", "seit": "SEIT", "vor": "VOR", "nach": "NACH", "binnen": "BINNEN",
    "innerhalb": "BINNEN", "für": "FUER", "gegenüber": "FUER", "um": "UM", "gegen": "GEGEN", "pro": "PRO", "je": "JE", "jeweils": "JE",
    "uhr": "UHR", "mal": "MAL", "einmal": "TIMES", "zweimal": "TIMES", "dreimal": "TIMES", "viermal": "TIMES",
    "mehrmals": "TIMES", "fünfmal": "TIMES", "sechsmal": "TIMES", "zigmal": "TIMES", "später": "LATER", "danach": "LATER", "darauf": "LATER", "zuvor": "EARLIER",
    "davor": "EARLIER", "vorher": "EARLIER", "früher": "EARLIER", "lang": "LONG", "lange": "LONG", "alt": "OLD",
    "alte": "OLD", "alten": "OLD", "alter": "OLD", "altes": "OLD", "jünger": "OLD", "jüngere": "OLD",
    "jüngeren": "OLD", "älter": "OLD", "ältere": "OLD", "älteren": "OLD", "kw": "KW", "kalenderwoche": "KW",
    "der": "ART", "die": "ART", "das": "ART", "den": "ART", "dem": "ART", "des": "ART", "alle": "ALL",
    "aller": "ALL", "jede": "EACH", "jeden": "EACH", "jedem": "EACH", "jeder": "EACH", "jedes": "EACH",
    "ws": "SEMESTER", "wise": "SEMESTER", "sose": "SEMESTER", "wintersemester": "SEMESTER", "wintersemesters": "SEMESTER", "sommersemester": "SEMESTER",
    "sommersemesters": "SEMESTER", "saison": "SEASONYEAR", "jahreswechsel": "TURN", "weitere": "MORE",
    "weiteren": "MORE", "hälfte": "HALFNOUN", "drittel": "HALFNOUN",
    "zeitraum": "TIMESPAN", "zeit": "TIMESPAN", "einschließlich": "INCL", "inklusive": "INCL", "mit": "INCL",
    "kurzem": "SHORTLY", "rest": "REST", "frühen": "ADJ", "späten": "ADJ", "frühe": "ADJ", "späte": "ADJ",
    "ausgehenden": "ADJ", "ausgehende": "ADJ", "beginnenden": "ADJ", "beginnende": "ADJ", "ganze": "ADJ", "ganzen": "ADJ",
    "gesamte": "ADJ", "gesamten": "ADJ", "halb": "HALFTO", "viertel": "QTR",
}  # fmt: skip
"""Words that join or place time expressions, by their kind in the grammar."""

SEMESTER_START: Final[dict[str, int]] = {"w": 10, "s": 4}
"""First letter of a semester's name -> its first month (German universities)."""
