"""A digest to read: as text in 72 columns, as one HTML file that mail programs show, and as rows for programs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Final

from db.digest import Window
from pipeline.digest_words import PHRASES, Language, day, fact, kind
from pipeline.reconcile.digest import GROUPS, Entry
from pipeline.wording import quoted, visible, wrapped

WIDTH: Final = 72
SHOWN: Final = 12
"""Lines of a group that are shown; the rest is counted, and stands in the JSON."""

_QUOTE: Final = 220
_SINGLE: Final = frozenset({"starts_on", "ends_on", "lasts", "said"})
_FINDINGS: Final = frozenset({"contradicts", "changes", "questions"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told: its quotes with what they claim and where they stand, and the facts that one quote supports."""

    text: str
    quotes: tuple[tuple[str, str, str], ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One group of one release; `more` says what is not shown."""

    head: str
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Section:
    """One release."""

    title: str
    about: str
    source: str
    url: str | None
    notes: tuple[str, ...]
    parts: tuple[Part, ...]


def as_rows(entries: Iterable[Entry], known: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """One object a release, with all of its groups.

    Args:
        entries: the digest.
        known: title, date and source of the releases that are named in it, by id.
    """
    told = ("release_id", "title", "publisher", "published", "source", "url", "first_seen", "cluster_id")
    for entry in entries:
        row = asdict(entry)
        row["release"] = {name: entry.release[name] for name in told}
        row["confirms"] = [{**f, "before": _known(known, f["before"])} for f in entry.confirms]
        row["copy_of"] = entry.copy_of and _known(known, entry.copy_of)
        yield row


def title(n: int, window: Window, language: Language) -> str:
    """The head of the digest, good as a mail's subject: "Neu seit 12. März 2026: 3 Meldungen"."""
    words = PHRASES[language]
    first = day(window.first, language)
    last = None if window.last is None else day(_day_before(window.last), language)
    if last is None:
        when = words.since.format(first=first)
    else:
        when = (words.on if first == last else words.between).format(first=first, last=last)
    return {0: words.nothing, 1: words.one}.get(n, words.many).format(when=when, n=n)


def text(
    entries: Sequence[Entry], known: Mapping[str, Mapping[str, Any]], window: Window, language: Language
) -> Iterator[str]:
    """The lines of the digest, of at most 72 columns but for addresses."""
    head = title(len(entries), window, language)
    yield head
    if entries:
        yield "=" * len(head)
    for section in sections(entries, known, language):
        yield ""
        yield from wrapped(section.title, width=WIDTH)
        yield from wrapped(section.about, width=WIDTH)
        yield visible(section.url or section.source)
        for note in section.notes:
            yield from wrapped(f"({note})", "", " ", WIDTH)
        for part in section.parts:
            yield ""
            yield f"  {part.head}"
            for line in part.lines:
                if line.text:
                    yield from wrapped(line.text, "  - ", "    ", WIDTH)
                for claim, quote, place in line.quotes:
                    mark = "    " if line.text else "  - "
                    yield from wrapped(f"{claim}: {quote}" if claim else quote, mark, "    ", WIDTH)
                    if place:
                        yield from wrapped(f"({place})", "    ", "     ", WIDTH)
                for one in line.facts:
                    yield from wrapped(one, "    > ", "      ", WIDTH)
            if part.more:
                yield f"  {part.more}"


def sections(entries: Iterable[Entry], known: Mapping[str, Mapping[str, Any]], language: Language) -> Iterator[Section]:
    """The digest in the words of the language, release by release."""
    words = PHRASES[language]
    for entry in entries:
        release = entry.release
        about = " · ".join(filter(None, (day(release["published"], language), release["publisher"])))
        notes = []
        if entry.copy_of:
            notes.append(words.copy.format(title=_place(known, entry.copy_of, language)))
        if entry.changed:
            notes.append(words.changed)
        parts = tuple(_part(entry, group, known, language) for group in GROUPS if entry.group(group))
        if not parts:
            notes.append(words.bare)
        yield Section(
            _line(release["title"] or words.no_title), about, release["source"], release["url"], tuple(notes), parts
        )


def _part(entry: Entry, group: str, known: Mapping[str, Mapping[str, Any]], language: Language) -> Part:
    words = PHRASES[language]
    rows = entry.group(group)
    shown = rows[:SHOWN]
    if group == "names":
        shown = rows  # names are short: a line a kind
        lines = list(_names(rows, language))
    elif group in _FINDINGS:
        lines = [_finding(row, known, language) for row in shown]
    elif group == "confirms":
        lines = [
            Line(
                f"{fact(row, language)} ({words.before.format(when=day(known[row['before']]['published'], language), title=_name(known[row['before']]))})"
            )
            for row in shown
        ]
    else:
        lines = list(_facts(shown, language))
    left = len(rows) - len(shown)
    return Part(f"{words.groups[group]}: {len(rows)}", tuple(lines), words.more.format(n=left) if left else "")


def _names(rows: Iterable[Mapping[str, Any]], language: Language) -> Iterator[Line]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        kinds[row["kind"]].append(row["name"])
    for label in sorted(kinds):
        yield Line(f"{kind(label, language)}: {'; '.join(sorted(kinds[label]))}")


def _finding(row: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], language: Language) -> Line:
    quotes = tuple(
        # where a list is compared, its values are who came and who went, and the reason names them
        ("" if row["kind"] == "membership" else day(v["value"] or "", language), quoted(v["quote"], _QUOTE), _place(known, v["release_id"], language))
        for v in row["values"]
    )  # fmt: skip
    return Line(row[f"reason_{language}"], quotes)


def _facts(rows: Sequence[Mapping[str, Any]], language: Language) -> Iterator[Line]:
    for _, together in groupby(rows, key=lambda row: (row["start"], row["end"])):
        of = list(together)
        if [row["predicate"] for row in of] == ["said"]:
            yield Line(fact(of[0], language))  # the quote is the fact
        else:
            yield Line("", (("", quoted(of[0]["quote"], _QUOTE), ""),), tuple(_together(of, language)))


def _together(rows: Iterable[Mapping[str, Any]], language: Language) -> Iterator[str]:
    """The facts of one quote, those that differ in nothing but their object as one: a list of members is one line."""
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for number, row in enumerate(rows):
        plain = isinstance(row["object"], str) and not row["qualifiers"] and row["predicate"] not in _SINGLE
        found[(row["subject"], row["predicate"], row["modality"]) if plain else (number,)].append(row)
    for same in found.values():
        yield fact(
            {**same[0], "object": "; ".join(row["object"] for row in same)} if len(same) > 1 else same[0], language
        )


def _place(known: Mapping[str, Mapping[str, Any]], release_id: str, language: Language) -> str:
    one = known[release_id]
    return f"{day(one['published'], language)}, {_name(one)}"


def _name(release: Mapping[str, Any]) -> str:
    return _line(release["title"] or release["source"])


def _line(name: str) -> str:
    return " ".join(name.split())


def _known(known: Mapping[str, Mapping[str, Any]], release_id: str) -> dict[str, Any]:
    return {name: known[release_id][name] for name in ("release_id", "title", "published", "source")}


def _day_before(last: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(last) - timedelta(days=1)).isoformat()
