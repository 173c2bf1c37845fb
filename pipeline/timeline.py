"""What holds of one entity from when to when, as its releases tell it: pure, facts in, lines of time out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from db.names import fold
from pipeline.wording import WIDTH, quoted, shown_object, wrapped

_EVENTS: Final = {"starts_on": "starts", "ends_on": "ends"}


@dataclass(slots=True)
class Span:
    """One statement, by all releases that make it.

    Attributes:
        since, until: ISO day, month or year; None: open. told: whether a text gives `since`; else it is the day of the
            first release that says so.
        subject, predicate, object, qualifiers, modality, status: as in `v_fact`.
        quote, source, release_id, published: of the first release that says so.
        releases: all of them, oldest first.
        superseded: whether `until` is the day of a later release that states another number.
    """

    since: str | None
    until: str | None
    told: bool
    subject: str
    predicate: str
    object: Any
    qualifiers: Mapping[str, Any]
    modality: str
    status: str
    quote: str
    source: str
    release_id: str
    published: str | None
    releases: list[str] = field(default_factory=list)
    superseded: bool = False


def timeline(facts: Sequence[Mapping[str, Any]]) -> list[Span]:
    """What holds when, in the order of time; what nothing dates comes last.

    Args:
        facts: rows of `v_fact` with `source`, `published` and parsed `qualifiers`; those of one statement become one line.
    """
    spans: dict[tuple[Any, ...], Span] = {}
    ordered = sorted(facts, key=lambda f: (f["published"] or "9999", f["release_id"], f["start"], f["fact_id"]))
    for row in ordered:
        event = row["object"] if row["predicate"] in _EVENTS else None
        since = str(event).split("/", 1)[0] if event else row["valid_from"]
        key = (
            row["subject_id"] or fold(row["subject"]), row["predicate"], row["object_id"] or fold(str(row["object"])), row["modality"],
            since, row["valid_to"], fold(str(row["qualifiers"].get("organisation"))),
        )  # fmt: skip
        span = spans.setdefault(
            key,
            Span(
                since or row["published"], row["valid_to"] if not event else since, since is not None, row["subject"],
                row["predicate"], row["object"], row["qualifiers"], row["modality"], row["status"], row["quote"], row["source"],
                row["release_id"], row["published"],
            ),
        )  # fmt: skip
        if row["release_id"] not in span.releases:
            span.releases.append(row["release_id"])
    _supersede([span for span in spans.values() if span.predicate == "count" and not span.told])
    return sorted(
        spans.values(), key=lambda s: (s.since or "9999", s.until or "9999", s.subject, s.predicate, str(s.object))
    )


def lines(spans: Sequence[Span], width: int = WIDTH) -> Iterator[str]:
    """The lines of a timeline: from when to when, what, and the words of the first release that says so."""
    for span in spans:
        yield from wrapped(f"{_when(span)}  {_what(span)}", "  ", "    ", width)
        more = f" · {len(span.releases)} releases" if len(span.releases) > 1 else ""
        place = f"{span.published or 'no date'} · {span.source} · {span.release_id}{more}"
        yield from wrapped(quoted(span.quote), "    ", "    ", width)
        yield from wrapped(place, "    ", "      ", width)


def _supersede(counts: Sequence[Span]) -> None:
    """A number holds until a later release states another one of the same things."""
    for span in counts:
        later = [
            other.since
            for other in counts
            if fold(other.subject) == fold(span.subject) and other.modality == span.modality and _unit(other) == _unit(span)
            and other.object != span.object and (other.since or "") > (span.since or "9999")
        ]  # fmt: skip
        if later and span.until is None:
            span.until, span.superseded = min(day for day in later if day), True


def _unit(span: Span) -> str:
    return fold(str(span.object.get("unit"))) if isinstance(span.object, Mapping) else ""


def _when(span: Span) -> str:
    """`2025-07-01`, `2024 – 2026`, `from 2024`, `told 2025-01-10`, and `no date`."""
    if span.since is None:
        return f"until {span.until}" if span.until else "no date"
    if span.until == span.since:
        return span.since
    if span.until:
        return f"{span.since} – {span.until}"
    return f"from {span.since}" if span.told else f"told {span.since}"


def _what(span: Span) -> str:
    said = _EVENTS.get(span.predicate)
    target = "" if said else f" · {shown_object(span.object, span.qualifiers)}"
    marks = [f"[{mark}]" for mark, usual in ((span.modality, "asserted"), (span.status, "open")) if mark != usual]
    return " ".join([f"{span.subject} · {said or span.predicate}{target}", *marks])
