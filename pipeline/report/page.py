"""`belegt report`: one HTML file that needs nothing else: no network, no script, no font of its own."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.errors import UnwritableError
from db.export import words as names
from db.export.reading import snapshot
from pipeline.report import matrix, network, numbers, svg, tables, timeline
from pipeline.report.content import Content, Release
from pipeline.report.gather import gather
from pipeline.report.times import in_words, shown, written
from pipeline.report.words import WORDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LANGUAGES: Final = tuple(WORDS)
RELEASES: Final = 500
_SIDES: Final = 6
_QUOTE: Final = 600  # characters; a list may be longer than a page


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: what it is, its figure (empty: there is nothing to draw), and the table below."""

    name: str
    what: str
    figure: str
    shown: int
    total: int
    table: tables.Table | None
    note: str = ""


def write(path: Path, target: Path, lang: str) -> Content:
    """Write the report on the database at `path` to `target`, whole or not at all.

    Args:
        path: the database.
        target: the file; one that is there is replaced.
        lang: `de` or `en`.

    Raises:
        UnwritableError: the file cannot be written.
        DatabaseError: the database cannot be read.
    """
    with snapshot(path) as moment:
        content = gather(moment)
    text = page(content, lang)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8", newline="\n")
        part.replace(target)
    except OSError as error:
        with suppress(OSError):  # where the folder is none, neither is the part
            part.unlink()
        cure = "name a file in a folder that exists and can be written to"
        raise UnwritableError(f"it cannot be written: {error.strerror or error}", str(target), cure) from error
    return content


def page(content: Content, lang: str) -> str:
    """The report as HTML."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = lambda text: written(text, lang)
    environment.filters["shown"] = lambda text: shown(text, lang)
    environment.filters["in_words"] = lambda text: in_words(text, lang)
    environment.filters["number"] = lambda value: names.number(value, lang)
    environment.filters["cut"] = _cut
    words = WORDS[lang]
    with svg.style():
        sections = _sections(content, lang)
    dated = [release.published for release in content.releases if release.published]
    first, last = (written(dated[0], lang), written(dated[-1], lang)) if dated else ("", "")
    span = words["span" if first != last else "one_day"].format(first=first, last=last) if dated else ""
    return environment.get_template("report.html.j2").render(
        lang=lang,
        words=words,
        content=content,
        figures=_figures(content),
        sections=sections,
        span=span,
        since=words["since_only"].format(day=written(content.since, lang)) if content.since else "",
        releases=content.releases[-RELEASES:],
        sides=_SIDES,
        known={release.release_id: n for n, release in enumerate(content.releases[-RELEASES:], 1)},
        said=lambda group, name: names.said(getattr(names, group), name, lang),
        web=_web,
        left_out=words["left_out"].format(
            rejected=names.number(content.left_out.rejected, lang), negated=names.number(content.left_out.negated, lang)
        ),
    )


def _figures(content: Content) -> list[tuple[str, int]]:
    kinds = {"people": "PERSON", "organisations": "ORG", "infrastructures": "INFRASTRUCTURE", "projects": "PROJECT"}
    return [
        ("releases", len(content.releases)),
        ("facts", content.facts),
        ("decided", content.decided),
        *((word, content.kinds[kind]) for word, kind in kinds.items()),
        ("discrepancies", content.open_points),
    ]


def _sections(content: Content, lang: str) -> list[Section]:
    words = WORDS[lang]
    phases = sorted(content.phases, key=timeline.order)
    shown_phases = [phase for phase in phases if timeline.drawable(phase)][: timeline.SHOWN]
    differ = sum(phase.differs for phase in shown_phases)
    # Those that are named most often or have a term; then people in the order of their names.
    often = sorted(content.offices, key=lambda o: (not (o.since or o.until), -len(o.releases), o.person.casefold()))
    offices = sorted(often[: timeline.SHOWN], key=lambda o: (o.person.casefold(), o.since or "", o.role.casefold()))
    pairs = matrix.chosen(content.participations)
    rows, columns = matrix.shape(pairs)
    links = network.chosen(content.links)
    nodes, edges = network.size(links)
    several = numbers.several(content.counts)
    counted = several[: numbers.SHOWN]
    once = len(content.counts) - len(several)
    ordered = [*several, *(one for one in content.counts if one not in several)]
    return [
        _section(
            "phases", shown_phases, len(phases), lambda: timeline.phases(shown_phases, content.releases, lang),
            tables.phases(phases, lang), words, differ=differ,
        ),
        _section(
            "offices", offices, len(content.offices), lambda: timeline.offices(offices, content.releases, lang),
            tables.offices(sorted(content.offices, key=lambda o: (o.person.casefold(), o.role)), lang), words,
        ),
        _section(
            "matrix", pairs, len(content.participations), lambda: matrix.drawn(pairs),
            tables.participations(content.participations, lang), words, rows=rows, columns=columns,
        ),
        _section(
            "network", links, len(content.links), lambda: network.drawn(links, lang), tables.links(content.links, lang),
            words, nodes=nodes, n=edges,
        ),
        replace(
            _section(
                "counts", counted, len(several), lambda: numbers.drawn(counted, lang), tables.counts(ordered, lang), words,
                differ=sum(one.differs for one in counted),
            ),
            note=words["counts_once"].format(n=names.number(once, lang)) if once else "",
        ),
    ]  # fmt: skip


def _section(
    name: str,
    shown: Sequence[Any],
    total: int,
    draw: "Callable[[], Figure]",
    table: tables.Table,
    words: dict[str, str],
    **told: int,
) -> Section:
    figure = ""
    if shown:
        description = words[f"{name}_desc"].format(**{"n": len(shown)} | told)
        figure = svg.inline(draw(), name, words[name], description)
    return Section(name, words[f"{name}_what"], figure, len(shown), total, table if table.rows else None)


def _cut(quote: str) -> str:
    """The quote; of a long one both ends, for they say what it is."""
    return quote if len(quote) <= _QUOTE else f"{quote[: _QUOTE // 2].rstrip()} […] {quote[-_QUOTE // 2 :].lstrip()}"


def _web(release: Release) -> str | None:
    """Its address, where it is one that a browser may follow."""
    return release.url if release.url and release.url.startswith(("http://", "https://")) else None
