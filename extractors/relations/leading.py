"""Who leads: `leads` by verbs, by groups around somebody, and by the nouns of `has_role`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractors.base import Context, Fact, Mention, Modality, Span
from extractors.german import SPACE, TITLES, spaces
from extractors.layout import around
from extractors.listed_offices import DECLINED
from extractors.needles import Sought
from extractors.nounphrases import Heads
from extractors.relations.modality import modality_of
from extractors.relations.subjects import THINGS, Sentences
from extractors.role_words import is_leading, is_speaking

_VERBS: Final = (
    r"(?:leitet|leiten|leitete|leiteten|koordiniert|koordinieren|koordinierte|steuert|verantwortet|verantwortete)"
)
_LEADS: Final = Sought(rf"\b{_VERBS}\b")
_DONE: Final = r"(?:geleitet|koordiniert|gesteuert|angeführt|verantwortet)"
_LED_BY: Final = Sought(
    rf"\b(?:{_DONE}(?:e[rnsm]?)?|unter (?:der )?(?:Leitung|Federführung|Koordination))\b", re.IGNORECASE
)
_WILL: Final = re.compile(r"\b(?:leiten|koordinieren|steuern)\b")
_TAKES: Final = re.compile(r"\b(?:übernimmt|übernahm|übernehmen|übernommen|hat|hatte|innehat|liegt)\b")
# "X wird die Leitung übernehmen"; the first of a clause is enough: looking on from each would take the square of its length
_WILL_TAKE: Final = re.compile(r"(?:^|(?<=[.;]))(?>[^.;]*?\b(?:wird|soll|werden|sollen)\b)[^.;]*\bübernehmen\b")
_DIRECTION: Final = re.compile(
    rf"\b(?:Leitung|Federführung|Gesamtleitung|Projektleitung|Koordination){SPACE}(?:des|der|von|vom|für{SPACE}(?:das|die)|am|im){SPACE}"
)
_BY: Final = re.compile(
    rf"\b(?:von|vom|durch|bei|Leitung:){SPACE}(?:der{SPACE}|dem{SPACE}|die{SPACE}|das{SPACE}|den{SPACE})?(?:(?:Frau|Herrn?){SPACE})?(?:{TITLES}{SPACE}?)?$"
)
_UNDER: Final = re.compile(
    rf"\b(?:Leitung|Federführung|Koordination){SPACE}(?:von|vom|der|des){SPACE}[^.;:„“\n]{{0,70}}$"
)
_RELATIVE: Final = re.compile(rf"(?:{SPACE}\([^)]*\))?,{SPACE}(?:die|der|das|welche[rs]?){SPACE}")
_PASSIVE: Final = Sought(
    rf"\b{_DONE}(?:{SPACE}und{SPACE}\w+t)?{SPACE}(?:wird|werden|wurde|wurden){SPACE}(?P<thing>[^.;:„“\n]{{4,160}}?){SPACE}(?:von|vom|durch){SPACE}(?:(?:der|dem|die|das|den){SPACE})?",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(
    rf"^(?:der|die|das|den|dem|des){SPACE}(?:(?:einschlägigen|gesamte|gesamten|neue|neuen|genannten){SPACE})?"
)
_GROUP: Final = re.compile(
    rf"\b(?P<group>(?:\w*[Gg]ruppe|\w*[Tt]eam|\w*[Kk]onsortium){SPACE}(?:(?:der|des|am|an{SPACE}der|von){SPACE}[^.,;:„“()\n]{{3,90}}?{SPACE})?um{SPACE}(?:(?:die|den){SPACE}[\w-]+{SPACE})?(?:[A-ZÄÖÜ][\w-]+{SPACE})?(?:{TITLES}{SPACE}?)?)$"
)
_OBJECT: Final = re.compile(
    rf"(?:{SPACE}(?:(?:seit|ab|bis|gemeinsam{SPACE}mit){SPACE}[^,;:.]{{2,40}}|derzeit|auch|dort|zudem|künftig|außerdem|gemeinsam|inzwischen))?"
    rf"{SPACE}(?:(?:das|die|den|der|ein|eine|einen|ihr|sein|seine|ihre|beide|unter{SPACE}anderem{SPACE}das){SPACE})?(?:[\w-]+(?:e|en|es|er){SPACE}){{0,2}}(?:[A-ZÄÖÜ][\w-]+{SPACE}(?:(?:des|der|eines|einer|im|am){SPACE})?)?[„\"»]?"
)
_BUILT: Final = re.compile(rf"\b(Aufbau|Ausbau|Umsetzung|Koordination){SPACE}(?:eines|einer|des|der){SPACE}$")
_TAIL: Final = re.compile(rf"{SPACE}(?:der|des|vom|von{SPACE}der|von{SPACE}dem|von|im|am){SPACE}(?P<thing>.+)$")
_UNIT: Final = re.compile(
    rf"{SPACE}(?P<thing>(?:Abteilung|Referat|Bereich|Arbeitsgruppe|Stabsstelle|Fachgebiet|Dezernat|Team)s?{SPACE}.+)$"
)
_SPOKEN_FOR: Final = re.compile(
    r"Sonderforschung|SFB|TRR|GRK|luster|olleg|onsorti|etzwerk|erbund|nitiative|entrum|gruppe|rojekt|Allianz|akademie|Plattform|Task Area",
    re.IGNORECASE,
)
_WHOM: Final = re.compile(
    rf"(?:{SPACE}\([^)]*\))?,{SPACE}(?:die|das|den){SPACE}(?:(?:Frau|Herr){SPACE})?(?:{TITLES}{SPACE}?)?"
)
# "|eine Jury| unter Leitung von Dr. X", "|die Kommission| unter der Leitung der Juristin Dr. X": a group of people without a name
_BODY_UNDER: Final = re.compile(
    rf"(?<![\w-])(?P<body>(?:[A-ZÄÖÜ][\w-]*)?(?:[Jj]ury|[Kk]ommission|[Bb]eirat|[Gg]remium|[Aa]usschuss|[Tt]eam|[Gg]ruppe|[Kk]onsortium|[Rr]at|[Tt]askforce|Task Force|[Dd]elegation)){SPACE}"
    rf"unter{SPACE}(?:der{SPACE})?Leitung{SPACE}(?:von|vom|der|des){SPACE}(?:[A-ZÄÖÜ][\w-]+{SPACE})?(?:{TITLES}{SPACE}?)?$"
)
_MOST: Final = 300  # names of one sentence: more are a list, and every pair of them would be looked at
_HEADS: Final = tuple(Heads(label) for label in THINGS)


@dataclass(frozen=True, slots=True)
class _Led:
    """Who leads what in one sentence, and where that is said."""

    who: str
    who_quote: str
    thing: str
    thing_quote: str
    start: int
    end: int
    rule: str
    score: float
    modality: Modality | None = None


def leading(text: str, found: Sentences, i: int, named: list[Mention], name: str, version: int) -> Iterator[Fact]:
    """The `leads` facts of sentence `i` that a verb or a group "um" somebody states."""
    start, end = found.spans[i]
    sentence = text[start:end]
    stated: list[_Led] = []
    named = named[:_MOST]
    if _LED_BY.search(sentence):
        stated += _led_by(text, found, i, named)
    if _LEADS.search(sentence):
        stated += _leads(text, found, i, named)
    if _WILL.search(sentence) or _DIRECTION.search(sentence):
        stated += _will_lead(text, found, i, named)
    stated += _groups(text, start, named)
    stated += _bodies_under(text, start, named)
    seen: set[tuple[str, str]] = set()
    for s in stated:
        if (s.who, s.thing) in seen or s.who == s.thing:
            continue
        seen.add((s.who, s.thing))
        low, high = min(s.start, end), max(s.end, start)
        evidence = around(text, min(start, low), max(end, high), Span.of(text, low, high))
        yield Fact(
            s.who, "leads", s.thing, s.who_quote, s.thing_quote, evidence, s.score, name, s.rule, version,
            s.modality or modality_of(text[low : min(end, high + 40)]),
        )  # fmt: skip


def _led(who: Mention, thing: Mention, rule: str, score: float, modality: Modality | None = None) -> _Led:
    low, high = min(who.span.start, thing.span.start), max(who.span.end, thing.span.end)
    return _Led(
        who.attributes["name"], who.span.quote, thing.attributes["name"], thing.span.quote, low, high, rule, score, modality
    )  # fmt: skip


def _led_by(text: str, found: Sentences, i: int, named: list[Mention]) -> Iterator[_Led]:
    """ "die Stabsstelle, die ... von Dr. X geleitet wird", "unter der Leitung von X", "Koordiniert wird das Netz Y vom Z"."""
    start, end = found.spans[i]
    passive = _PASSIVE.search(text, start, end)
    for m in named:
        before = text[max(start, m.span.start - 110) : m.span.start]
        after = text[m.span.end : min(end, m.span.end + 90)]
        fronted = (
            passive is not None and passive.end() <= m.span.start and not text[passive.end() : m.span.start].strip()
        ) or (
            passive is not None
            and passive.end() <= m.span.start
            and re.fullmatch(rf"(?:{TITLES}{SPACE}?)?", text[passive.end() : m.span.start])
        )
        if fronted and passive is not None:
            things = [n for n in named if passive.start("thing") <= n.span.start and n.span.end <= passive.end("thing")]
            phrase = _ARTICLE.sub("", passive["thing"])
            at = passive.end("thing") - len(phrase)
            whole = [n for n in things if n.label in THINGS and n.span.quote.endswith(phrase[-12:])]
            long = found.described(passive.start(), m.span.start)
            if long is not None:
                # "Koordiniert wird das auf zwei Jahre angelegte Vorhaben von X"
                name, quote = long[0].name, long[0].quote
                yield _Led(m.attributes["name"], m.span.quote, name, quote, passive.start(), m.span.end, "passive_front", 0.75, "asserted")  # fmt: skip
            elif whole:
                yield _led(m, whole[0], "passive_front", 0.8, "asserted")
            elif "," not in phrase:
                yield _Led(m.attributes["name"], m.span.quote, spaces(phrase), text[at : passive.end("thing")], passive.start(), m.span.end, "passive_front", 0.7, "asserted")  # fmt: skip
            continue
        adjective = re.match(rf"{SPACE}(?:{_DONE})e[rnsm]?{SPACE}(?:[A-ZÄÖÜ][\w-]+{SPACE})?[„\"»]?", after)
        if adjective is not None and _BY.search(before):
            # "das von Dr. X geleitete Projekt Y"
            at = m.span.end + adjective.end()
            thing = next(
                (
                    n
                    for n in named
                    if (n.label in THINGS and m.span.end < n.span.start <= at <= n.span.end + 1)
                    or (n.label in THINGS and n.span.start == at)
                ),
                None,
            )
            if thing is not None:
                yield _led(m, thing, "led_by", 0.8, "asserted")
            continue
        under = m.label == "PERSON" and _UNDER.search(before)
        clause = re.match(rf"[^.;„“]{{0,60}}?\b{_DONE}\b", after)
        if not under and not (_BY.search(before) and clause and (m.label == "PERSON" or m.label in THINGS)):
            continue
        # The thing that is led: the last thing before a relative clause that leads to the verb, or the subject.
        things = [n for n in named if n.label in THINGS and n.span.end < m.span.start]
        relative = [n for n in things if _RELATIVE.match(text, n.span.end, end)]
        subject = found.subject(i)
        if relative and not under:
            yield _led(m, relative[-1], "led_by", 0.8, "asserted")
        elif subject is not None and subject.name != m.attributes["name"]:
            low, high = min(subject.start, m.span.start), max(m.span.end, subject.start + len(subject.quote))
            yield _Led(m.attributes["name"], m.span.quote, subject.name, subject.quote, low, high, "led_by", 0.8, None if clause else "asserted")  # fmt: skip


def _leads(text: str, found: Sentences, i: int, named: list[Mention]) -> Iterator[_Led]:
    """ "Dr. X leitet das Y", "X, der das Y von Z leitet", "die HSMD leitet den Aufbau eines Registers (Z)"."""
    start, end = found.spans[i]
    for verb in _LEADS.finditer(text, start, end):
        before = [m for m in named if m.span.end <= verb.start()]
        person = next((m for m in reversed(before) if m.label == "PERSON"), None)
        if person is not None and (clause := _RELATIVE.match(text, person.span.end, verb.start())) is not None:
            # verb-final relative clause: the thing stands between the pronoun and the verb
            inner = [m for m in before if m.label in THINGS and m.span.start >= clause.end()]
            if (
                inner
                and not re.search(r"[;:„“]", text[clause.end() : verb.start()])
                and inner[0].span.start - clause.end() < 60
            ):
                # "die |an der Universität X| das Institut Y leitet"
                led = next((m for m in inner if found.is_nominative(m, clause.end())), inner[0])
                yield _led(person, led, "leads_relative", 0.8)
                continue
        if person is not None and (whom := _whom(text, named, person, verb.start())) is not None:
            yield _led(person, whom, "leads_relative", 0.8)
            continue
        person = person if person is not None and verb.start() - person.span.end <= 60 else None
        subject = found.subject(i)
        after = [m for m in named if m.span.start >= verb.end() and m.label in THINGS]
        following = next((m for m in named if m.span.start >= verb.end() and m.label == "PERSON"), None)
        if (
            person is None
            and following is not None
            and before
            and re.fullmatch(
                rf"{SPACE}(?:(?:seit|ab|bis){SPACE}[^,.;]{{2,30}}{SPACE})?(?:{TITLES}{SPACE}?)?",
                text[verb.end() : following.span.start],
            )
        ):
            # "Das Projekt Y leitet Dr. X"
            things = [m for m in before if m.label in THINGS]
            if things and (subject is None or subject.label in THINGS):
                yield _led(following, things[-1], "leads_inverted", 0.75)
                continue
        who, quote, low = (
            (person.attributes["name"], person.span.quote, person.span.start)
            if person
            else (subject.name, subject.quote, subject.start)
            if subject
            else (None, "", verb.start())
        )
        after = [m for m in after if m.attributes["name"] != who]
        # "koordinierte den Transport, unterstützt von Y": what is led stands right behind the verb
        if who is None or not after or not _OBJECT.fullmatch(text[verb.end() : after[0].span.start]):
            continue
        thing = after[0]
        if verb[0] == "steuert" and re.search(
            r"[ \u00a0]bei[ \u00a0]*[.,;]?$|[ \u00a0]bei[.,;]", text[thing.span.end : end]
        ):
            continue  # "400.000 Euro |steuert| die Stiftung |bei|"
        target, span_quote = thing.attributes["name"], thing.span.quote
        if (built := _BUILT.search(text[verb.end() : thing.span.start])) is not None:
            # "leitet den Aufbau eines Registers für Seltene Erkrankungen (NUM4Rare)"
            begin = verb.end() + built.start(1)
            close = re.compile(rf"{SPACE}\([^)]{{2,30}}\)").match(text, thing.span.end, end)
            target = span_quote = text[begin : close.end() if close else thing.span.end]
        yield _Led(who, quote, target, span_quote, min(low, verb.start()), thing.span.end, "leads_verb", 0.75)


def _whom(text: str, named: list[Mention], person: Mention, verb: int) -> Mention | None:
    """ "die Arbeitsgruppe Y|, die Dr. X| leitet": what stands before the clause."""
    if not re.fullmatch(rf"(?:{SPACE}[^,.;:„“]{{1,40}})?{SPACE}", text[person.span.end : verb]):
        return None
    for m in named:
        if (
            m.label in THINGS
            and m.span.end < person.span.start
            and _WHOM.fullmatch(text, m.span.end, person.span.start)
        ):
            return m
    return None


def _will_lead(text: str, found: Sentences, i: int, named: list[Mention]) -> Iterator[_Led]:
    """ "X soll das Y leiten", "X übernimmt die Leitung des Y", "Die Leitung des Y liegt bei X"."""
    start, end = found.spans[i]
    people = [m for m in named if m.label == "PERSON"]
    for verb in _WILL.finditer(text, start, end):
        modal = re.search(
            rf"\b(?:soll|wird|will|möchte|sollen|werden)\b([^.;:„“]{{3,140}}){SPACE}$",
            text[max(start, verb.start() - 150) : verb.start()],
        )
        if modal is None:
            continue
        at = max(start, verb.start() - 150) + modal.start()
        who = next((m for m in reversed(people) if m.span.end <= verb.start()), None)
        things = [m for m in named if m.label in THINGS and at <= m.span.start and m.span.end <= verb.start()]
        if who is not None and things and who.span.start < things[0].span.start:
            yield _led(who, things[0], "will_lead", 0.75, "planned")
    for m in _DIRECTION.finditer(text, start, end):
        if not _TAKES.search(text, max(start, m.start() - 120), min(end, m.end() + 200)):
            continue
        if DECLINED.search(text, max(start, m.start() - 120), end):
            continue
        thing = next((n for n in named if n.label in THINGS and m.end() <= n.span.start <= m.end() + 14), None)
        before = [p for p in people if p.span.end <= m.start()]
        after = [p for p in people if thing is not None and p.span.start >= thing.span.end]
        who = before[-1] if before and m.start() - before[-1].span.end < 90 else after[0] if after else None
        if thing is not None and who is not None:
            planned = _WILL_TAKE.search(text[start:end])
            yield _led(who, thing, "takes_lead", 0.75, "planned" if planned else None)


def _groups(text: str, start: int, named: list[Mention]) -> Iterator[_Led]:
    """ "die Forschungsgruppe um X": X leads it."""
    for m in named:
        if m.label != "PERSON":
            continue
        low = max(start, m.span.start - 160)
        group = _GROUP.search(text, low, m.span.start)
        if group is not None and group.end() == m.span.start:
            begin = low + group.start("group") - low
            quote = text[begin : m.span.end]
            yield _Led(
                m.attributes["name"],
                m.span.quote,
                spaces(quote),
                quote,
                begin,
                m.span.end,
                "group_around",
                0.7,
                "asserted",
            )


def _bodies_under(text: str, start: int, named: list[Mention]) -> Iterator[_Led]:
    """ "eine neunköpfige |Jury| unter Leitung von Dr. X"."""
    for m in named:
        under = _BODY_UNDER.search(text, max(start, m.span.start - 160), m.span.start) if m.label == "PERSON" else None
        if under is not None:
            body = under["body"]
            yield _Led(
                m.attributes["name"], m.span.quote, body, body, under.start(), m.span.end, "under", 0.75, "asserted"
            )


def offices(context: Context, name: str, version: int) -> Iterator[Fact]:
    """ "Sprecherin des SFB 874", "Leiterin der Abteilung X beim Y": a noun gives the role and that its holder leads."""
    kinds = {m.attributes["name"]: m.label for m in context.mentions if m.label in THINGS}
    for fact in context.facts:
        if fact.predicate != "has_role" or not fact.object or not fact.object_quote:
            continue
        words = str(fact.object).split(" ")
        k = next((n for n, w in enumerate(words) if is_leading(w) or is_speaking(w)), None)
        if k is None or any(w.casefold().startswith(("stellv", "ehemalig", "stv")) for w in words[:k]):
            continue
        rest = "".join(f" {w}" for w in words[k + 1 :])
        tail = _TAIL.match(rest) or _UNIT.match(rest)
        written = fact.object_quote.rstrip().split()
        thing = base_form(tail["thing"]) if tail else fact.qualifiers.get("organisation") if not rest else None
        # "Dr. X vom Y, Projektleiterin": the body beside the role is not what is led
        meant = fact.rule.endswith("_of_topic")
        if meant and not tail:
            thing = fact.qualifiers.get("organisation")
        if thing is None or (
            not tail and not meant and spaces(fact.object_quote).endswith(words[-1]) and len(written) <= k + 1
        ):
            continue
        if (
            is_speaking(words[k])
            and kinds.get(thing) not in ("PROJECT", "INFRASTRUCTURE")
            and not _SPOKEN_FOR.search(thing)
        ):
            continue
        yield Fact(
            fact.subject, "leads", thing, fact.subject_quote, fact.object_quote, fact.evidence, 0.8, name, "role_noun",
            version, fact.modality, {k: v for k, v in fact.qualifiers.items() if k in ("since", "until")},
        )  # fmt: skip


# "sagt |Koordinatorin| Prof. Dr. X", "die |Sprecherin|, Prof. Dr. Y": of the undertaking that the release is about
_OF_IT: Final = re.compile(
    r"(?:(?:Projekt|Verbund|Gesamt|Konsortial|Studien|Netzwerk)?(?:[Kk]oordinator(?:in)?|[Ss]precher(?:in)?|[Ll]eiter(?:in)?))"
)


def untold_offices(found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """Who is coordinator, speaker or project leader, where nothing says of what; a plain "Leiterin" leads some house."""
    titled = {m.attributes["name"] for m in context.mentions if m.label == "PERSON" and m.attributes.get("titles")}
    for fact in context.facts:
        if fact.predicate != "has_role" or fact.modality != "asserted" or not _OF_IT.fullmatch(str(fact.object)):
            continue
        if fact.qualifiers.get("organisation") or str(fact.object).startswith("Leiter") or fact.subject not in titled:
            continue
        about = found.about(found.index(fact.evidence.start))
        if about is not None and about.label in ("PROJECT", "INFRASTRUCTURE"):
            yield Fact(
                fact.subject, "leads", about.name, fact.subject_quote, about.quote, fact.evidence, 0.65, name, "role_untold",
                version,
            )  # fmt: skip


def base_form(phrase: str) -> str:
    """The name without inflection, whichever kind of thing its head noun makes it."""
    for heads in _HEADS:
        if (base := heads.base_form(phrase)) != phrase:
            return base
    return phrase
