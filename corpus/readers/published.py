"""The day on which a page's release was issued, and why it is taken to be that day.

Voices are asked in the order of how seldom they err: what the page says in machine-readable form about its
publication, the release's own date line, the address, dates in the markup near the headline, and last htmldate
(Barbaresi 2020), which searches the whole page. What names a change ("modified") is never a publication.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from corpus.document import PublishedFrom
from corpus.readers import lines
from corpus.readers.boilerplate import MAX_DEPTH, MAX_VISIBLE
from corpus.readers.dateline import MONTH_NAMES, MONTHS, is_dateline, iso_day, masthead_day
from corpus.readers.page import Facts, visible, words
from corpus.readers.tree import Measures
from corpus.readers.walk import Stretch

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# In this order: what names the publication.
_DATE_NAMES: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "dcterms.issued",
    "dc.date.issued", "citation_publication_date", "publish-date", "publish_date", "publishdate", "pubdate",
    "publication_date", "date.published", "published", "last-published",
)  # fmt: skip
_ANY_DATE_NAMES: Final = (
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "dc.date.x-metadatadate",
)
"""What may be any date, and with some systems is that of the last change: the text's own date line comes first."""
_CHANGED: Final = re.compile(r"updated?|modified|revised|lastmod|geändert|aktualisiert|Änderung", re.IGNORECASE)
_PUBLISHED: Final = re.compile(r"publi(?:c|sh)|entry-date|post-?date|date-?published", re.IGNORECASE)
_URL_GERMAN_DAY: Final = re.compile(r"[/_-](\d\d)[.-](\d\d)[.-](20\d\d)(?=[/_.-]|$)")
_AHEAD: Final = 2
"""Days after today up to which a day of publication is not doubted."""
_SENTENCE: Final = 8
"""Words from which a line that ends with a full stop is running text."""
_BOXES: Final = frozenset({"li", "aside", "nav", "footer", "article"})
_NAME: Final = 30
"""Characters in a script before a date among which its name stands: "datePublished":"."""
_BEFORE: Final = 3
_AFTER: Final = 10
_SHORT: Final = 90
_DATE: Final = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|(?:{MONTH_NAMES})\.?)\s?\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.\d\d(?!\d))",
    re.IGNORECASE,
)
_URL_DAY: Final = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/_-]|$)")


class Day(NamedTuple):
    """A day of publication.

    Attributes:
        iso: the day.
        where: what `Document.published_from` says.
        reason: which voice named it, for a person: "meta article:published_time".
    """

    iso: str
    where: PublishedFrom
    reason: str


def day(
    root: "HtmlElement",
    main: "HtmlElement",
    measures: Measures,
    found: Facts,
    masthead: str | None,
    stretches: Sequence[Stretch],
) -> Day | None:
    """The day of publication, None where nothing names one.

    Args:
        root: the page's tree.
        main: its main part.
        measures: of the page.
        found: what its head says.
        masthead: the day of the release's own date line.
        stretches: everything that the page shows.
    """
    # What stands under embargo, or is announced, may be dated ahead; a day far ahead is a slip, or an event's.
    latest = (datetime.now(tz=UTC) + timedelta(days=_AHEAD)).date().isoformat()
    ahead = None
    for voice in _voices(root, main, measures, found, masthead, stretches):
        if voice.iso <= latest:
            return voice
        ahead = ahead or voice
    return ahead


def _voices(
    root: "HtmlElement",
    main: "HtmlElement",
    measures: Measures,
    found: Facts,
    masthead: str | None,
    stretches: Sequence[Stretch],
) -> Iterator[Day]:
    if iso := iso_day(str(found.node.get("datePublished") or "")):
        yield Day(iso, "meta", "schema.org datePublished")
    yield from _metas(found, _DATE_NAMES)
    title = next((stretch.node for stretch in stretches if stretch.kind == "title"), None)
    for tag in measures.elements:
        if tag.get("itemprop") == "datePublished":
            told = tag.get("datetime") or tag.get("content") or words(visible(tag)) or ""
            if iso := iso_day(told):
                yield Day(iso, "meta", "itemprop datePublished")
            break
    if iso := _address_day(found.url):
        yield Day(iso, "url", "canonical address")
    yield from _times(measures, main, title, marked=True)
    if masthead:
        yield Day(masthead, "text", "date line")
    if iso := _beside_headline(stretches):
        yield Day(iso, "text", "beside the headline")
    yield from _times(measures, main, title, marked=False)
    yield from _metas(found, _ANY_DATE_NAMES)
    if iso := _lone(stretches):
        yield Day(iso, "text", "the only date line")
    if measures.depth <= MAX_DEPTH and measures.size[root] <= MAX_VISIBLE:
        yield from _searched(root, found.url, stretches)


def _searched(root: "HtmlElement", url: str | None, stretches: Sequence[Stretch]) -> Iterator[Day]:
    """What htmldate finds, where the page shows it as a date of its own.

    It also takes changes for publications, days that the running text tells of, and the first of a bare month.
    """
    from htmldate import find_date
    from htmldate.extractors import get_external_parser

    marked = find_date(root, original_date=True, url=url, extensive_search=False)
    if not marked:
        # Else its last resort takes seconds to load the words of 200 languages.
        get_external_parser().languages = ["de", "en"]
    if not (told := marked or find_date(root, original_date=True, url=url)):
        return
    year, month, number = told.split("-")
    names = "|".join(name for name, value in MONTHS.items() if value == int(month))
    form = re.compile(
        rf"{year}[-/]?{month}[-/]?{number}|(?<!\d)0?{int(number)}\.\s?(?:0?{int(month)}\.\s?|(?:{names})\.?\s)"
        rf"(?:{year}|{year[2:]}(?!\d))",
        re.IGNORECASE,
    )
    doubtful = False
    for stretch in stretches:
        if not form.search(stretch.text):
            continue
        if len(stretch.text) <= lines.HEAD and not _is_sentence(stretch.text) and not _is_change(stretch):
            yield Day(told, "text", "htmldate, a short line")
            return
        doubtful = True
    for tag in root.iter("*"):
        values = tag.attrib.values()
        if (
            tag.tag == "script"
            and tag.text
            and any(_named_so(tag.text, found.start()) for found in form.finditer(tag.text))
        ):
            yield Day(told, "meta", "htmldate, a script")
            return
        if any(map(form.search, values)):
            if not _of_change(" ".join(map(str, values))):
                yield Day(told, "meta", "htmldate, an attribute")
                return
            doubtful = True
    if marked and not doubtful:
        # In a comment, or in words that are not German: "October 26, 2013".
        yield Day(told, "meta", "htmldate")


def _of_change(named: str) -> bool:
    """Whether an element names a change; "date updated published" is one that never was changed."""
    return bool(_CHANGED.search(named)) and not _PUBLISHED.search(named)


def _is_sentence(text: str) -> bool:
    return lines.ends_sentence(text) and len(text.split()) >= _SENTENCE


def _is_change(stretch: Stretch) -> bool:
    inner = (tag for tag in stretch.node.iter("time", "span") if _of_change(tag.get("class") or ""))
    return bool(_CHANGED.search(stretch.text)) or next(inner, None) is not None


def _named_so(script: str, at: int) -> bool:
    return bool(_PUBLISHED.search(script[max(0, at - _NAME) : at]))


def _lone(stretches: Sequence[Stretch]) -> str | None:
    """The day of the one date line that the page has outside its frame."""
    days = {
        stretch.text: masthead_day([stretch.text, ""])
        for stretch in stretches
        if not stretch.frame and is_dateline(stretch.text)
    }
    told = {day_ for day_ in days.values() if day_}
    return told.pop() if len(told) == 1 else None


def _metas(found: Facts, names: Sequence[str]) -> Iterator[Day]:
    for name in names:
        if (told := found.names.get(name)) and (iso := iso_day(told)):
            yield Day(iso, "meta", f"meta {name}")


def _address_day(url: str | None) -> str | None:
    path = urlsplit(url).path if url else ""
    if match := _URL_DAY.search(path):
        return iso_day("-".join(match.groups()))
    if match := _URL_GERMAN_DAY.search(path):
        return iso_day(".".join(match.groups()))
    return None


def _times(measures: Measures, main: "HtmlElement", title: "HtmlElement | None", *, marked: bool) -> Iterator[Day]:
    """Of several times in an article the later ones are those of comments and of other articles.

    Args:
        measures: of the page.
        main: its main part.
        title: the headline's element; what stands below it comes first.
        marked: look at those alone that call themselves the publication's, or at those alone that do not.
    """
    times = []
    for tag in measures.named["time"]:
        named = f"{tag.get('class') or ''} {tag.get('itemprop') or ''}"
        is_marked = tag.get("pubdate") is not None or bool(_PUBLISHED.search(named))
        if is_marked is marked and not _of_change(named) and not _in_teaser(tag, main, measures):
            times.append(tag)
    inside = [tag for tag in times if any(above is main for above in tag.iterancestors())]
    candidates = inside or times
    if title is not None and len(candidates) > 1:
        places = {tag: place for place, tag in enumerate(measures.elements)}
        candidates.sort(key=lambda tag: places[tag] < places[title])
    for tag in candidates[:1]:
        if iso := iso_day(tag.get("datetime") or visible(tag)):
            yield Day(iso, "meta", "time")


def _in_teaser(tag: "HtmlElement", main: "HtmlElement", measures: Measures) -> bool:
    """Whether an element lies in one of the boxes that show other articles."""
    for above in tag.iterancestors():
        if above is main or above in (main.getparent(), None):
            return False
        if above.tag in _BOXES and above not in measures.headed:
            return True
    return False


def _beside_headline(stretches: Sequence[Stretch]) -> str | None:
    """The one day that short lines about the headline name: "Redaktion | 31.03.2020 | 3 Minuten"."""
    title = next((n for n, stretch in enumerate(stretches) if stretch.kind == "title"), None)
    if title is None:
        return None
    for part in (stretches[title + 1 : title + _AFTER], stretches[max(0, title - _BEFORE) : title]):
        for stretch in part:
            if (
                len(stretch.text) > _SHORT
                or _is_sentence(stretch.text)
                or stretch.frame
                or stretch.kind in {"list_item", "table_row"}
                or _CHANGED.search(stretch.text)
            ):
                continue
            days = _DATE.findall(stretch.text)
            if len(days) == 1 and (iso := iso_day(days[0])):
                return iso
    return None
