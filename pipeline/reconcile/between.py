"""What releases say of each other: agreement, change, conflict; lists that gained or lost members; names that may be one.

Only claims of one topic are compared: the same thing in the same phase, the same predicate, the same unit or role. What
cannot be compared is left alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from extractors.base import Kind, Verdict
from pipeline.reconcile.kinship import compact
from pipeline.reconcile.lists import members
from pipeline.reconcile.statements import (
    HELD,
    TIMELESS,
    Between,
    Claim,
    Frame,
    Roll,
    interval,
    near,
    one_of_each,
    refines,
    same_value,
)

VERSION: Final = 2

_WORD_DE: Final = {
    "starts_on": "Beginn", "ends_on": "Ende", "lasts": "Dauer", "count": "Anzahl", "has_role": "Amt", "leads": "Leitung",
    "part_of": "Zugehörigkeit", "funds": "Förderung",
}  # fmt: skip
_WORD_EN: Final = {
    "starts_on": "start", "ends_on": "end", "lasts": "duration", "count": "number", "has_role": "office", "leads": "leadership",
    "part_of": "affiliation", "funds": "funding",
}  # fmt: skip
# Offices that one person holds at a time; "Sprecherin", "Mitglied", "Professorin" are held by many.
_SINGLE: Final = re.compile(
    r"(?:Dekan|Rektor|Präsident|Kanzler|Intendant|Direktor|Vorsitzende|Vorstand|Geschäftsführer|Minister|Bürgermeister|Landrat|Landrät|Bischof|"
    r"Kommandeur|Chefarzt|Chefärztin|Leiter|Hauptgeschäftsführer|(?<!presse)(?<!medien)Sprecher|Koordinator|Generalsekretär|Senator|Oberarzt|Pflegedirektor|Chefredakteur|Staatssekretär|Projektkoordinator)(?:in|r|s|en)?(?:\b|$)",
    re.IGNORECASE,
)
_MANY: Final = re.compile(
    r"stellvertret|ehemalig|früher|vize|pro(?:dekan|rektor)|co-|ko-|mitglied|alt(?:rektor|präsident)|gründungs|ehren|oberarzt|staatssekret|bereichs|teilprojekt|kommissarisch",
    re.IGNORECASE,
)
_AGREE: Final = frozenset({"starts_on", "ends_on", "lasts", "count", "leads", "has_role", "funds", "part_of"})
_APART: Final = frozenset(
    {"part", "more", "aim"}
)  # of some of the things, or of those to come: nothing is said of the rest
_YEAR: Final = 300  # days: two starts this far apart, each near its release, are two editions of a yearly thing
_NEAR: Final = 200
_LETTERS: Final = 6  # of a name that one letter does not make another
_YEARLY: Final = re.compile(
    r"(?:[Kk]ongress|[Tt]agung|[Kk]onferenz|[Ss]ymposium|[Ss]chule\b|[Ww]oche|[Tt]age?\b|[Ff]est\b|[Ff]estival|[Mm]esse|[Ff]orum|[Pp]reis|[Tt]reffen|[Aa]usschreibung|CONVENTION|[Cc]onvention)"
)


def compare(claims: Sequence[Claim], rolls: Sequence[Roll] = ()) -> Iterator[Between]:
    """The findings among the claims and lists of any releases; their order makes no difference."""
    groups: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=_when):
        if comparable(claim):
            groups[claim.topic].append(claim)
    told: dict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for topic in sorted(groups):
        for finding in _values(groups[topic]):
            # "Dr. X leitet das Institut" and "Direktorin des Instituts" are one change, and told once: by the office
            held = finding.about, finding.kind
            if finding.predicate == "leads" and frozenset(finding.values) in told[held]:
                continue
            if finding.predicate == "has_role":
                told[held].add(frozenset(finding.values))
            yield finding
    lists: dict[str, list[Roll]] = defaultdict(list)
    for roll in rolls:
        lists[roll.subject].append(roll)
    for subject in sorted(lists):
        yield from members(lists[subject])


def comparable(claim: Claim) -> bool:
    """Whether a claim is compared at all: what is denied is not, nor who holds an office that many hold."""
    return claim.modality != "negated" and (claim.predicate != "has_role" or single(claim.role))


def single(role: str) -> bool:
    """Whether an office is held by one person at a time."""
    return bool(_SINGLE.search(role)) and not _MANY.search(role)


def _values(claims: list[Claim]) -> Iterator[Between]:
    """The findings of one topic: frame by frame, and quietly what stands in different frames."""
    frames: dict[Frame, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.moment != "then" or claim.predicate not in {"count", "funds"}:
            frames[claim.frame].append(claim)
    said = {frame: [c for of in _by_release(some) for c in _main(of)] for frame, some in sorted(frames.items())}
    for frame, some in said.items():
        if not _APART & set(frame[2]):
            yield from _compared(" ".join(("value", *claims[0].topic, *_named(frame))), some)
    yield from _other_scopes(" ".join(("scope", *claims[0].topic)), said)


def _named(frame: Frame) -> list[str]:
    return [part for part in (*frame[:2], *frame[2]) if part]


def _compared(topic: str, claims: list[Claim]) -> Iterator[Between]:
    """What releases say of one thing in one frame."""
    states = sorted(one_of_each(claims), key=_when)
    rough = any(claim.approx for claim in states)
    by_value: dict[str, Claim] = {}
    for claim in states:
        if claim.identity not in by_value and not (rough and any(near(claim, d) for d in by_value.values())):
            by_value[claim.identity] = claim
    distinct = list(by_value.values())
    if len(distinct) < 2:
        if len({c.said.cluster_id for c in states}) > 1 and states[0].predicate in _AGREE:
            yield _agreement(topic, states)
        return
    if len({c.said.release_id for c in distinct}) < 2:
        return
    if all(refines(a, b) for a, b in pairwise(distinct)):
        yield _finding(topic, "value_difference", "refines", distinct, "genauer angegeben", "stated more precisely")
        return
    yield from _differences(topic, states, distinct)


def _other_scopes(topic: str, said: dict[Frame, list[Claim]]) -> Iterator[Between]:
    """Of two frames that differ, kept quietly, and once: values of other phases or times, or of other parts."""
    found: dict[Verdict, tuple[Claim, Claim]] = {}
    for one, two in combinations(sorted(said), 2):
        verdict: Verdict = "phase" if one[2] == two[2] else "incomparable"
        if verdict in found or (verdict == "phase" and not _both(one, two)):
            continue
        pair = next(
            (
                (a, b)
                for a in said[one]
                for b in said[two]
                if a.said.cluster_id != b.said.cluster_id and not same_value(a, b)
            ),
            None,
        )
        if pair is not None:
            found[verdict] = pair
    for verdict, pair in sorted(found.items()):
        de, en = (
            ("aus verschiedenen Phasen oder Jahren, beides kann gelten", "of different phases or years, both can hold")
            if verdict == "phase"
            else (
                "nicht von denselben Dingen gezählt, nicht vergleichbar",
                "not counted of the same things, not comparable",
            )
        )
        yield _finding(topic, "value_difference", verdict, sorted(pair, key=_when), de, en)


def _both(one: Frame, two: Frame) -> bool:
    """Whether two frames name two phases, editions or years, or one of them a year that is over."""
    return one[:2] != two[:2]


def _by_release(claims: list[Claim]) -> list[list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.said.release_id].append(claim)
    return [found[k] for k in sorted(found)]


def _main(claims: list[Claim]) -> list[Claim]:
    """What one release says of a topic: the number that a list of its own proves, or what it says is so now; nothing where it says two things.

    "an allen 12 Infrastrukturen ..., in vier Infrastrukturen die Sprecher": the four are counted under another condition.
    """
    if len({c.identity for c in claims}) == 1:
        return claims
    for chosen in ([c for c in claims if c.whole], [c for c in claims if c.scope.now or c.scope.moved]):
        if len({c.identity for c in chosen}) == 1:
            return chosen
    coming = [c for c in claims if c.modality == "planned"]
    if claims[0].predicate in HELD and len({c.identity for c in coming}) == 1 == len(
        {c.identity for c in claims if c not in coming}
    ):
        # "A, Geschäftsführer, geht. Seine Aufgaben übernimmt B": the release tells who comes
        return coming
    exact = [c for c in claims if not c.approx]
    if len({c.identity for c in exact}) == 1 and all(same_value(exact[0], c) for c in claims):
        return exact
    if claims[0].predicate in TIMELESS and all(refines(a, b) for a in claims for b in claims if a.value != b.value):
        return [max(claims, key=lambda c: len(c.value))]
    return []


def _when(claim: Claim) -> tuple[str, str, str, int, str]:
    earliest = str(claim.said.earliest or "9999")
    return earliest, claim.said.cluster_id, claim.said.release_id, claim.place.start, claim.value


def _agreement(topic: str, claims: list[Claim]) -> Between:
    one = claims[0]
    if any(c.identity != one.identity for c in claims):
        de, en = "gerundet dasselbe, einmal genauer angegeben", "the same when rounded, once stated more precisely"
        return _finding(topic, "value_difference", "refines", claims, de, en)
    return _finding(topic, "agreement", "agrees", claims, f"übereinstimmend {_value(one)}", f"both say {_value(one)}")


def _differences(topic: str, states: list[Claim], distinct: list[Claim]) -> Iterator[Between]:
    """Values that differ: those of one moment, those that follow each other, and those of a release that has no date."""
    if distinct[0].predicate in TIMELESS:
        yield _dates(topic, distinct)
        return
    if distinct[0].predicate == "part_of":
        # a department belongs to a clinic and to a faculty: only what the text calls new is a change
        if _ordered(distinct) and any(c.scope.now or c.scope.moved for c in distinct[1:]):
            yield _finding(
                topic, "value_difference", "change", distinct, "jetzt anders zugeordnet", "it belongs elsewhere now"
            )
        return
    if distinct[0].predicate in HELD and all(_misspelt(a.value, b.value) for a, b in pairwise(distinct)):
        de, en = "dieselbe Person, verschieden geschrieben", "the same person, spelled in two ways"
        yield _finding(topic, "name_variant", "variant", distinct, de, en)
        return
    if distinct[0].moment:
        de, en = "für dieselbe Zeit zwei Werte", "two values for one time"
        yield _finding(topic, "value_difference", "conflict", distinct, de, en)
        return
    dated = [c for c in states if c.said.earliest is not None]
    for day in sorted({c.said.earliest for c in dated if c.said.earliest == c.said.latest and c.said.earliest}):
        same = _unlike([c for c in dated if c.said.earliest == c.said.latest == day])
        if len(same) > 1:
            yield _same_day(topic, same)
    chain: list[Claim] = []
    for claim in dated:
        if not chain or (not same_value(claim, chain[-1]) and chain[-1].said.before(claim.said)):
            chain.append(claim)
    chain = [c for k, c in enumerate(chain) if k == 0 or _follows(chain[k - 1], c)]
    if len(chain) > 1:
        yield _finding(topic, "value_difference", "change", chain, *_later(chain))
    covered = {c.identity for c in chain} if len(chain) > 1 else set()
    unclear = _unlike(
        [c for c in states if c.said.earliest is None or not (c.said.earliest == c.said.latest or _settled(c, dated))]
    )
    unclear = [c for c in unclear if c.identity not in covered]
    if unclear and (
        others := [
            c for c in states if not same_value(c, unclear[0]) and c.said.release_id != unclear[0].said.release_id
        ]
    ):
        de, en = (
            "welche Meldung die spätere ist, ist nicht zu erkennen",
            "which release is the later one cannot be told",
        )
        yield _finding(topic, "value_difference", "question", [others[0], unclear[0]], de, en)


def _misspelt(one: str, two: str) -> bool:
    """Whether two full names differ by one letter at most: "Brinkhoff" and "Brinkhof" in one office are one."""
    short, long = sorted((compact(one), compact(two)), key=len)
    if len(long) - len(short) > 1 or len(short) < _LETTERS or one.split(maxsplit=1)[0] != two.split(maxsplit=1)[0]:
        return False
    k = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[k:] == long[k + 1 :] or (len(short) == len(long) and short[k + 1 :] == long[k + 1 :])


def _settled(claim: Claim, others: list[Claim]) -> bool:
    """Whether a release that has no day yet stands before or after every other one that says something else."""
    return all(
        same_value(claim, o) or claim.said.before(o.said) or o.said.before(claim.said)
        for o in others
        if o.said.release_id != claim.said.release_id
    )


def _unlike(claims: list[Claim]) -> list[Claim]:
    found: list[Claim] = []
    for claim in claims:
        if not any(same_value(claim, f) for f in found):
            found.append(claim)
    return found


def _follows(one: Claim, two: Claim) -> bool:
    """Whether a later value takes the place of an earlier one: a plan does not take the place of what is."""
    return not (two.predicate == "count" and two.modality == "planned" and one.modality != "planned")


def _later(chain: list[Claim]) -> tuple[str, str]:
    if chain[0].modality == "planned" and chain[-1].modality != "planned":
        return "geplant war es anders, als es kam", "it was planned otherwise than it came"
    if chain[0].predicate in HELD:
        return "nach der späteren Meldung jemand anderes", "somebody else by the later release"
    return "die spätere Meldung nennt einen anderen Stand", "the later release states another value"


def _same_day(topic: str, claims: list[Claim]) -> Between:
    if len({c.modality == "planned" for c in claims}) > 1 or any(c.scope.moved for c in claims):
        de, en = "das eine ist, das andere soll werden", "the one is so, the other is to come"
        verdict: Verdict = "change" if claims[0].predicate in HELD or any(c.scope.moved for c in claims) else "phase"
        return _finding(topic, "value_difference", verdict, claims, de, en)
    de, en = "zwei Meldungen desselben Tages, zwei Werte", "two releases of one day, two values"
    return _finding(topic, "value_difference", "conflict", claims, de, en)


def _dates(topic: str, distinct: list[Claim]) -> Between:
    """Two dates, or durations, of one thing: moved, of two editions, or a conflict."""
    ordered = _ordered(distinct)
    first, last = distinct[0], distinct[-1]
    if any(c.scope.moved for c in distinct[1:]) and (ordered or len(distinct) == 2):
        de, en = "der Text sagt selbst, dass es geändert wurde", "the text itself says that it was changed"
        return _finding(topic, "value_difference", "change", distinct, de, en)
    if first.modality == "planned" and ordered:
        de, en = "erst geplant, später anders berichtet: verschoben", "planned first, reported otherwise later: moved"
        return _finding(topic, "value_difference", "change", distinct, de, en)
    if ordered and _passed(first, last):
        de, en = "angekündigt war ein anderer Tag: verschoben", "another day had been announced: moved"
        return _finding(topic, "value_difference", "change", distinct, de, en)
    if first.predicate in {"starts_on", "ends_on"} and _YEARLY.search(first.name) and _editions(distinct):
        de, en = (
            "zwei Termine, jeder nahe an seiner Meldung: zwei Ausgaben",
            "two dates, each near its release: two editions",
        )
        return _finding(topic, "value_difference", "phase", distinct, de, en)
    return _finding(topic, "value_difference", "conflict", distinct, "beides kann nicht gelten", "both cannot hold")


def _passed(one: Claim, two: Claim) -> bool:
    """Whether the first release tells a start that was to come, and the second, written after that day, another one."""
    day = interval(one.value)[1]
    if one.predicate != "starts_on" or day is None or one.said.latest is None or two.said.earliest is None:
        return False
    return one.said.latest < day < two.said.earliest and not _YEARLY.search(one.name)


def _editions(claims: list[Claim]) -> bool:
    days = [interval(c.value)[0] for c in claims]
    known = [d for d in days if d is not None]
    if len(known) != len(claims) or any(abs((a - b).days) < _YEAR for a, b in combinations(known, 2)):
        return False
    said = [c.said.earliest for c in claims]
    return all(s is not None and abs((s - d).days) < _NEAR for s, d in zip(said, known, strict=True))


def _ordered(claims: list[Claim]) -> bool:
    """Whether the releases of the claims follow each other in time beyond doubt."""
    return all(a.said.before(b.said) for a, b in pairwise(claims))


def _value(claim: Claim) -> str:
    return f"{claim.value} {claim.unit}".strip()


def _finding(topic: str, kind: Kind, verdict: Verdict, claims: Sequence[Claim], de: str, en: str) -> Between:
    one = claims[0]
    values = tuple(_value(c) for c in claims)
    derived = [c for c in claims if c.said.derived]
    note_de = " (Zeit einer Meldung ohne Datum aus ihrem Text erschlossen)" if derived and verdict == "change" else ""
    note_en = " (the time of a release without a date is read from its text)" if derived and verdict == "change" else ""
    what_de = one.role or _WORD_DE.get(one.predicate, one.predicate)
    what_en = one.role or _WORD_EN.get(one.predicate, one.predicate)
    listed_de, listed_en = " / ".join(dict.fromkeys(values)), " / ".join(dict.fromkeys(values))
    return Between(
        one.subject, topic, kind, verdict, one.name, one.predicate,
        f"{one.name}, {what_de}: {listed_de}: {de}{note_de}.", f"{one.name}, {what_en}: {listed_en}: {en}{note_en}.",
        tuple(c.place for c in claims), values,
    )  # fmt: skip
