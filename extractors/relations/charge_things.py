"""What is led, where it is no name: "sie", "das Projekt", "die klinische Erprobung", or nothing at all ("Die Leitung hat X")."""

import re
from dataclasses import dataclass
from typing import Final

from extractors.base import Context, Mention
from extractors.bodies import Bodies
from extractors.german import SPACE, spaces
from extractors.relations.slots import is_feminine
from extractors.relations.subjects import THINGS, Sentences
from extractors.whose import Whose

_ARTICLE: Final = r"(?:[Dd](?:as|ie|er|en|em|es)|[Ee]in(?:e[nrms]?)?|[Dd]iese[rsnm]?|[Ii]hr(?:e[nrms]?)?|[Ss]ein(?:e[nrms]?)?|[Uu]nser(?:e[nrms]?)?|[Bb]eide[n]?|[Ii]m|[Aa]m|[Bb]eim|[Zz]um|[Zz]ur|[Vv]om|[Dd]e(?:ren|ssen))"
_NP: Final = re.compile(
    rf"(?:(?P<article>{_ARTICLE}){SPACE})?(?P<adjectives>(?:(?!(?:{_ARTICLE}){SPACE})(?:[a-zäöüß]|EU-)[\w-]*(?:e|en|er|es|em){SPACE}){{0,3}})"
    rf"(?P<noun>[A-ZÄÖÜ][\w-]{{2,60}})?"
)
_MORE: Final = re.compile(
    rf"(?:{SPACE}(?:der|des|von|für|zur|zum){SPACE}(?:(?:das|die|den|der|dem|des|eine[snrm]?){SPACE})?(?:[a-zäöüß-]{{0,40}}(?:e|en|er|es){SPACE})?[A-ZÄÖÜ][\w-]{{2,50}}|{SPACE}[A-ZÄÖÜ][a-zäöüß-]{{2,40}})?"
)
_OBLIQUE: Final = re.compile(
    rf"(?<![\w-])(?i:in|im|an|am|auf|aus|bei|beim|mit|von|vom|zu|zum|zur|für|durch|unter|über|nach|neben|seit|gegen|ohne|um|gegenüber|dank|laut|wegen|statt|zwischen|als|ins|ans|des|dem|eines|einem){SPACE}(?:(?:der|die|das|dem|den|des|eine[snrm]?|ihre[nrms]?|seine[nrms]?){SPACE})?(?:[a-zäöüß-]{{0,40}}(?:e|en|er|em|es){SPACE})?(?:[A-ZÄÖÜ][\w-]{{0,40}}{SPACE})?[„\"»]?$|[A-ZÄÖÜ][\w-]{{0,40}}{SPACE}der{SPACE}(?:[a-zäöüß-]{{0,40}}(?:en|er){SPACE})?[„\"»]?$|\($"
)
_NEUTER: Final = re.compile(r"(?:projekt|vorhaben|netz|netzwerk|zentrum|institut|register|kolleg|programm|konsortium|labor|museum|klinikum|krankenhaus|haus|archiv|bündnis|portal|paket|referat|dezernat|team|büro|sekretariat|zentrum|gremium|hospital|amt|ministerium|projektbüro|observatorium|forum|werk|center)$", re.IGNORECASE)  # fmt: skip
_MASCULINE: Final = re.compile(r"(?:verbund|bereich|verband|cluster|verein|bund|kreis|lehrstuhl|campus|ausschuss|beirat|schwerpunkt|rat|vorstand|fonds|dienst|konzern|standort|kurs|preis|trakt|rettungsdienst)$", re.IGNORECASE)  # fmt: skip
_BEFORE: Final = re.compile(
    rf"(?P<article>{_ARTICLE})?{SPACE}?(?:[a-zäöüß-]{{0,40}}(?:e|en|er|em|es){SPACE})?(?P<noun>[A-ZÄÖÜ][\w-]{{2,40}}{SPACE})?[„\"»]?$"
)
_SUBJECT_NP: Final = re.compile(rf"(?P<article>Die|Das|Der|Eine|Ein|Neue|Neues|Neuer){SPACE}(?P<what>(?:[a-zäöüß-]{{0,40}}e[rs]?{SPACE})?[A-ZÄÖÜ][\w-]{{3,40}}(?:{SPACE}(?:des|der|von|für){SPACE}[A-ZÄÖÜ][\w-]{{2,40}}(?:{SPACE}[A-ZÄÖÜ][\w-]{{2,40}}){{0,2}})?)")  # fmt: skip
_GENERIC: Final = re.compile(r"(?:Projekte?|Vorhaben|Forschungsprojekt|Verbundprojekt|Forschungsvorhaben|Verbundvorhaben|EU-Projekt|Verbund|Forschungsverbund|Konsortium|Studie|Netzwerk|Netz|Programm|Initiative|Kolleg|Graduiertenkolleg|Sonderforschungsbereich|Exzellenzcluster|Cluster|Plattform|Gruppe|Bündnis|Allianz|Register|Einrichtung|Institut|Zentrum|Haus|Klinik|Klinikum|Universität|Hochschule|Verband|Verein|Stiftung|Gesellschaft|Abteilung|Kooperation|Zusammenarbeit|Ganze|Thema|Team)(?:e?s|n)?$")  # fmt: skip
# Not led but filled, written, brought: "die Verantwortung", "den Weg"
_NO_THING: Final = re.compile(r"(?:Verantwortung|Frage|Diskussion|Weg|Zeit|Sitzung|Name|Worte?|Debatte|Blick|Leitung|Koordination|Führung|Federführung|Rolle|Amt|Funktion|Position|Mittel|Herausforderung|Gespräch|Veranstaltung|Jahre?|Nachfolge|Patient\w*|Mensch\w*|Kollegen?|Unfall|Tod|Schaden|Fehler|Anstieg|Rückgang)$")  # fmt: skip
_UNIT_LIKE: Final = re.compile(
    r"(?:stelle|gruppe|team|abteilung|sektion|büro|sekretariat|ambulanz|referat|dezernat|einheit|bibliothek|plattform|projekt|vorhaben|studie|zentrum|klinik|institut|labor|netz|netzwerk|verbund|register|portal|archiv|museum|zentrale|initiative|programm|kolleg|ausschuss|beirat|kommission|bereich|station|akademie|schule|paket|cluster|konsortium|einrichtung|datenbank|biobank|werkstatt|redaktion|kita|praxis)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Referent:
    """What is led: its name or description, and the words that stand for it, in code points."""

    name: str
    start: int
    end: int
    named: bool


class Referents:
    """Finds what phrases mean in one document."""

    def __init__(self, text: str, found: Sentences, context: Context) -> None:
        """`context` of the whole document."""
        self._text, self._found = text, found
        long = {f.subject: str(f.object) for f in context.facts if f.predicate == "abbreviation_of"}
        bodies = Bodies(text, context.mentions, long)
        self._whose = Whose(text, bodies, bodies.every, bodies.shortened)

    def phrase(self, i: int, start: int, limit: int) -> Referent | None:
        """What the noun phrase that starts at `start` means; `limit` is where it must have ended."""
        text = self._text
        m = _NP.match(text, start, limit)
        if m is None:
            return None
        at = m.start("noun") if m["noun"] is not None else m.end()
        for spot in (at, m.end() + 1, at + 1, m.end() + 2):
            thing = next((n for n in self._found.named(at, limit) if n.label in THINGS and n.span.start == spot), None)
            if thing is None:
                continue
            between = text[at:spot].strip(' \u00a0„"»')
            if (between and between != (m["noun"] or "")) or (
                spot == m.end() + 2 and text[m.end() + 1 : spot] not in '„"»'
            ):
                continue
            end = thing.span.end + (text[thing.span.end : thing.span.end + 1] in '“”"«')
            if " " not in thing.attributes["name"] and _GENERIC.match(thing.attributes["name"]):
                break
            if (
                " " not in thing.attributes["name"]
                and not between
                and thing.attributes["name"][1:].islower()
                and (known := self._whose.by_noun(f"des {thing.attributes['name']}", start))
            ):
                return Referent(known.name, spot, end, named=True)
            if (
                between
                and re.search(r"(?:paket|gruppe|bereich|abteilung|referat|stelle|sektion|dezernat|projekt)$", between)
                and between[0].isupper()
                and not thing.attributes["name"].isupper()
                and thing.label != "PROJECT"
                and between not in thing.attributes["name"]
            ):
                return Referent(spaces(text[at : thing.span.end]), at, end, named=True)
            return Referent(str(thing.attributes["name"]), spot, end, named=True)
        if m["noun"] is None or m["article"] is None:
            return None
        return self._noun(i, m, limit)

    def _noun(self, i: int, m: re.Match[str], limit: int) -> Referent | None:
        text, noun = self._text, m["noun"]
        if noun.endswith("-") or _NO_THING.search(noun) or m["article"].casefold() in ("deren", "dessen"):
            return None
        more = _MORE.match(text, m.end(), limit)
        whole = noun + (more[0] if more is not None else "")
        if _GENERIC.match(noun) or not (more and more[0]):
            known = self._whose.by_noun(f"des {noun}", m.start())
            if known is not None and not m["article"].casefold().startswith("ein"):
                return Referent(known.name, m.start("noun"), m.end(), named=True)
            if _GENERIC.match(noun) and not (m["adjectives"] and m["article"].casefold().startswith("ein")):
                about = self._found.about(i)
                if (
                    about is None
                    or m["article"].casefold().startswith("ein")
                    or about.label not in ("PROJECT", "INFRASTRUCTURE")
                ):
                    return None
                return Referent(about.name, m.start("noun"), m.end(), named=True)
        adjectives = " ".join(_nominative(w, noun) for w in m["adjectives"].split())
        end = m.end() + len(more[0] if more is not None else "")
        owner = next((n for n in self._found.named(m.end(), limit) if n.span.start < end < n.span.end), None)
        if owner is not None:
            # "das Sekretariat des |Forschungsnetzes Bewegung|"
            end = owner.span.end
            whole = text[m.start("noun") : end]
        if noun.endswith("s") and m["article"].casefold() in ("des", "eines") and not noun.endswith("ss"):
            whole = noun[:-1] + whole[len(noun) :]
        return Referent(spaces(f"{adjectives} {whole}".strip()), m.start("noun"), end, named=False)

    def pronoun(self, i: int, word: str, position: int) -> Referent | None:
        """What "sie", "es", "er" mean: a thing of that gender in the sentence, or the two sentences, before."""
        wanted = {"sie": "f", "es": "n", "er": "m", "diese": "f", "dieses": "n", "dieser": "m"}[word.casefold()]
        for k in (i, i - 1, i - 2):
            if k < 0:
                break
            start, end = self._found.spans[k]
            end = min(end, position)
            named = [n for n in self._found.named(start, end) if n.label in THINGS and n.span.end <= position]
            if k == i:
                named = named if re.search(r"[,;]", self._text[start:position]) else []
            near = [n for n in named if self._gender(n, start) in (wanted, "")]
            straight = [n for n in near if not _OBLIQUE.search(self._text, max(start, n.span.start - 60), n.span.start)]
            unit = _SUBJECT_NP.match(self._text, start, end) if k != i else None
            if unit is not None and any(
                n.span.end > unit.start("what")
                and n.span.start <= unit.start("what") + len(unit["what"].split()[0]) + 3
                for n in named
            ):
                unit = None  # a name stands there
            if unit is not None and not _UNIT_LIKE.search(
                unit["what"].split()[0] if unit["what"][0].isupper() else unit["what"].split()[1]
            ):
                unit = None
            if unit is not None:
                gender = {"Die": "f", "Eine": "f", "Neue": "f", "Das": "n", "Neues": "n", "Der": "m", "Neuer": "m"}.get(
                    unit["article"], ""
                )
                owner = next((n for n in named if n.span.start < unit.end() < n.span.end), None)
                if gender == wanted:
                    noun = unit["what"].split()[-1] if len(unit["what"].split()) == 1 else unit["what"].split()[0]
                    if (known := self._whose.by_noun(f"des {noun}", start)) is not None and len(
                        unit["what"].split()
                    ) == 1:
                        return Referent(known.name, unit.start("what"), unit.end(), named=True)
                    stop = owner.span.end if owner is not None else unit.end()
                    return Referent(
                        spaces(self._text[unit.start("what") : stop]), unit.start("what"), stop, named=False
                    )
            # "Ulm und das Klinikum Marlow starten |das Projekt KLARA|. Geleitet wird |es|": an undertaking sooner than who bears it
            straight.sort(key=lambda n: n.label == "ORG")
            pick = next((n for n in straight if self._gender(n, start) == wanted), None) or (
                straight[0] if straight else None
            )
            if pick is None:
                sure = [n for n in near if self._gender(n, start) == wanted]
                pick = sure[0] if len({n.attributes["name"] for n in sure}) == 1 else None
            if pick is not None:
                return Referent(str(pick.attributes["name"]), pick.span.start, pick.span.end, named=True)
        return self.topic(i) if word.casefold() in ("es", "er") else None

    def untold(self, i: int) -> Referent | None:
        """What "Die Leitung hat X" is the leading of: the thing that the sentence before is about, else the release's undertaking."""
        for k in (i - 1, i - 2):
            if k < 0:
                break
            start, end = self._found.spans[k]
            things = [n for n in self._found.named(start, end) if n.label in ("PROJECT", "INFRASTRUCTURE")]
            if things:
                straight = [
                    n for n in things if not _OBLIQUE.search(self._text, max(start, n.span.start - 60), n.span.start)
                ]
                pick = (straight or things)[0]
                return Referent(str(pick.attributes["name"]), pick.span.start, pick.span.end, named=True)
        return self.topic(i)

    def topic(self, i: int) -> Referent | None:
        """The undertaking that the release is about."""
        about = self._found.about(i)
        if about is None or about.label not in ("PROJECT", "INFRASTRUCTURE"):
            return None
        return Referent(about.name, about.start, about.start + len(about.quote), named=True)

    def _gender(self, n: Mention, low: int) -> str:
        text = self._text
        m = _BEFORE.search(text, max(low, n.span.start - 60), n.span.start)
        noun = (m["noun"] or "").strip() if m is not None else ""
        head = (
            noun
            or re.split(rf"{SPACE}(?:für|der|des|von|zur|zum|in|an|am|e\.)", str(n.attributes["name"]), maxsplit=1)[
                0
            ].split()[-1]
        )
        article = ((m["article"] or "") if m is not None else "").casefold()
        words = [head, str(n.attributes["name"]).split()[0]]
        for word in words:
            if _NEUTER.search(word):
                return "n"
            if _MASCULINE.search(word):
                return "m"
            if is_feminine(word):
                return "f"
        return {
            "das": "n",
            "die": "f",
            "eine": "f",
            "einer": "f",
            "zur": "f",
            "vom": "",
            "diese": "f",
            "dieses": "n",
        }.get(article, "")


def _nominative(word: str, noun: str) -> str:
    stem = re.sub(r"(?:en|em|er|es|e)$", "", word)
    ending = "es" if _NEUTER.search(noun) else "er" if _MASCULINE.search(noun) else "e"
    return stem + ending
