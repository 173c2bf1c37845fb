"""Who pays for what: `funds`, one fact for each payer and amount."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from extractors.base import Context, Fact, Mention, Span
from extractors.german import NUMBER, spaces
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.chains import again
from extractors.relations.grants import Grants
from extractors.relations.modality import modality_of
from extractors.relations.phases import phase_subject
from extractors.relations.subjects import EVENT, THINGS, Sentences, Subject

_ART: Final = r"(?:(?:der|dem|den|das|die)[ \u00a0])?"
_PAID: Final = Sought(
    r"\b(?:[\w-]{0,40}gefördert\w*|(?:ko|mit|teil|anschub|dritt)?finanziert(?:e[nrs]?)?|bewilligt|unterstützt|bezuschusst|gesponsert|finanzieller Unterstützung|Unterstützung durch|(?:Förderung|Finanzierung) (?:von|erfolgt)|(?:Förderung|Finanzierung)\b[^.;:!?]{0,120}?[ \u00a0]durch|Mitteln (?:des|der|von|aus)|Fördermitteln? (?:des|der|von|aus|vom)|Gelder[n]? (?:des|der|von|vom)|bereitgestellt|zur Verfügung gestellt|ausgestattet|bedacht)(?!\w)",
    re.IGNORECASE,
)
PAYS: Final = Sought(
    r"(?<!zu[ \u00a0])\b(?:förder(?:t|te|n|ten)|(?:ko|mit)?finanzier(?:t|te|en|ten)|bewillig(?:t|te|en|ten)|bezuschuss(?:t|te|en|ten)|unterstütz(?:t|te|en|ten)|stell(?:t|te|en|ten)\b[^;!?]{0,300}\b(?:bereit|zur Verfügung)|investier(?:t|te|en|ten)|spende(?:t|te|n|ten)|zahl(?:t|te|en|ten)\b|steuer(?:t|te|n|ten)\b[^;!?]{0,120}\bbei|(?:stock(?:t|te|en|ten)|erhöh(?:t|te|en|ten))[ \u00a0](?:die|ihre|seine)[ \u00a0](?:Förderung|Finanzierung)\b|gewähr(?:t|te|en|ten)|vergib(?:t)|übernimmt\b[^;!?]{0,60}\bKosten|(?:übergibt|übergab(?:en)?|übergeben|überreich(?:t|te|en|ten))\b[^;!?]{0,200}?(?:bescheid|Scheck|Spende)|fördern|finanzieren|bereitstellen)(?!\w)"
)
# "Das Ministerium |hat| das Netz X mit 18 Millionen Euro |gefördert|"
_HAS_PAID: Final = re.compile(
    r"(?<![\w-])(?:hat|haben|hatte|hatten)(?![\w-])(?=(?:[^.;:!?]|(?<=\d)[.,](?=\d)){1,240}?[ \u00a0](?:gefördert|finanziert|kofinanziert|mitfinanziert|bezuschusst|unterstützt|bewilligt|bereitgestellt|gespendet|investiert)(?![\w-])(?![ \u00a0](?:worden|wird|werden|wurde)))"
)
# "hat entschieden, das Netz zu fördern"
_DECIDED: Final = re.compile(
    r"\b(?:entschieden|beschlossen|angekündigt|zugesagt|plant|planen|beabsichtigt|entscheidet|beschließt)\b"
)
_TO_PAY: Final = re.compile(r"\bzu[ \u00a0](?:fördern|finanzieren|unterstützen)\b")
_GETS: Final = re.compile(
    r"\b(?:erhält|erhalten|erhielt(?:en)?|bekommt|bekommen|bekam(?:en)?|wirb(?:t)|eingeworben)(?!\w)"
)
_PAYER: Final = re.compile(
    rf"(?:\b(?:vom|von|durch|seitens|aus Mitteln|mit Mitteln|Mitteln|Fördermitteln|Unterstützung|Geldern?|Förderung|bei)[ \u00a0](?:durch[ \u00a0]|von[ \u00a0]|des[ \u00a0]|der[ \u00a0])?{_ART}|\bMitteln[ \u00a0](?:des|der)[ \u00a0])(?:[a-zäöüß-]+(?:en|er|em)[ \u00a0])?$"
)
# "die zweite Förderphase |von| X wurde bewilligt", "die Förderung |des| Netzwerks X durch Y": whose it is, not who pays
_PHASE_OF: Final = re.compile(rf"(?:[Pp]hase|Förderperiode|Laufzeit|Runde|Stufe)[ \u00a0](?:von|vom)[ \u00a0]{_ART}$")
_FUNDING_OF: Final = re.compile(r"\bFörderung[ \u00a0](?:des|der|von|vom)[ \u00a0]$")
_PHASE_BEFORE: Final = re.compile(
    r"(?:[Pp]hase|Förderperiode|Runde|Stufe)[ \u00a0](?:des|der|von|vom)[ \u00a0](?:[\w-]+[ \u00a0])?[„\"]?$"
)
# "fördert X mit 3,5 Millionen Euro, |davon gehen| 1,4 Millionen Euro an das Institut Y", ", |die Regierung Z gibt| 60.000 Euro dazu"
_DOING_OF: Final = re.compile(r"[A-ZÄÖÜ][\w-]+[ \u00a0](?:des|der)[ \u00a0](?P<whose>[A-ZÄÖÜ][\w-]+)")
_NEXT_CLAUSE: Final = re.compile(r",[ \u00a0](?:die|der|das)[ \u00a0]$")
# "wird von der Universität X |koordiniert und vom| Zentrum Y unterstützt"
_OTHER_DEED: Final = re.compile(r"\b[a-zäöüß]{3,30}(?:t|en)[ \u00a0](?:und|sowie)[ \u00a0](?:vom|von|durch|aus)\b")
# "Unterstützt wurde |der Antrag|": no money
_HELPED: Final = re.compile(
    r"Unterstützt[ \u00a0](?:wurde|wird|wurden|werden)[ \u00a0](?:der|die|das|sie|er)[ \u00a0](?!Projekt|Studie|Vorhaben)"
)
_PART: Final = re.compile(
    r",[ \u00a0](?:davon[ \u00a0](?:\w+[ \u00a0])?|(?:die|der|das)[ \u00a0][^,;]{3,38}[ \u00a0](?:gibt|gab|geben|zahlt|steuert|trägt|übernimmt)[ \u00a0])(?:rund[ \u00a0]|weitere[ \u00a0])?$"
)
# "|von| 2 Millionen Euro |auf| 3 Millionen Euro": what was paid before
_BEFORE: Final = re.compile(r"\bvon[ \u00a0](?:[a-zäöüß]+[ \u00a0])?$")
_RAISED: Final = re.compile(r"[ \u00a0]auf[ \u00a0]")
_AND: Final = re.compile(
    rf"^(?:[ \u00a0]\([^()\n]{{1,80}}\))?(?:,|,?[ \u00a0](?:und|sowie)|[ \u00a0]&)[ \u00a0](?:(?:auch|vom|von|durch)[ \u00a0])*{_ART}(?:[a-zäöüß-]+(?:en|er)[ \u00a0])?$"
)
# "Geldgeber des Projekts X ist |die Stiftung Y|"
_PAYER_IS: Final = re.compile(
    r"\b(?:Geldgeber(?:in)?|Fördermittelgeber(?:in)?|Mittelgeber(?:in)?|Fördergeber(?:in)?|Zuwendungsgeber(?:in)?|Förderer)\b[^.;!?]{0,80}?(?:[ \u00a0](?:ist|sind|war|waren)|:)[ \u00a0]"
)
# "für die 506.070 Euro bewilligt wurden": who pays has been said before
_IMPLIED: Final = Sought(
    r"\b(?:(?:bewilligt|ausgezahlt|ausgeschüttet|ausgereicht)(?:[ \u00a0](?:und[ \u00a0]\w+[ \u00a0])?(?:wurden?|werden|worden|sind|ist)|\b(?=[ \u00a0]*[.,;]))|(?:Förder|Auszahlungs|Bewilligungs|Zuwendungs)(?:summe|volumen)|(?:bewilligte|ausgezahlte)[nrs]?[ \u00a0](?:Volumen|Summe|Betrag|Mittel))\b"
)
_WITHIN: Final = re.compile(
    r"(?:Rahmen|Zuge)[ \u00a0](?:des|der|von)[ \u00a0](?:[a-zäöüß-]+en[ \u00a0])?(?:[A-ZÄÖÜ][\w-]{0,40}[ \u00a0])?[„\"»]?$"
)
# "zahlten 3 Millionen Euro |Strafe|"
NO_FUNDS: Final = re.compile(
    r"[ \u00a0](?:an[ \u00a0])?(?:\w+[ \u00a0])?(?:\w*[Ss]trafe|Bußgeld|Schadens?ersatz|Entschädigung|Steuern?|Miete|Lösegeld|Gebühren?|Umsatz|Gewinn|Verlust|Schulden|Zinsen)\b"
)
# "1,4 Millionen Euro |Abwrackprämie|": what is paid stands behind the amount
_PREMIUM: Final = re.compile(
    r"[ \u00a0](?P<thing>[A-ZÄÖÜ][\w-]{0,40}(?:prämie|förderung|zuschuss|zuschüsse|zuschüssen|hilfen?))\b"
)
# The headline "Land zahlte ...": the state that the text names
_STATE: Final = re.compile(
    r"(?:(?<=\n)|^|\b(?:[Dd]as|[Dd]er)[ \u00a0])(?:Land|Freistaat)(?=[ \u00a0](?:zahl|förder|unterstütz|stell|gewähr|investier|bewillig|finanzier))"
)
# Support without money and promotion of what is no project
_LOOSE: Final = re.compile(r"unterstütz|spende|gewähr|vergib|zahl|investier|steuer")
_MINED: Final = re.compile(
    r"\b(?:Kohle|Öl|Gas|Erz|Sicherheitsrat)\w*[ \u00a0](?:wird|wurde|werden)?[ \u00a0]?(?:gefördert)?"
)
_OF_EVERY: Final = re.compile(
    r"^[ \u00a0](?:pro|je|im|jeden|monatlich|jährlich)[ \u00a0](Jahr|Monat|Tag|Woche|Semester)\b"
)
_PER: Final = {"Jahr": "year", "Monat": "month", "Tag": "day", "Woche": "week", "Semester": "semester"}
_NOUN: Final = r"[A-ZÄÖÜ][\w-]{0,40}(?:[ \u00a0](?:und|&)[ \u00a0][A-ZÄÖÜ][\w-]{0,40})?"
# "fördert |den Ausbau der Ladeinfrastruktur in Sachsen| mit": what is paid for has a description and no name
_DESCRIBED: Final = re.compile(
    rf"[ \u00a0](?:den|die|das|einen|eine|ein|dem|der|diesen|dieses|diese)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){{0,2}}(?P<thing>{_NOUN}(?:[ \u00a0](?:des|der|für|zur|zum)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0]){{0,2}}{_NOUN}){{1,3}})"
)
# "unterstützt |Vorhaben der Pflegewissenschaft|", "fördert |drei Modellprojekte in Sachsen|"
_UNNAMED: Final = re.compile(
    rf"[ \u00a0](?P<thing>(?:{NUMBER}[ \u00a0])?(?:[a-zäöüß-]+e[ \u00a0])?(?:[A-ZÄÖÜ][\w-]{{0,40}})?(?:[Pp]rojekte|[Vv]orhaben|[Ii]nitiativen|[Ss]tudien|[Vv]erbünde|[Pp]rogramme)(?:[ \u00a0](?:des|der|für|zur|zum|in|an)[ \u00a0](?:[a-zäöüß-]+(?:e|en|er|es)[ \u00a0])?{_NOUN})?)(?![\w-])"
)
_MOST: Final = 3  # amounts of one sentence: more are a list
_FOR: Final = re.compile(r"\b[Ff]ür[ \u00a0]")


_SAME_VERB: Final = re.compile(
    r"(?:[ \u00a0]\([^()\n]{1,40}\))?[ \u00a0](?:(?:rund|etwa|weitere|über|knapp|gut)[ \u00a0])?"
)
_NEXT_PAYER: Final = re.compile(r"(?:,|\bund|\bsowie)[ \u00a0](?:(?:die|das|der)[ \u00a0])?$")


def funding(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences that name payer and thing; then those for which another clause names one of them."""
    direct = list(_direct(text, found, context, name, version))
    places: dict[int, list[Mention]] = {}
    for m in context.mentions:
        if m.label == "LOC" and m.attributes.get("kind", "place") == "place":
            places.setdefault(found.index(m.span.start), []).append(m)
    money = sorted((m for m in context.mentions if m.label == "MONEY"), key=lambda m: m.span.start)
    paid = [m for m in money if not _was(text, m) and not NO_FUNDS.match(text, m.span.end)]
    grants = Grants(text, found, paid, places)
    for k, f in enumerate(direct):
        bare = _DOING_OF.fullmatch(str(f.object))
        if bare is not None:
            # "fördert den Aufbau |des Zentrums|": with the full name of the centre
            full = grants.paid.completed(found.index(f.evidence.start), bare[0], bare["whose"], f.evidence.start)
            direct[k] = replace(f, object=full)
    yield from direct
    yield from grants.facts(direct, name, version)


def _direct(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences, in text order; then the amounts whose payer another sentence names."""
    money = sorted((m for m in context.mentions if m.label == "MONEY"), key=lambda m: m.span.start)
    starts = [m.span.start for m in money]
    silent: list[int] = []
    pairs: dict[tuple[str, str], Fact] = {}
    for i, (start, end) in enumerate(found.spans):
        if found.quoted(start, end) or text[start:end].startswith(("Wenn ", "Ob ", "Falls ")):
            continue
        amounts = [m for m in money[bisect_left(starts, start) : bisect_left(starts, end)] if not _was(text, m)]
        whole = [m for m in amounts if not _PART.search(text, max(start, m.span.start - 40), m.span.start)]
        amounts = whole or amounts
        if any(NO_FUNDS.match(text, m.span.end) for m in amounts):
            continue
        named = found.named(start, end)
        told = next(_statements(text, found, i, named, amounts), None)
        if told is None:
            if amounts:
                silent.append(i)
            continue
        payers, thing, verb, rule = told
        if thing.label == "ORG" and _too(text, start, thing, amounts):
            continue
        sums: list[Mention | None] = [*amounts] if len(amounts) <= _MOST else []
        for payer in payers[:4]:
            if payer.attributes["name"] == thing.name:
                continue
            for amount in sums or [None]:
                fact = Fact(
                    payer.attributes["name"], "funds", thing.name, payer.span.quote, thing.quote,
                    around(text, start, end, verb), 0.8 if amount is not None else 0.75, name, rule, version,
                    modality_of(text[start:end]), _qualifiers(text, amount),
                )  # fmt: skip
                if fact.modality != "negated":
                    pairs.setdefault((fact.subject, str(fact.object)), fact)
                yield fact
    if len(pairs) != 1:
        return
    (fact,) = pairs.values()
    for i in silent:
        start, end = found.spans[i]
        yield from _implied(
            text, found, i, money[bisect_left(starts, start) : bisect_left(starts, end)], fact, name, version
        )


def _too(text: str, start: int, thing: Subject, amounts: list[Mention]) -> bool:
    """ "Das Land steuert 5 Millionen bei, |die Stiftung X 1,4 Millionen| und das Klinikum eine": it pays as well, with the verb left out."""
    behind = thing.start + len(thing.quote)
    gap = next((text[behind : m.span.start] for m in amounts if m.span.start > behind), None)
    before = text[start : thing.start]
    return (
        gap is not None
        and _SAME_VERB.fullmatch(gap) is not None
        and _NEXT_PAYER.search(before) is not None
        and any(m.span.end <= thing.start for m in amounts)
    )


def _was(text: str, amount: Mention) -> bool:
    """Whether a sum is one that was raised or lowered to another: "von |2 Millionen Euro| auf 3 Millionen Euro"."""
    at = amount.span.start
    return _RAISED.match(text, amount.span.end) is not None and _BEFORE.search(text, max(0, at - 24), at) is not None


def _implied(
    text: str, found: Sentences, i: int, amounts: list[Mention], known: Fact, name: str, version: int
) -> Iterator[Fact]:
    """ "Dafür wurden 300.000 Euro bewilligt": of the one payer and the one thing paid for that the release tells of."""
    start, end = found.spans[i]
    if not _IMPLIED.search(text, start, end) or len(amounts) > _MOST:
        return
    if any(m.label == "PROJECT" and m.attributes["name"] != known.object for m in found.named(start, end)):
        return
    for amount in amounts:
        yield Fact(
            known.subject, "funds", known.object, known.subject_quote, known.object_quote,
            around(text, start, end, amount.span), 0.65, name, "payer_known", version,
            modality_of(text[start:end]), _qualifiers(text, amount),
        )  # fmt: skip


def _qualifiers(text: str, amount: Mention | None) -> dict[str, Any]:
    if amount is None:
        return {}
    every = _OF_EVERY.match(text[amount.span.end : amount.span.end + 20])
    return {"amount": dict(amount.norm) | ({"per": _PER[every[1]]} if every is not None else {})}


def _statements(
    text: str, found: Sentences, i: int, named: list[Mention], amounts: list[Mention]
) -> Iterator[tuple[list[Mention], Subject, Span, str]]:
    """(payers, what they pay for, the verb, the rule) of one sentence."""
    start, end = found.spans[i]
    paid = _PAID.search(text, start, end)
    if paid is not None and not _MINED.search(text, start, end):
        payers = _payers(text, start, named, paid.start())
        thing = _receiver(text, found, i, payers) if payers else None
        if not amounts and _HELPED.match(text, start):
            thing = None
        if thing is not None and (amounts or thing.label != "ORG" or "unterstützt" not in paid[0]):
            yield payers, thing, Span.of(text, paid.start(), max(paid.end(), payers[-1].span.end)), "funded_by"
            return
    pays = PAYS.search(text, start, end)
    if (has := _HAS_PAID.search(text, start, end)) is not None and amounts:
        pays = has
    if pays is None and _DECIDED.search(text, start, end):
        pays = _TO_PAY.search(text, start, end)
    if pays is not None and (amounts or not _LOOSE.match(pays[0])):
        payers = _givers(text, found, i, named, pays)
        thing = _given(text, found, i, named, payers, pays, paid_for=bool(amounts)) if payers else None
        if thing is not None:
            yield payers, thing, Span.of(text, pays.start(), pays.end()), "funds_verb"
            return
    if (noun := _PAYER_IS.search(text, start, end)) is not None:
        payers = next(
            (_chain(text, named, k) for k, m in enumerate(named) if m.label == "ORG" and m.span.start >= noun.end()), []
        )
        thing = _receiver(text, found, i, payers) or found.recent(i) if payers else None
        if thing is not None:
            yield payers, thing, Span.of(text, noun.start(), payers[-1].span.end), "payer_noun"
            return
    gets = _GETS.search(text, start, end)
    if gets is not None and amounts:
        payers = _payers(text, start, named)
        thing = _receiver(text, found, i, payers) if payers else None
        if thing is not None:
            yield payers, thing, Span.of(text, gets.start(), gets.end()), "receives"


def _payers(text: str, start: int, named: list[Mention], verb: int = -1) -> list[Mention]:
    """The bodies behind "von", "durch", "aus Mitteln des", with those that "und" joins to them."""
    for k, m in enumerate(named):
        low = max(start, m.span.start - 50)
        if (
            m.label in ("ORG", "INFRASTRUCTURE")
            and _PAYER.search(text, low, m.span.start)
            and not _PHASE_OF.search(text, low, m.span.start)
            and not (verb > m.span.end and _OTHER_DEED.search(text, m.span.end, verb))
            and not (m.label == "INFRASTRUCTURE" and _FUNDING_OF.search(text, low, m.span.start))
        ):
            return _chain(text, named, k)
    return []


def _chain(text: str, named: list[Mention], k: int) -> list[Mention]:
    chain = [named[k]]
    for m in named[k + 1 :]:
        if again(text, chain[-1], m):
            continue
        if m.label != "ORG" or not _AND.match(text[chain[-1].span.end : m.span.start]):
            break
        chain.append(m)
    return chain


def _receiver(text: str, found: Sentences, i: int, payers: list[Mention]) -> Subject | None:
    """What is paid for in the passive: the project of the sentence, its subject, "das Projekt", what the release is about."""
    start, end = found.spans[i]
    taken = {m.span.start for m in payers}
    things = [m for m in found.named(start, end) if m.span.start not in taken]
    phase = phase_subject(text, found, i)
    if phase is not None and phase.label == "PROJECT" and all(phase.start != m.span.start for m in things):
        return phase
    if (first := _best(things)) is not None:
        return _subject(first)
    subject = found.subject(i)
    if subject is not None and subject.start not in taken and all(subject.name != m.attributes["name"] for m in payers):
        return subject
    if re.match(
        r"(?:Gefördert|Finanziert|Die Förderung|Die Finanzierung|Das Projekt|Die Studie|Das Vorhaben|Unterstützt|Es wird|Sie wird)\b",
        text[start:end],
    ):
        return found.about(i)
    return None


def _givers(text: str, found: Sentences, i: int, named: list[Mention], pays: re.Match[str]) -> list[Mention]:
    """The bodies in the nominative that pay, before the verb or right behind it."""
    start, _ = found.spans[i]
    for k, m in enumerate(named):
        if m.label != "ORG" or not found.is_nominative(m, start):
            continue
        if m.span.start > pays.start() + 60:
            break
        return _chain(text, named, k)
    state = _STATE.search(text, start, min(pays.end(), start + 200))
    states = {m.attributes["name"]: m for m in found.states} if state is not None else {}
    if state is not None and len(states) == 1:
        (full,) = states
        return [Mention(Span.of(text, *state.span()), "ORG", None, 0.7, "relations", "state", 1, {"name": full})]
    return []


def _given(
    text: str,
    found: Sentences,
    i: int,
    named: list[Mention],
    payers: list[Mention],
    pays: re.Match[str],
    *,
    paid_for: bool,
) -> Subject | None:
    """What is paid for in the active: the thing behind the verb or behind "für", a back reference, a description."""
    start, end = found.spans[i]
    names = {m.attributes["name"] for m in payers}
    others = [m for m in named if m.attributes["name"] not in names]
    # "|Im Rahmen des Programms X| fördert A das Projekt Y": X is where the money comes from
    paid = [m for m in others if not _WITHIN.search(text, max(start, m.span.start - 60), m.span.start)]
    if (first := _best(paid) or _best(others)) is not None:
        return _phase_of(text, found, i, first) or _subject(first)
    for back in re.finditer(
        r"\b(?:für|Für|in|In)(?=[ \u00a0])|\w(?=[ \u00a0](?:das|die|den|dieses|diesen)[ \u00a0])", text[start:end]
    ):
        thing = found.referred(i, start + back.end()) or found.referred(i, max(0, start + back.start() - 1))
        if thing is not None and thing.name not in names:
            return thing
    if not paid_for:
        # "fördert vier Modellvorhaben in Hessen": undertakings without a name
        plain = _UNNAMED.match(text, pays.end(), end) if pays[0].startswith(("förder", "finanzier")) else None
        return (
            Subject(spaces(plain["thing"]), plain["thing"], plain.start("thing"), "PROJECT")
            if plain is not None
            else None
        )
    if (premium := _PREMIUM.search(text, pays.start(), end)) is not None:
        known = found.holding(premium["thing"])
        full = known.attributes["name"] if known is not None else premium["thing"]
        return Subject(full, premium["thing"], premium.start("thing"), "PROJECT")
    if pays[0].startswith("zahl") and (about := found.about(i)) is not None:
        return about
    behind = [
        m for m in named
        if m.label in THINGS and m.span.start > pays.start() and m.attributes["name"] not in names
        and not _NEXT_CLAUSE.search(text, max(start, m.span.start - 8), m.span.start)
    ]  # fmt: skip
    described = next((d for at in (pays.end(), payers[-1].span.end) if (d := _DESCRIBED.match(text, at, end))), None)
    if described is None and (purpose := _FOR.search(text, start, end)) is not None:
        described = _DESCRIBED.match(text, purpose.end() - 1, end)
    described = described or _UNNAMED.match(text, pays.end(), end)
    if described is not None:
        return Subject(spaces(described["thing"]), described["thing"], described.start("thing"), "PROJECT")
    return _subject(behind[0]) if behind else None


def _phase_of(text: str, found: Sentences, i: int, thing: Mention) -> Subject | None:
    """ "Für |die zweite Förderphase des Netzwerks| X stellt Y 4 Millionen Euro bereit": the phase is paid for, not all of X."""
    before = max(found.spans[i][0], thing.span.start - 60)
    if not _PHASE_BEFORE.search(text, before, thing.span.start):
        return None
    phase = phase_subject(text, found, i)
    return phase if phase is not None and phase.label == "PROJECT" and phase.start < thing.span.start else None


def _best(things: list[Mention]) -> Mention | None:
    """A project before an infrastructure before an event; an event without a name of its own is only the occasion."""
    for label in ("PROJECT", "INFRASTRUCTURE", EVENT):
        for m in things:
            if m.label == label and (label != EVENT or m.attributes["event"] in ("named", "back")):
                return m
    return None


def _subject(m: Mention) -> Subject:
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)
