"""Taking part, paying and leading by classes of verbs and nouns: who stands in which place beside the verb, and what does.

A frame says for one class which place each of the two has: "|X| bringt sich |in Y| ein", "|A und B| bilden |Y|", "die Federführung
|für Y| liegt |bei X|". It finds what the older rules, which know phrases, have not.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from extractors.base import Context, Fact, Mention, Span
from extractors.layout import around
from extractors.needles import Sought
from extractors.relations.brought_in import brings
from extractors.relations.clauses import Clause, clauses
from extractors.relations.described_parts import described_parts
from extractors.relations.engaged import engaged
from extractors.relations.frame_table import Frame, every_frame
from extractors.relations.funding import NO_FUNDS
from extractors.relations.in_towns import SINGULAR
from extractors.relations.modality import modality_of
from extractors.relations.slots import Row, back_rows, rows, stand_in
from extractors.relations.subjects import EVENT, Sentences, Subject

_UNDERTAKINGS: Final = ("PROJECT", "INFRASTRUCTURE")
# What is refused, wished for, thought of
_UNREAL: Final = Sought(
    r"\b(?:verzicht\w*|könnten?|würden?|hätten?|wären?|lehn(?:t|en|te|ten)\b[^.;!?]{0,200}\bab\b|abgelehnt|abzulehnen|forder(?:t|te|n|ten)|wünsch\w+|sollte(?:n)?|anstatt|kritisier\w+|prüf(?:t|en|te|ten)[ \u00a0]ob|hofft|hoffen|bewirbt|bewerben|beworben|noch offen)\b"
)
_OPEN: Final = re.compile(r"^(?:Ob|Wenn|Falls|Wer|Sollten?|Könnten?|Würden?|Wären?)\b|\?$")
_GREETS: Final = re.compile(r"\b(?:gratulier|begrüß|lob|würdig|berichte|dank|empfiehl|empfehl|informier)\w*")
# "|Beteiligt| sind A und B", "A ist |dabei|": of what the release is about
_PARTNER: Final = re.compile(
    r"(?i:federführend$|beteilig|eingebunden|angeschlossen|dabei|kooperier|mitwirk|mitgewirkt|beigetreten|hinzugekommen)"
)
# "das |Zentrum| für Hautkrankheiten", "das |Bündnis| Stadtgrün": a body of bodies, in which one takes part as in a net
_JOINT_BODY: Final = re.compile(
    r"(?<![\w-])[\w-]{0,40}(?i:zentrum|netz|netzwerk|verbund|allianz|cluster|campus|kolleg|bündnis|konsortium|arbeitsgemeinschaft|forum|initiative|plattform|register|verband|gesellschaft|akademie|fonds)s?(?![\w-])"
)
# bodies of bodies that stay their own; the houses of a "Klinikverbund" are parts of it
_LEAGUE: Final = re.compile(
    r"(?<!linik)(?<!haus)(?<!ilial)(?i:netzwerk|verbund|konsortium|allianz|bündnis|arbeitsgemeinschaft)(?:e?s)?(?![\w-])"
)
_UNTOLD: Final = "*"
_COSTS: Final = Sought(
    r"(?<![\w-])(?:[Dd]ie|[Dd]as)[ \u00a0](?:[a-zäöüß]+en?[ \u00a0])?(?:(?:Projekt|Gesamt|Förder)?(?:kosten|mittel|summe)|Kosten|Mittel|Finanzierung|Förderung|Geld|Gelder|Fördergelder)(?![\w-])(?![ \u00a0](?:der|des|von|für|zur|zum|aus|in|an)(?![\w-]))"
)
_SPONSOR: Final = Sought(
    r"(?<![\w-])(?i:(?:haupt)?sponsor(?:en|in)?|(?:haupt)?förder(?:er|in)|(?:haupt)?geldgeber(?:in)?|fördermittelgeber|mittelgeber|zuwendungsgeber)[ \u00a0](?:ist|sind|war|waren)(?![\w-])"
)
_TOGETHER: Final = frozenset(
    (
        "gemeinsam",
        "zusammen",
        "zusammenarbeit",
        "kooperation",
        "partnerschaft",
        "verbund",
        "seite",
        "partner",
        "partnern",
    )
)


_ATTACHED: Final = re.compile(r"(?i)an(?:ge)?b[iu]nd|angegliedert|angesiedelt")


_UNION: Final = re.compile(
    r"(?:Deutsche|Europäische|Internationale|Österreichische|Schweizerische)[nrs]?[ \u00a0](?:[\w-]+[ \u00a0]){0,4}[\w-]*(?i:gesellschaft|verband|bund|akademie|vereinigung)"
)


_ONE_DOES: Final = re.compile(r"(?:Sie|Er|Es)[ \u00a0]")


def _takes_members(name: str) -> bool:
    """Whether a body is one of bodies: "Bündnis X", "Deutscher Hospizverband"; a "Wohnungsbaugesellschaft" is none."""
    return _JOINT_BODY.match(name) is not None or _UNION.match(name) is not None


def _fits(m: Mention, labels: tuple[str, ...]) -> bool:
    return m.label in labels or (
        m.label == "ORG" and labels == _UNDERTAKINGS and _takes_members(str(m.attributes["name"]))
    )


def frames(text: str, found: Sentences, context: Context, name: str, version: int) -> Iterator[Fact]:
    """The facts of all sentences, in text order."""
    money = sorted((m for m in context.mentions if m.label == "MONEY"), key=lambda m: m.span.start)
    for i, (start, end) in enumerate(found.spans):
        if not found.named(start, end) or found.quoted(start, end):
            continue
        if _OPEN.search(text[start:end]) or _UNREAL.search(text, start, end):
            continue
        sums = [m for m in money if start <= m.span.start < end]
        names = rows(text, found, start, end)
        about = None if any(m.label in (*_UNDERTAKINGS, EVENT) for r in names for m in r.members) else found.about(i)
        first, *inner = clauses(text, back_rows(text, found, i, names), start, end)
        # "Das Netzwerk X wächst: Seit Mai ist auch Y dabei"
        theme = next((_theme(r) for r in first.rows if r.case == "nom" and r.members[0].label in _UNDERTAKINGS), None)
        heard = {frame.verb for frame in every_frame() if frame.verb.may_stand(text, start, end)}
        tried = [frame for frame in every_frame() if frame.verb in heard]
        for clause in (first, *inner):
            if not clause.open:
                untold = (
                    about
                    if clause is first or any(m.label in _UNDERTAKINGS for r in clause.rows for m in r.members)
                    else theme
                )
                said = set()
                for frame in tried:
                    for fact in _filled(text, (start, end), clause, frame, sums, untold, name, version):
                        said.add((fact.subject, fact.predicate))
                        yield fact
                for more in (engaged, described_parts):
                    # "A misst; |B rechnet|": behind a semicolon stands a sentence of its own
                    main = clause is first or text[clause.stretches[0][0]] == ";"
                    for fact in more(text, found, i, clause, name, version, main=main):
                        if (fact.subject, fact.predicate) not in said:
                            yield fact


def _filled(
    text: str, sentence: tuple[int, int], clause: Clause, frame: Frame, sums: list[Mention],
    about: Subject | None, name: str, version: int,
) -> Iterator[Fact]:  # fmt: skip
    """The facts of one clause by one frame."""
    if frame.money and (not sums or any(NO_FUNDS.match(text, m.span.end) for m in sums)):
        return
    things = [r for r in clause.rows if frame.thing(r) and _fits(r.members[0], frame.things)]
    # "Die |Gesellschaft| X unterstützt das Netzwerk Y": an undertaking goes before a body of bodies
    things = [r for r in things if r.members[0].label in frame.things] or things
    if not things and about is not None and frame.rule in ("joins", "partner_of", "in_charge"):
        things = [_told(text, about)]
    if not things and about is not None and about.label in _UNDERTAKINGS and _unowned(text, clause, frame):
        things = [_told(text, about)]
    if not things:
        return
    verb = next(
        (
            v
            for v in islice(frame.verb.finditer(text, *sentence), 6)
            # "ruft auf, sich zu beteiligen": nobody does yet
            if clause.holds(v.start(), v.end()) and text[max(0, v.start() - 4) : v.start()].split()[-1:] != ["zu"]
        ),
        None,
    )
    if (
        verb is not None
        and things[0].members[0].label == "ORG"
        and _ATTACHED.match(verb[0])
        and frame.things == _UNDERTAKINGS
    ):
        # "die Stabsstelle, angebunden am |Zentrum für Informatik|": where it sits, not in what it takes part
        return
    if verb is None or (frame.test is not None and not clause.says(text, frame.test)):
        return
    if frame.unless is not None and clause.says(text, frame.unless):
        return
    if frame.rule in ("joins", "partner_of", "pays_amount") and clause.says(text, _GREETS):
        return
    if frame.rule in ("joins", "partner_of", "won_for") and any(brings(text, a, b) for a, b in clause.stretches):
        return
    thing = things[0]
    if thing.governor == _UNTOLD and frame.predicate != "funds" and not _PARTNER.match(verb[0]):
        return
    # of two nominatives the first is the subject, unless it is the thing; "Als Leiterin von X begrüßte A |die Hochschule B|" says nothing of B
    doers = [r for r in clause.rows if r is not thing and frame.who(r)][:1]
    if frame.along and doers:
        doers += [r for r in clause.rows if r is not thing and r not in doers and _accompanies(r)]
    # "die |Universitätsklinika| in Ulm und Tübingen" is no one's name
    who = [m for r in doers for m in r.members if m.label in frame.actors and m.span.quote.casefold() not in SINGULAR]
    if len(who) < frame.least:
        return
    if frame.rule == "steers" and _ONE_DOES.match(text, *sentence) and who[0].span.start > verb.start():
        return  # "|Sie| leitet am Klinikum X auch das Zentrum Y"
    amounts = [{"amount": dict(m.norm)} for m in sums] if frame.predicate == "funds" and len(sums) <= 3 else []
    for m in who:
        for target in thing.members:
            if frame.predicate == "part_of" and m.label == "ORG" and target.label != "ORG":
                # "Das Klinikum X gehört zum Netzwerk Y": a body takes part in a net, it is no part of it
                continue
            # "Zum Biobank-Verbund X gehört die Biobank Y"
            joins = (
                frame.rule == "assigned"
                and m.label == target.label == "ORG"
                and _LEAGUE.search(target.attributes["name"]) is not None
            )
            if not _fits(target, frame.things) or target.attributes["name"] == m.attributes["name"]:
                continue
            low = max(sentence[0], min(m.span.start, target.span.start, verb.start()))
            high = min(sentence[1], max(m.span.end, target.span.end, verb.end()))
            for qualifiers in amounts or [{}]:
                yield Fact(
                    m.attributes["name"], "participates_in" if joins else frame.predicate, target.attributes["name"], m.span.quote, target.span.quote,
                    around(text, *sentence, Span.of(text, low, high)), frame.score - 0.1 * (thing.governor == _UNTOLD), name, frame.rule, version,
                    modality_of(text[slice(*sentence)]), qualifiers,
                )  # fmt: skip


def _unowned(text: str, clause: Clause, frame: Frame) -> bool:
    """ "|Die Kosten| teilen sich A und B", "|Die Mittel| stammen von A", "Hauptsponsor ist A": of what is not said."""
    bodies = sum(m.label == "ORG" for r in clause.rows for m in r.members)
    if frame.rule == "payer_is":
        return bodies > 0 and clause.says(text, _SPONSOR)
    return frame.rule in ("grants", "flows") and bodies > 0 and clause.says(text, _COSTS)


def _theme(row: Row) -> Subject:
    m = row.members[0]
    return Subject(m.attributes["name"], m.span.quote, m.span.start, m.label)


def _told(text: str, about: Subject) -> Row:
    """What the release is about, for "Beteiligt sind A und B", which leaves it unsaid."""
    mention = stand_in(text, about.start, about.start + len(about.quote), about)
    return Row((mention,), "", "", _UNTOLD, "", about.start, about.start)


def _accompanies(row: Row) -> bool:
    """ "gemeinsam |mit X und Y|", "|neben X|"."""
    return row.case == "prep" and (row.prep == "neben" or (row.prep == "mit" and row.governor.lower() in _TOGETHER))
