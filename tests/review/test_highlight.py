"""What is marked is what was found: for every mention of every sample and every gold text."""

import json
import re
from collections import defaultdict
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from review.highlight import Mark, around, marked, parts, window
from review.selection import select
from review.timeline import timeline
from tests.review.conftest import Ask

TAG = re.compile(r'<mark class="(\w+)"(?: data-m="([^"]*)")?[^>]*>|</mark>|<[^>]+>')


def texts(html: str) -> tuple[dict[str, str], str]:
    """{ident: the text of all its pieces} and the whole text."""
    html, found = str(html), defaultdict[str, str](str)  # no Markup: that escapes what is added to it
    open_marks: list[str] = []
    whole, at = "", 0
    for tag in [*TAG.finditer(html), None]:
        text = unescape(html[at : tag.start() if tag else len(html)])
        whole += text
        for ident in open_marks:
            found[ident] += text
        if tag is None:
            break
        at = tag.end()
        if tag[0] == "</mark>":
            open_marks.pop()
        elif tag[0].startswith("<mark"):
            open_marks.append(tag[2] or tag[1])
    assert not open_marks
    return dict(found), whole


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(st.text(alphabet="aä😀e\u0308 \n<&\"'", min_size=0, max_size=40), spans)
def test_any_marks_over_any_text(text: str, pairs: list[tuple[int, int]]) -> None:
    marks = [Mark(min(a, b), min(max(a, b), len(text)), "X", f"m{n}") for n, (a, b) in enumerate(pairs)]
    found, whole = texts(marked(text, 0, len(text), marks))
    assert whole == text
    for mark in marks:
        assert found.get(mark.ident, "") == text[mark.start : mark.end]


def test_crossing_and_nested_marks() -> None:
    marks = [Mark(0, 5, "A", "a"), Mark(3, 8, "B", "b"), Mark(4, 5, "C", "c")]
    html = marked("0123456789", 0, 10, marks)
    assert html == (
        '<mark class="A" data-m="a">012<mark class="B" data-m="b">3<mark class="C" data-m="c">4</mark></mark></mark>'
        '<mark class="B" data-m="b">567</mark>89'
    )


def test_every_mention_of_every_sample_is_marked_as_it_is(client: TestClient, ask: Ask) -> None:
    releases = ask("SELECT release_id, text FROM v_release")
    assert len(releases) > 10
    for release in releases:
        html = client.get(f"/release/{release['release_id']}").text
        article = html[html.index('<article class="text"') : html.index("</article>")]
        found, _ = texts(article)
        for row in ask(
            'SELECT mention_id, quote, start, "end" FROM v_mention WHERE release_id = ?', release["release_id"]
        ):
            assert "".join(found[row["mention_id"]].split()) == "".join(row["quote"].split()), row
        for start, block in re.findall(r'data-o="(\d+)"[^>]*>(.*?)</(?:p|li)>\n', article, re.DOTALL):
            _, plain = texts(block)
            assert release["text"].startswith(plain, int(start)), plain  # what the browser counts from is right


def test_every_gold_mention_is_marked_as_it_is(shared: Path) -> None:
    count = 0
    for file in sorted(shared.glob("gold/**/gold/*.json")) or sorted(shared.glob("gold/**/*.json")):
        data = json.loads(file.read_text("utf-8"))
        source = file.parent.parent / "texts" / f"{file.stem}.txt"
        if not isinstance(data, dict) or "mentions" not in data or not (source.exists() or "text" in data):
            continue
        text = data.get("text") or source.read_text("utf-8")
        marks = [Mark(m["start"], m["end"], m["label"], f"m{n}") for n, m in enumerate(data["mentions"])]
        found, whole = texts(marked(text, 0, len(text), marks))
        assert whole == text
        for mark in marks:
            count += 1
            assert found[mark.ident] == text[mark.start : mark.end]
    assert count > 100


def test_blocks_are_shown_whole_or_cut_where_they_are_cut() -> None:
    text = "Titel\n- eins\nzwei drei vier"
    blocks = [(0, 5, "title"), (6, 12, "list_item"), (13, 27, "paragraph")]
    whole = list(parts(text, blocks, [Mark(4, 15, "evidence")]))
    assert [part.kind for part in whole] == ["title", "list_item", "paragraph"]
    assert "".join(texts(part.html)[0].get("evidence", "") for part in whole) == "l- einszw"
    cut = list(parts(text, blocks, [], 18, 22))
    assert [(part.before, part.after, str(part.html)) for part in cut] == [(True, True, "drei")]
    assert [part.kind for part in parts("ohne Block", [], [])] == ["paragraph"]


def test_long_texts_are_shown_in_windows_and_long_evidence_at_both_ends() -> None:
    text = "Wort " * 40_000
    start, end = window(text, 0, 60_000)
    assert text[end - 1] == " "
    assert end - start <= 60_000
    assert window(text, 10**9, 100)[0] < len(text)
    shown = around(text, [(0, len(text), "paragraph")], 50_000, 90_000)
    assert len(shown) == 2
    assert sum(b - a for a, b in shown) < 4_000


@pytest.mark.parametrize(
    ("quote", "start", "exact", "taken"),
    [
        ("Herz", 6, None, "Herzzentrum"), ("zentrum", 10, None, "zentrum"), ("erzzentru", 7, None, "Herzzentrum"),
        ("zentrum", 10, False, "Herzzentrum"), ("erzzentru", 7, True, "erzzentru"), ("das  Herzzentrum", 2, None, "das\nHerzzentrum"),
        ("fehlt", 0, None, None), ("  ", 0, None, None), ("Haus", 999, None, "Haus"),
    ],
)  # fmt: skip
def test_a_selection_snaps_to_words_unless_it_is_part_of_a_compound(
    quote: str, start: int, exact: bool | None, taken: str | None
) -> None:
    text = "😀 das\nHerzzentrum-Haus und das Haus"
    chosen = select(text, quote, start, exact=exact)
    if taken is None:
        assert chosen is None
    elif quote == "Herz":  # four letters, and seven are left: a part
        assert chosen is not None
        assert chosen.quote == "Herz"
    else:
        assert chosen is not None
        assert chosen.quote == taken
        assert text[chosen.start : chosen.end] == taken


def test_a_timeline_has_periods_points_and_no_guess() -> None:
    rows: list[dict[str, Any]] = [
        {"first": "2025-07", "last": "2030", "text": "a", "detail": "", "fact_id": "f_1"},
        {"first": "2024-02-30", "last": None, "text": "b", "detail": "", "fact_id": "f_2"},
        {"first": None, "last": "2026-01-01", "text": "c", "detail": "", "fact_id": "f_3"},
    ]
    drawn = timeline(rows)
    assert drawn is not None
    assert [(bar.text, bar.width > 0) for bar in drawn.bars] == [("a", True), ("c", False)]
    assert drawn.ticks[0][1] == "2025"
    assert timeline([]) is None
