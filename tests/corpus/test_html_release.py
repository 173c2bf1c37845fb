"""What of a whole page is its release, and which of its days is that of publication."""

import pytest

from tests.corpus.layouts import blocks, kinds, page_document

PROSE = [
    f"Das Zentrum der Universitätsmedizin Musterstadt nimmt im {month} mit dreißig Betten seinen Betrieb auf, teilte die Dekanin mit. "
    "Gefördert wird der Neubau am Fluss vom Land und von einer Stiftung, die seit vielen Jahren in der Stadt wirkt."
    for month in ("Mai", "Juni", "Juli", "August")
]
TEASERS = "".join(f'<li><a href="/{n}">Ein anderer Bericht über das Haus, Folge {n}</a></li>' for n in range(8))


def page(inside: str = "", below: str = "", head: str = "", above: str = "") -> str:
    """A page as content management systems make them."""
    body = "".join(f"<p>{text}</p>" for text in PROSE[:2]) + inside + "".join(f"<p>{text}</p>" for text in PROSE[2:])
    return (
        f'<!doctype html><html lang="de"><head><title>Neues Zentrum</title>{head}</head><body><nav><ul>{TEASERS}</ul></nav>'
        f'<div class="wrap"><h1>Neues Zentrum</h1>{above}<div class="text">{body}</div>{below}</div><footer>Impressum</footer></body></html>'
    )


def test_items_and_cells_inside_the_release_are_kept() -> None:
    found = page_document(
        page(
            "<p>Beteiligt sind:</p><ul><li><span>Klinik A</span></li><li><span>Klinik B</span></li></ul>"
            "<table><tr><td>Jahr</td><td>Betten</td></tr><tr><td><span>2025</span></td><td><span>30</span></td></tr></table>"
        )
    )
    assert kinds(found, "list_item") == ["Klinik A", "Klinik B"]
    assert kinds(found, "table_row") == ["Jahr | Betten", "2025 | 30"]


@pytest.mark.parametrize(
    "below",
    [
        f"<h3>Das könnte Sie auch interessieren</h3><ul>{TEASERS}</ul>",
        f'<div id="comments"><p>{PROSE[0].replace("Zentrum", "Gerücht")}</p></div>',
        f'<div class="sidebar"><p>{PROSE[0].replace("Zentrum", "Gerücht")}</p></div>',
        '<div class="cookie-banner"><p>Wir verwenden Cookies, um diese Seite und ihre Gerüchte zu verbessern.</p></div>',
    ],
)
def test_what_stands_about_the_release_is_left_out(below: str) -> None:
    found = page_document(page(below=below))
    assert "Gerücht" not in found.text
    assert "anderer Bericht" not in found.text
    assert "interessieren" not in found.text
    assert all(text in found.text for text in PROSE)


def test_a_class_of_a_frame_about_the_release_itself_is_not_believed() -> None:
    found = page_document(page().replace('class="text"', 'class="entry share"'))
    assert all(text in found.text for text in PROSE)


def test_a_lead_above_the_text_is_kept() -> None:
    lead = "Im Frühjahr beginnt am Fluss eine neue Zeit für die Kranken der ganzen Region."
    found = page_document(page(above=f'<div class="head"><p class="teaser-text">{lead}</p></div>'))
    assert blocks(found)[:2] == [("title", "Neues Zentrum"), ("lead", lead)]


def test_headline_and_lead_that_the_metadata_words_in_another_way() -> None:
    lead = "Im Frühjahr beginnt am Fluss eine neue Zeit für die Kranken der ganzen Region."
    top = f"<h2>Dreißig Betten mehr am Fluss</h2><div><p>{lead}</p></div>"
    made = (
        page()
        .replace('<div class="wrap"><h1>Neues Zentrum</h1>', f"<article>{top}")
        .replace("<footer>", "</article><footer>")
    )
    found = page_document(made)
    assert kinds(found, "title") == ["Dreißig Betten mehr am Fluss"]
    assert lead in found.text


def test_a_class_tells_a_caption() -> None:
    under = '<div class="image"><p class="caption">{}</p></div>'
    found = page_document(
        page(inside=under.format("Der Neubau steht am Fluss.") + under.format("Neubau am Fluss, Entwurf 2025"))
    )
    assert kinds(found, "caption") == ["Der Neubau steht am Fluss."]
    assert "Entwurf" not in found.text


def test_what_a_page_shows_twice_is_read_once_but_items_are_not() -> None:
    item = "Klinik für Innere Medizin der Universitätsmedizin Musterstadt"
    twice = f"<ul><li>{item}</li></ul>"
    found = page_document(page(inside=f"<p>Es forschen:</p>{twice}<p>Es zahlen:</p>{twice}<p>{PROSE[0]}</p>"))
    assert kinds(found, "list_item") == [item, item]
    assert found.text.count(PROSE[0]) == 1


def test_contact_lines_are_kept_and_labelled() -> None:
    found = page_document(page(below="<div><p>Pressekontakt:</p><p>Dr. Erika Muster</p><p>Tel.: 0123 456789</p></div>"))
    assert "Tel.: 0123 456789" in kinds(found, "contact")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            {"head": '<meta name="date" content="2025-03-05">', "above": "<p>Musterstadt, 4. März 2025</p>"},
            "2025-03-04",
        ),
        ({"head": '<meta property="article:modified_time" content="2025-03-05">'}, None),
        ({"above": '<p><time class="updated" datetime="2025-03-09">9.3.</time></p>'}, None),
        ({"above": "<p>Redaktion | 31.03.2025 | 3 Minuten</p>"}, "2025-03-31"),
        ({"head": '<link rel="canonical" href="https://umm.example/meldungen/29-10-2021">'}, "2021-10-29"),
        ({"head": '<link rel="canonical" href="https://umm.example/2025/02/31/zentrum">'}, None),
        ({"inside": "<p>Am 1. März 2025 war es so weit, und alle kamen zum Fest am Fluss.</p>"}, None),
        (
            {"head": '<meta name="pubdate" content="2027-12-31">', "above": "<p>Musterstadt, 4. März 2025</p>"},
            "2025-03-04",
        ),
    ],
)
def test_days_of_publication(markup: dict[str, str], expected: str | None) -> None:
    assert page_document(page(**markup)).published == expected


def test_a_page_deeper_than_the_parser_goes_loses_nothing() -> None:
    found = page_document(
        "<html><body>" + "<div>" * 5_000 + f"<p>{PROSE[0]}</p>" + "</div>" * 5_000 + f"<p>{PROSE[1]}</p>"
    )
    assert PROSE[0] in found.text
    assert PROSE[1] in found.text
