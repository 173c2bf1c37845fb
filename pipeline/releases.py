"""The history of one release: what each of its texts changed in the one before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from db import revisions
from pipeline.output import write_csv_of, write_json, write_lines
from pipeline.wording import WIDTH, plural, quoted, width_of, wrapped

_TOLD: Final = ("title", "publisher", "published", "url")
_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"\S+")
_CLOSELY: Final = 2_000
"""Words on either side of a change up to which single words are compared; the time grows with their product."""
_AROUND: Final = 30
_GAP: Final = 3
"""Words: changes that stand nearer than this are shown as one, for `fünf` -> `acht` alone says nothing."""

Piece = tuple[int, int]
"""A stretch of a text: start and end, code points."""


def show(path: Path, name: str, how: str) -> None:
    """Print the history of the release of that id: `how` is table, json or csv.

    Raises:
        DatabaseError: as `db.revisions.revisions`.
    """
    told = history(revisions.revisions(path, name))
    if how == "json":
        write_json(told)
    elif how == "csv":
        write_csv_of((*revisions.REVISION, "changes"), told)
    else:
        write_lines(lines(told, revisions.copies(path, told[-1]["release_id"]), width_of()))


def history(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The revisions, each with `changes` against the one before; the first has none.

    A change of the text is `{"before", "after", "start", "end"}`: the words that were there and those that are, with
    the place of the latter in the revision's own text (code points; where words went, both are the place they left).
    A change of what is known beside the text is `{"field", "before", "after"}`.
    """
    told = []
    for n, row in enumerate(found):
        changes: list[dict[str, Any]] = []
        if n:
            before = found[n - 1]
            changes += [
                {"field": name, "before": before[name], "after": row[name]}
                for name in _TOLD
                if before[name] != row[name]
            ]
            for (a, b), (start, end) in edits(before["text"], row["text"]):
                changes.append(
                    {"before": before["text"][a:b], "after": row["text"][start:end], "start": start, "end": end}
                )
        told.append({**row, "changes": changes})
    return told


def edits(before: str, after: str) -> Iterator[tuple[Piece, Piece]]:
    """Where two texts differ: a stretch of the one and the stretch of the other that stands in its place.

    Lines are compared first, and inside those that differ the words: a release has few lines and many words.
    """
    whole = (0, len(before)), (0, len(after))
    for old, new in _differing(_LINE, (before, after), whole, junk=True):
        if max(len(_WORD.findall(before, *old)), len(_WORD.findall(after, *new))) > _CLOSELY:
            yield old, new
        else:
            yield from _joined(after, list(_differing(_WORD, (before, after), (old, new), junk=False)))


def lines(told: Sequence[Mapping[str, Any]], copies: Sequence[Mapping[str, Any]], width: int = WIDTH) -> Iterator[str]:
    """The lines about one release: its revisions with their changes, and its copies."""
    latest = told[-1]
    yield from wrapped(f"{latest['release_id']} · {plural(len(told), 'revision')}", "", "  ", width)
    for row in told:
        current = " (current)" if row["current"] else ""
        yield ""
        place = f"seen {row['first_seen'][:16]} to {row['last_seen'][:16]}"
        yield from wrapped(f"{row['revision']}{current} · {place} · {row['source']}", "", "  ", width)
        if row["revision"] == told[0]["revision"]:
            yield from wrapped(f"{row['title'] or 'no title'} · {row['published'] or 'no date'}", "  ", "  ", width)
        elif not row["changes"]:
            yield "  the text of the one before"
        for change in row["changes"]:
            yield from _change(row["text"], change, width)
    if copies:
        yield ""
        yield f"Copies of it, or it of them: {len(copies)}"
        for copy in copies:
            parts = (copy["published"] or "no date", copy["publisher"], copy["source"], copy["release_id"])
            yield from wrapped(" · ".join(part for part in parts if part), "  ", "    ", width)


def _change(text: str, change: Mapping[str, Any], width: int) -> Iterator[str]:
    if "field" in change:
        told = " → ".join(change[side] or "–" for side in ("before", "after"))
        yield from wrapped(f"{change['field']}: {told}", "  ", "    ", width)
        return
    start, end = change["start"], change["end"]
    yield from wrapped(f"at {start}, {_context(text, start, end)}", "  ", "    ", width)
    for sign, words in (("-", change["before"]), ("+", change["after"])):
        if words:
            yield from wrapped(quoted(words), f"    {sign} ", "      ", width)


def _context(text: str, start: int, end: int) -> str:
    """What stands around a change, so that it can be told apart from others."""
    before = " ".join(text[max(start - _AROUND, 0) : start].split())
    after = " ".join(text[end : end + _AROUND].split())
    if before:
        return f"after {quoted(before.partition(' ')[2] or before)}"
    return f"before {quoted(after.rpartition(' ')[0] or after)}" if after else "all of it"


def _differing(
    piece: re.Pattern[str], texts: tuple[str, str], within: tuple[Piece, Piece], *, junk: bool
) -> Iterator[tuple[Piece, Piece]]:
    """The stretches that differ, made of whole pieces; one that is empty stands where the other's words are missing."""
    (before, after), (old_window, new_window) = texts, within
    old = [found.span() for found in piece.finditer(before, *old_window)]
    new = [found.span() for found in piece.finditer(after, *new_window)]
    matcher = SequenceMatcher(None, [before[a:b] for a, b in old], [after[a:b] for a, b in new], autojunk=junk)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield _stretch(old, a, b, old_window[0]), _stretch(new, c, d, new_window[0])


def _stretch(pieces: list[Piece], first: int, last: int, begin: int) -> Piece:
    if first < last:
        return pieces[first][0], pieces[last - 1][1]
    at = pieces[first - 1][1] if first else begin
    return at, at


def _joined(after: str, found: list[tuple[Piece, Piece]]) -> Iterator[tuple[Piece, Piece]]:
    """The changes, those with few words between them as one."""
    while found:
        old, new = found.pop(0)
        while found and len(after[new[1] : found[0][1][0]].split()) < _GAP:
            (_, old_end), (_, new_end) = found.pop(0)
            old, new = (old[0], old_end), (new[0], new_end)
        yield old, new
