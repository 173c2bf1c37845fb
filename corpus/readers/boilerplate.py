"""Which stretches of a page are its release, and which are about it: menus, teasers, comments, banners.

trafilatura (Barbaresi 2021) has the first word. What it takes marks the release's home in the tree; the tree then
gives back what belongs there and was lost (items and cells whose text sits in a `span`, leads, whole sections), and
takes out what names itself as something else ("Das könnte Sie auch interessieren").
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from corpus.readers import lines
from corpus.readers.dateline import is_dateline
from corpus.readers.home import LINKED, LISTED, PROSE, beside, home_of, inside, is_prose
from corpus.readers.page import fold
from corpus.readers.tree import Measures
from corpus.readers.walk import Stretch

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_DEPTH: Final = 250
"""Nesting up to which trafilatura is asked: it goes into the tree by recursion."""
MAX_VISIBLE: Final = 1_500_000
"""Code points of visible text up to which trafilatura is asked."""
_HEAVY: Final = ("script", "style", "noscript", "svg", "nav", "select", "button", "iframe", "head", "template")
_SMALL: Final = 400
"""Code points of unlinked text in the main part up to which all of it is the release: too little to judge by."""
_LONG: Final = 20
_AHEAD: Final = 400
_CUT: Final = re.compile(
    r"(?:(?:Das|Dies|Diese\s+\w+)\s+k(?:ö|oe)nnten?\s+(?:Sie|Dich|Euch|Ihnen|dir)?\b.{0,20}\b(?:interessieren|gefallen)"
    r"|(?:Lesen Sie|Lies|Lest|Siehe|Sehen Sie)\s+(?:auch|dazu|hierzu|mehr|jetzt|hier|weiter)\b.{0,40}"
    r"|(?:Auch|Ebenfalls|Passend|Außerdem)\s+(?:interessant|lesenswert|zum Thema|dazu)\b.{0,30}"
    r"|(?:Noch\s+)?[Mm]ehr\s+(?:zum|zu|zur|über|von|aus|Artikel|Beiträge|News|Nachrichten|Themen|Infos|Meldungen|dazu|lesen|auf)\b.{0,35}"
    r"|(?:Weitere|Ähnliche|Verwandte|Neueste|Neue|Letzte|Aktuelle|Aktuellste|Beliebte(?:ste)?|Andere|Passende|Top|Alle|Kommentierte|Vorherige[rs]?|Nächste[rs]?)\s+"
    r"(?:\w+\s+){0,2}(?:Artikel|Beiträge|Beitrag|Themen|Meldungen|News|Nachrichten|Pressemitteilungen|Berichte|Posts|Inhalte|Kommentare|Videos|Links|Storys|Stories)\b.{0,60}"
    r"|(?:Am\s+)?[Mm]eist(?:en)?[\s-]?(?:gelesen|geklickt|kommentiert|diskutiert|gesucht|gesehen).{0,30}|Inhaltsverzeichnis|Inhalt|Schon gelesen|Keine Kommentare.{0,60}|Letzte (?:Änderung|Aktualisierung).{0,30}"
    r"|(?:Related|Similar|Recent|Popular|Latest|You may also|You might also|Leave a|Share this|Read more)\b.{0,40}"
    r"|(?:\d+\s+)?(?:Kommentare?|Comments?|Leserkommentare|Antworten|Trackbacks?|Pingbacks?|Reaktionen|Gedanken zu)\b.{0,30}"
    r"|(?:Schreib(?:e|en Sie)?|Hinterlass(?:e|en Sie)?|Verfass(?:e|en Sie)?)\b.{0,12}\bKommentar.{0,20}|Kommentar (?:verfassen|schreiben|hinterlassen|abgeben)"
    r"|(?:Diesen\s+)?(?:Artikel|Beitrag|Seite|News|Meldung|Jetzt)?\s*(?:[Tt]eilen|[Ww]eiterempfehlen|TEILEN)(?:\s+(?:mit|auf|via|über)\b.{0,30})?"
    r"|(?:Zum\s+|Unser(?:en)?\s+)?Newsletter\b.{0,40}|Anzeigen?|ANZEIGE|Werbung|Advertisement|Schlagw(?:orte|örter)|Schlagworte|Tags|Stichworte|Bewerten|Über den Autor|Über die Autorin)\s*[:.…!?]*\s*$"
)
"""Headings of what the page shows beside and below its release."""
_LEADS: Final = 15
_LEAD: Final = re.compile(
    r"(?:lead|teaser-?text|teasertext|intro|vorspann|subline|subtitle|excerpt|abstract|summary|anriss|standfirst|--?teaser)(?:$|[\s_-]|text)",
    re.IGNORECASE,
)
_IMAGED: Final = re.compile(
    r"(?:^|[\s_-])(?:captions?|bildunterschrift|bildtext|img_description|image-?description|picbox|mediainfo|wp-caption-text|lightbox\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_RUNNING: Final = frozenset({None, "paragraph", "lead", "caption"})
_CREDIT: Final = re.compile(r"(?:Foto|Bild|Grafik|Symbolfoto|Symbolbild|Credit|Copyright|©|\(c\))\b", re.IGNORECASE)


def vote(root: "HtmlElement", measures: Measures) -> str:
    """The main text as trafilatura sees it, empty where it sees none or the page is too odd to ask."""
    if measures.depth > MAX_DEPTH or measures.size[root] > MAX_VISIBLE:
        return ""
    from copy import copy

    import trafilatura
    from lxml.etree import Comment, strip_elements

    tree = copy(root)
    strip_elements(tree, *_HEAVY, Comment, with_tail=False)
    # The exhaustive mode asks two more programs and takes half as long again; the tree answers better below.
    found = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    return str(getattr(found, "text", None) or "")


def seen(stretches: Sequence[Stretch], text: str) -> list[bool]:
    """Which of the stretches are in a text made of the same page, in the same order."""
    folded_rows = [fold(row) for row in text.split("\n")]
    whole, rows = "".join(folded_rows), set(folded_rows)
    at = 0
    found = []
    for stretch in stretches:
        if stretch.kind == "table_row":
            cells = [cell for cell in map(fold, stretch.text.split(" | ")) if cell]
            found.append(any(len(cell) > 3 for cell in cells) and all(cell in whole for cell in cells))
            continue
        folded = fold(stretch.text)
        size = len(folded)
        start = whole.find(folded, at, at + size + _AHEAD) if size else -1
        near = start >= 0 and (size >= _LONG or start - at < 60 or folded in rows)
        if not near and size >= 2 * _LONG:
            start = whole.find(folded)
            if start < 0 and size >= 6 * _LONG and whole.find(folded[-60:]) >= 0:
                start = whole.find(folded[:60])
            near = start >= 0
        if near:
            at = start + size
        found.append(near or (0 < size < 2 * _LONG and folded in rows))
    return found


def _is_introduced(stretches: Sequence[Stretch], kept: Sequence[bool], n: int) -> bool:
    """Whether it follows a "Ansprechpartnerin:" that is kept."""
    return n > 0 and kept[n - 1] and stretches[n - 1].text.endswith(":")


def _is_said(stretch: Stretch) -> bool:
    return len(stretch.text) >= PROSE or lines.ends_sentence(stretch.text) or stretch.text.endswith(":")


def release(stretches: Sequence[Stretch], text: str, main: "HtmlElement", body: "HtmlElement") -> list[Stretch]:
    """The stretches that are the release's.

    Args:
        stretches: of the whole body, in order.
        text: what trafilatura took (`vote`).
        main: the element that the page's own tags call its main part (`body` where they do not).
        body: the whole of it.
    """
    voted = seen(stretches, text)
    _unframe(stretches, voted)
    within = inside(stretches, main)
    prose = [is_prose(stretch) and not stretch.frame for stretch in stretches]
    ours = sum(len(s.text) for s, p, i in zip(stretches, prose, within, strict=True) if p and i)
    theirs = sum(len(s.text) for s, v in zip(stretches, voted, strict=True) if v and not s.frame)
    chosen = voted
    if ours > (2 if main is not body else 3) * theirs or not any(voted):
        chosen = [v or (p and i) for v, p, i in zip(voted, prose, within, strict=True)]
    loose = sum(len(s.text) - s.linked for s, i in zip(stretches, within, strict=True) if i and not s.frame)
    if not any(chosen) or loose <= _SMALL:
        return [s for s, i in zip(stretches, within, strict=True) if i and not s.frame]
    home = home_of(stretches, chosen, body)
    at_home = inside(stretches, home)
    hosts = beside(stretches, chosen)
    cut = _cuts(stretches)
    numbers = range(len(stretches))
    end = max((n for n in numbers if chosen[n] and at_home[n]), default=len(stretches))
    start = next((n for n in numbers if chosen[n] and at_home[n] and prose[n]), chosen.index(True))
    title = next((n for n in numbers if stretches[n].kind == "title"), start)
    top = title
    if title >= start and main is not body:
        # A headline that the metadata does not repeat: the first heading of the page's own main part.
        top = next((n for n in range(start) if _is_top(stretches[n]) and within[n] and not cut[n]), start)
    kept: list[bool] = []
    for n, stretch in enumerate(stretches):
        if stretch.kind is None and _is_caption(stretch):
            stretch.kind = "caption"
        if stretch.kind == "title" or n == top < start:
            keep = True
        elif stretch.frame or cut[n]:
            keep = False
        elif chosen[n]:
            # "Weiterführende Links": below the release the vote takes the heads of other boxes for prose.
            keep = (
                n <= end
                or at_home[n]
                or _is_said(stretch)
                or stretch.kind in LISTED
                or _is_introduced(stretches, kept, n)
            )
            if not keep and stretch.kind == "heading":
                keep = n + 1 < len(stretches) and chosen[n + 1] and _is_said(stretches[n + 1])
        elif stretch.kind in LISTED:
            keep = (at_home[n] or hosts[n]) and stretch.linked <= LINKED * len(stretch.text)
        elif stretch.kind == "caption":
            keep = at_home[n] and lines.ends_sentence(stretch.text) and not _CREDIT.search(stretch.text)
        elif n < start:
            near = title < n or at_home[n] or (top < n and within[n]) or (n >= start - _LEADS and _is_lead(stretch))
            keep = near and (prose[n] or _is_masthead(stretch))
        else:
            keep = at_home[n] and prose[n] and not _is_teaser(stretch)
        kept.append(keep)
    for n in range(len(stretches) - 2, -1, -1):
        # A heading goes with what it heads.
        follower = stretches[n + 1]
        if stretches[n].kind == "heading" and not kept[n] and kept[n + 1] and at_home[n] and n > title and not cut[n]:
            kept[n] = not stretches[n].frame and not stretches[n].linked and follower.kind != "heading"
    _contacts(stretches, kept, [a or i for a, i in zip(at_home, within, strict=True)], start)
    _repeats(stretches, kept)
    return [stretch for stretch, keep in zip(stretches, kept, strict=True) if keep]


def _repeats(stretches: Sequence[Stretch], kept: list[bool]) -> None:
    """Leave out sentences that the page shows twice (for the small screen, under the enlarged picture)."""
    shown: set[str] = set()
    for n, stretch in enumerate(stretches):
        # Names and figures may well return: in lists without tags, under each of several headings.
        if kept[n] and stretch.kind in _RUNNING and len(stretch.text) >= PROSE and lines.ends_sentence(stretch.text):
            kept[n] = stretch.text not in shown
            shown.add(stretch.text)


def _contacts(stretches: Sequence[Stretch], kept: list[bool], near: Sequence[bool], start: int) -> None:
    """Keep who is to be asked: a telephone number and a mail address are no prose, and the layout labels them."""
    for n in range(start + 1, len(stretches)):
        stretch = stretches[n]
        if kept[n] or stretch.frame or not near[n]:
            continue
        if lines.is_contact(stretch.text) or (lines.is_contact_head(stretch.text) and len(stretch.text) <= PROSE):
            kept[n] = stretch.tentative = True
            back = n - 1
            # "Dr. Erika Muster / Leiterin der Pressestelle / Tel.: ..."
            while back > max(start, n - 5) and not kept[back] and _is_entry(stretches[back]) and near[back]:
                kept[back] = stretches[back].tentative = True
                back -= 1


def _is_top(stretch: Stretch) -> bool:
    return stretch.kind == "heading" and not stretch.frame and not stretch.linked and len(stretch.text) >= _LONG


def _is_entry(stretch: Stretch) -> bool:
    return not stretch.frame and len(stretch.text) <= 2 * PROSE and not stretch.linked and stretch.kind != "heading"


def _unframe(stretches: Sequence[Stretch], voted: Sequence[bool]) -> None:
    """A class such as "share" may stand on the release itself: then most of what trafilatura takes lies in it."""
    sizes = [len(s.text) - s.linked if v else 0 for s, v in zip(stretches, voted, strict=True)]
    if 2 * sum(n for s, n in zip(stretches, sizes, strict=True) if not s.frame) >= sum(sizes):
        return
    for stretch, is_voted in zip(stretches, voted, strict=True):
        if is_voted:
            stretch.frame = False


def _is_masthead(stretch: Stretch) -> bool:
    return len(stretch.text) <= lines.HEAD and (lines.is_masthead(stretch.text) or is_dateline(stretch.text))


def _is_caption(stretch: Stretch) -> bool:
    """Whether classes say what no tag says: that it stands under a picture."""
    if len(stretch.text) > _SMALL or stretch.frame:
        return False
    node, above = stretch.node, stretch.node.getparent()
    return bool(
        _IMAGED.search(node.get("class") or "") or (above is not None and _IMAGED.search(above.get("class") or ""))
    )


def _is_lead(stretch: Stretch) -> bool:
    node, above = stretch.node, stretch.node.getparent()
    named = f"{node.get('class') or ''} {above.get('class') or '' if above is not None else ''}"
    return bool(_LEAD.search(named))


def _is_teaser(stretch: Stretch) -> bool:
    node: HtmlElement | None = stretch.node
    for _ in range(3):
        if node is None:
            break
        if "teaser" in (node.get("class") or "").lower():
            return True
        node = node.getparent()
    return False


def _cuts(stretches: Sequence[Stretch]) -> list[bool]:
    """Headings such as "Mehr zum Thema", with what stands under them until prose goes on."""
    cut = [False] * len(stretches)
    under = False
    for n, stretch in enumerate(stretches):
        if stretch.kind != "title" and len(stretch.text) <= 90 and _CUT.match(stretch.text):
            cut[n] = under = True
        elif (
            under
            and (stretch.linked > LINKED * len(stretch.text) or len(stretch.text) < PROSE)
            and stretch.kind != "title"
        ):
            cut[n] = True
        else:
            under = False
    return cut
