import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Source
from corpus.readers.dispatch import read
from corpus.readers.formats import HTML
from tests.corpus.layouts import blocks, check, document, kinds, page_document

SENTENCE = "Das Zentrum der Universitätsmedizin Musterstadt nimmt im Herbst mit dreißig Betten seinen Betrieb auf."
HEAD = '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Neues Zentrum | UMM</title>'


def test_a_page_of_an_article() -> None:
    found = page_document(
        f"""{HEAD}
        <meta property="og:site_name" content="Universitätsmedizin Musterstadt">
        <meta property="article:published_time" content="2025-03-03T23:30:00+01:00">
        <link rel="canonical" href="https://umm.example/aktuelles/zentrum">
        <style>p {{ color: red }}</style></head><body>
        <div class="cookie-banner">Wir verwenden Cookies. <a>Akzeptieren</a></div>
        <header><a>UMM</a><nav><ul><li>Startseite</li></ul></nav></header>
        <main><article>
          <h1>Neues <em>Zen</em>trum</h1>
          <p class="lead">{SENTENCE}</p>
          <p>Gef&ouml;rdert&nbsp;wird es vom&#32;Land.<br>Es kostet 2&thinsp;Millionen Euro.
             Das Univer&shy;sit&auml;tsklinikum zahlt <b>nichts</b>.</p>
          <h2>Beteiligt</h2>
          <ul><li><span>Klinik A</span></li><li><p>Klinik B</p></li><li>Klinik C<ul><li>Station 1</li></ul></li></ul>
          <blockquote>„Wir freuen uns“, sagt die Dekanin.</blockquote>
          <figure><img alt="x"><figcaption>Der Neubau steht am Fluss.</figcaption></figure>
          <table><tr><th>Jahr</th><th>Betten</th></tr><tr><td>2025</td><td>30</td></tr></table>
          <script>var x = "kein Text";</script>
        </article></main>
        <aside>Mehr zum Thema</aside><footer>Impressum</footer></body></html>"""
    )
    assert blocks(found) == [
        ("title", "Neues Zentrum"),
        ("lead", SENTENCE),
        ("paragraph", "Gefördert\u00a0wird es vom Land."),
        ("paragraph", "Es kostet 2 Millionen Euro. Das Universitätsklinikum zahlt nichts."),
        ("heading", "Beteiligt"),
        ("list_item", "Klinik A"),
        ("list_item", "Klinik B"),
        ("list_item", "Klinik C"),
        ("list_item", "Station 1"),
        ("paragraph", "„Wir freuen uns“, sagt die Dekanin."),
        ("caption", "Der Neubau steht am Fluss."),
        ("table_row", "Jahr | Betten"),
        ("table_row", "2025 | 30"),
    ]
    assert found.title == "Neues Zentrum"
    assert (found.published, found.published_from) == ("2025-03-03", "meta")
    assert found.publisher == "Universitätsmedizin Musterstadt"
    assert found.url == "https://umm.example/aktuelles/zentrum"
    assert (found.language, found.media_type, found.id) == ("de", HTML, "page")


def test_a_page_without_a_main_part_keeps_all_but_its_frame() -> None:
    found = page_document(
        f"{HEAD}</head><body><nav>Menü</nav><div><h1>Neues Zentrum</h1>Loser Text im Kasten."
        f"<p>{SENTENCE}</p></div><div>Zweiter Kasten.</div><footer>Impressum</footer>"
    )
    assert [text for _, text in blocks(found)] == [
        "Neues Zentrum",
        "Loser Text im Kasten.",
        SENTENCE,
        "Zweiter Kasten.",
    ]


def test_frames_about_the_release_are_kept() -> None:
    """Some servers wrap the page into a form; markup that was never closed puts all of it into the header."""
    for name in ("form", "header"):
        found = page_document(f"<html><body><{name}><h1>Neues Zentrum</h1><p>{SENTENCE}</p></{name}>")
        assert SENTENCE in found.text
    found = page_document(f"<html><body><nav>Menü<main><h1>Neues Zentrum</h1><p>{SENTENCE}</p></main></nav>")
    assert SENTENCE in found.text
    found = page_document(f'<html><body><div class="page-content share"><p>{SENTENCE}</p></div><p>Ende.</p>')
    assert SENTENCE in found.text


def test_hidden_parts_are_left_out() -> None:
    found = page_document(
        f'<html><p hidden>a</p><p style="display: none">b</p><p aria-hidden="true">c</p><p>{SENTENCE}'
    )
    assert found.text == SENTENCE


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Neues Zentrum | UMM</title>", "<h1>UMM</h1><h2>Neues Zentrum</h2>", "Neues Zentrum"),
        ('<meta property="og:title" content="Neues Zentrum">', "", "Neues Zentrum"),
        ("<title>UMM - Neues Zentrum der Medizin</title>", "", "Neues Zentrum der Medizin"),
        ("", "<h1>Neues<br>Zentrum</h1>", "Neues Zentrum"),
        ("", "", None),
    ],
)
def test_titles(head: str, body: str, title: str | None) -> None:
    found = page_document(f"<html><head>{head}</head><body>{body}<p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>")
    assert found.title == title


def test_a_headline_outside_the_main_part_is_put_at_its_top() -> None:
    found = page_document(f"<html><body><div><h1>Neues Zentrum</h1></div><main><p>{SENTENCE}</p></main>")
    assert blocks(found)[0] == ("title", "Neues Zentrum")
    assert len(kinds(found, "title")) == 1


LD = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},
      {"@type": "NewsArticle", "datePublished": "2025-03-05", "headline": "H", "publisher": {"name": "Klinikum"}}]}  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f'<script type="application/ld+json">{json.dumps(LD)}</script>', ("2025-03-05", "meta")),
        ('<meta name="DC.Date.issued" content="2025-03-04">', ("2025-03-04", "meta")),
        ('<meta name="date" content="03.03.2025">', ("2025-03-03", "meta")),
        ('<meta name="date" content="heute">', (None, None)),
        ('<main><time datetime="2025-03-02">gestern</time>', ("2025-03-02", "meta")),
        ("<h1>Neues Zentrum</h1><p>Musterstadt, 1. März 2025</p>", ("2025-03-01", "text")),
        ('<link rel="canonical" href="https://umm.example/2025/02/28/zentrum">', ("2025-02-28", "url")),
        ('<link rel="canonical" href="https://umm.example/2025/02/31/zentrum">', (None, None)),
        ("<p>Am 1. März 2025 war es so weit.</p>", (None, None)),
        ('<script type="application/ld+json">{kaputt</script>', (None, None)),
    ],
)
def test_days_of_publication(markup: str, expected: tuple[str | None, str | None]) -> None:
    found = page_document(f"<html>{markup}<p>{SENTENCE}</p><p>{SENTENCE}</p></html>")
    assert (found.published, found.published_from) == expected


def test_the_publisher_of_the_article() -> None:
    found = page_document(f'<html><script type="application/ld+json">{json.dumps(LD)}</script><p>{SENTENCE}</p>')
    assert found.publisher == "Klinikum"


def test_breaks_end_lines_but_not_sentences() -> None:
    found = page_document(
        "<html><p>Das Zentrum hat<br>dreißig Betten.<br/>Kontakt<br>Tel.: 0123 456-78<br>a@b.example</p>"
    )
    assert [text for _, text in blocks(found)] == [
        "Das Zentrum hat dreißig Betten.",
        "Kontakt",
        "Tel.: 0123 456-78",
        "a@b.example",
    ]


def test_lists_made_of_dashes() -> None:
    found = page_document(f"<html><p>{SENTENCE}</p><p>- Klinik A<br>- Klinik B</p>")
    assert kinds(found, "list_item") == ["- Klinik A", "- Klinik B"]


def test_tables_that_place_the_page_are_no_rows() -> None:
    found = page_document(
        f"<html><table><tr><td><ul><li>Menü</li></ul></td><td><h1>Titel hier</h1><p>{SENTENCE}</p></td></tr></table>"
    )
    assert not kinds(found, "table_row")
    assert (SENTENCE in kinds(found, "paragraph")) or (SENTENCE in kinds(found, "lead"))


def test_decomposed_entities_are_composed() -> None:
    assert page_document("<html><p>a&#776;rztlich &#x1F600;</p>").text == "ärztlich 😀"


def test_a_page_in_cp1252_and_xhtml() -> None:
    raw = f'<?xml version="1.0" encoding="windows-1252"?>\n<html><body><p>{SENTENCE} „Schön“</p></body></html>'
    assert document(raw.encode("cp1252"), "application/octet-stream", "x").text.endswith("„Schön“")


HOSTILE = {
    "deep blocks": "<div>" * 10_000 + "Text" + "</div>" * 10_000 + "<p>danach",
    "deep inline": "<span>" * 10_000 + "Text",
    "deep mixture": "<article><header><ul><li>" * 2_500 + "Text",
    "deep tables": "<table><tr><td>" * 3_000 + "Text",
    "no end of a tag": "<p>Text</p><p " + "a" * 1_000_000,
    "no tag": "<p>Text" + "<" * 1_000_000,
    "ampersands": "<p>Text" + "&" * 1_000_000,
    "no end of a comment": "<p>Text</p><!--" + "x" * 1_000_000,
    "comments": "<p>Text" + "<!--" * 100_000,
    "broken nesting": "<b><p><i>Text</b></p></i></div></td></li><table><p>danach</table>",
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(5_000)) + ">Text",
    "deep json": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>Text",
    "odd entities": "<p>Text&#0;&#xD800;&#x110000;&nosuch;&",
    "many breaks": "<p>Text" + "<br>" * 20_000,
    "one long word": "<p>Text" + "a" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(name: str) -> None:
    found = document(f"<html><body>{HOSTILE[name]}".encode(), HTML, "hostile.html")
    assert "Text" in found.text


@pytest.mark.parametrize(
    "markup", ["<html></html>", "<html><nav>Menü</nav>", "<html><script>x</script>", "<p>a\0b</p>"]
)
def test_pages_without_text(markup: str) -> None:
    found = read(Source("x.html", None, HTML, markup.encode()))
    assert not isinstance(found, Document)
    assert found.reason
    assert found.cure


TAGS = ["<p>", "</p>", "<ul><li>", "</ul>", "<table><tr><td>", "</table>", "<h1>", "</h1>", "<br>", "<article>", "<nav>",
        "<pre>", "</pre>", "<b>", "</div>", "<", "&nbsp;", "&shy;", "<tr>", "<td>", "<li>", "<!--", "-->", "<footer>"]  # fmt: skip


@given(
    st.lists(
        st.one_of(st.sampled_from(TAGS), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)), max_size=30
    )
)
def test_blocks_cover_any_page(parts: list[str]) -> None:
    found = read(Source("x.html", None, HTML, ("<html>" + "".join(parts)).encode()))
    if isinstance(found, Document):
        check(found)
        assert "\r" not in found.text
        assert "\0" not in found.text
    else:
        assert "reader failed" not in found.reason
