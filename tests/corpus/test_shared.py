"""On real releases, where the folder of third-party texts is there."""

import json
import re
from pathlib import Path

from lxml.html import HtmlElement, document_fromstring

from corpus.document import Document
from corpus.readers.dispatch import documents
from tests.corpus.layouts import blocks, check, kinds

ABOUT = re.compile(r"\b(?:comments?|comment-?list|\w*sidebar\w*|widget-container)\b", re.IGNORECASE)
"""What names itself readers' comments or a side bar: no part of a release, though four snippets of the set lie there."""


def flat(text: str) -> str:
    return " ".join(text.split())


def is_about(cell: HtmlElement) -> bool:
    named = (
        f"{node.get('id') or ''} {node.get('class') or ''}"
        for node in (cell, *cell.iterancestors("div", "ol", "ul", "li"))
    )
    return any(ABOUT.search(names) for names in named)


def by_id(folder: Path) -> dict[str, Document]:
    found = list(documents([str(folder)]))
    assert found
    read = [document for document in found if isinstance(document, Document)]
    assert len(read) == len(found), found
    for document in read:
        check(document)
    return {document.id: document for document in read}


def test_days_that_the_text_states(shared: Path) -> None:
    read = by_id(shared / "gold" / "texts")
    wrong = {}
    for path in (shared / "gold" / "gold").glob("*.json"):
        gold = json.loads(path.read_text("utf-8"))
        stated = gold["publication_date"] if gold.get("publication_date_source") == "text" else None
        if read[gold["id"]].published != stated:
            wrong[gold["id"]] = read[gold["id"]].published
    assert not wrong


def test_the_first_two_releases(shared: Path) -> None:
    first, second = by_id(shared / "releases").values()
    assert (first.published, first.published_from) == ("2026-01-30", "text")
    assert len(kinds(first, "list_item")) == 20
    assert first.title == kinds(first, "title")[0]
    assert second.published is None
    assert second.publisher
    assert len(kinds(second, "title")) == 1
    assert kinds(second, "boilerplate")


def test_pages(shared: Path) -> None:
    folder = shared / "data" / "pages" / "publication_date"
    cases = {case["file"]: case["date"] for case in json.loads((folder / "cases.json").read_text("utf-8"))[:40]}
    right = wrong = 0
    for document in documents(str(folder / "html" / name) for name in cases):
        assert isinstance(document, Document), document
        check(document)
        if document.published:
            right += document.published == cases[Path(document.source).name]
            wrong += document.published != cases[Path(document.source).name]
    # A day that is wrong does more harm than one that is not known.
    assert right > 10 * wrong
    assert right > len(cases) / 2


def test_no_item_or_cell_of_a_page_is_lost(shared: Path) -> None:
    folder = shared / "data" / "pages" / "main_text"
    wanted = 0
    lost = []
    for case in json.loads((folder / "cases.json").read_text("utf-8")):
        path = folder / "html" / case["file"]
        cells = [
            (flat(cell.text_content()), cell) for cell in document_fromstring(path.read_bytes()).iter("li", "td", "th")
        ]
        snippets = [flat(one) for one in case.get("with", [])]
        # The innermost cell counts: pages that are laid out by a table lie in one as a whole.
        inner = {one: cell for text, cell in cells for one in snippets if one in text}
        inner = {one: cell for one, cell in inner.items() if not is_about(cell)}
        if not inner:
            continue
        (document,) = documents([str(path)])
        assert isinstance(document, Document), document
        said = flat(" ".join(b for k, b in blocks(document) if k not in {"contact", "boilerplate"}))
        wanted += len(inner)
        lost += [(case["file"], one) for one in inner if one not in said]
    assert wanted > 50
    assert not lost
