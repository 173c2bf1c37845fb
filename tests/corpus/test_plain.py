import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.plain import layout
from tests.corpus.layouts import blocks, kinds, text_document

BODY = (
    "Das Zentrum der Universitätsmedizin Musterstadt (UMM) nimmt im Herbst seinen Betrieb auf. Dort arbeiten Ärztinnen,"
    " Pflegende und Forschende an neuen Verfahren. Das Land trägt die Kosten für den Bau und die ersten drei Jahre."
)
ODD = st.text(
    st.one_of(
        st.sampled_from("\n\n\n\r\t -–•*1.)a:„“.,\u00a0\u2028\u0308\u0301😀ßÄ"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=300,
)


@given(ODD)
def test_blocks_cover_any_text(text: str) -> None:
    if not text.strip():
        return
    expected = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = layout(expected)
    at = 0
    for block in found.blocks:
        assert at <= block.start < block.end
        assert not expected[at : block.start].strip()
        stretch = expected[block.start : block.end]
        assert stretch == stretch.strip()
        at = block.end
    assert not expected[at:].strip()


def test_text_is_the_input() -> None:
    text = "Titel ohne Punkt\n\n  Ein\u00a0Satz.  \n\u00adNoch einer."
    assert text_document(text.replace("\n", "\r\n")).text == text
    assert text_document(unicodedata.normalize("NFD", "Über Köln")).text == "Über Köln"


def test_a_release_of_lines() -> None:
    found = text_document(
        "Pressemitteilung\nMusterstadt, 3. März 2025\nNeues Zentrum eröffnet\nZwölf Betten für die Forschung\n"
        f"{BODY}\nWas das Zentrum leistet\n{BODY}\nBeteiligt sind vier Häuser:\n- Klinik A\n– Klinik B\n• Klinik C\n"
        f"* Klinik D\n{BODY}\nHintergrund:\n{BODY}\nPressekontakt:\nMax Muster\nTel.: 0123 456-78\nZur Pressemitteilung"
    )
    assert [kind for kind, _ in blocks(found)] == [
        "paragraph", "paragraph", "title", "lead", "paragraph", "heading", "paragraph", "paragraph",
        "list_item", "list_item", "list_item", "list_item", "paragraph", "heading", "paragraph",
        "contact", "contact", "contact", "boilerplate",
    ]  # fmt: skip
    assert found.title == "Neues Zentrum eröffnet"
    assert (found.published, found.published_from) == ("2025-03-03", "text")
    assert kinds(found, "list_item") == ["- Klinik A", "– Klinik B", "• Klinik C", "* Klinik D"]
    assert found.language == "de"
    assert found.id == "release"


@pytest.mark.parametrize(
    "masthead",
    ["30.01.2026", "Dresden, 30. Januar 2026", "PM 12/2026", "Pressemitteilung des Klinikums Musterstadt", "Teilen:"],
)
def test_a_masthead_is_no_title(masthead: str) -> None:
    found = text_document(f"{masthead}\n\nNeues Zentrum eröffnet\n\n{BODY}")
    assert found.title == "Neues Zentrum eröffnet"
    assert blocks(found)[0][0] != "title"


def test_no_title_where_the_text_begins() -> None:
    assert text_document(f"{BODY}\n{BODY}").title is None
    assert text_document("Am 1. Juli 2025 beginnt die dritte Phase.").title is None
    assert text_document("Eine Zeile ohne Punkt").title is None


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        ("Pressemitteilung des Klinikums Musterstadt\nNeues Zentrum", "Neues Zentrum", "Klinikum Musterstadt"),
        ("Pressemitteilung der Klinik A vom 3. März 2025\nNeues Zentrum", "Neues Zentrum", "Klinik A"),
        ("PM des Klinikums M: Zentrum öffnet\nPressemitteilung des Klinikums Muster\nZentrum", "Zentrum", "Klinikum Muster"),
        ("PM des Klinikums M: Zentrum öffnet", "Zentrum öffnet", "Klinikum M"),
        ("Universitätsmedizin Musterstadt\nPressemitteilung 3/2025\nNeues Zentrum", "Neues Zentrum", "Universitätsmedizin Musterstadt"),
        ("Gesellschaft für Muster e.V.\nNeues Zentrum", "Neues Zentrum", "Gesellschaft für Muster e.V."),
        ("Pressemitteilung vom 3. März 2025\nNeues Zentrum", "Neues Zentrum", None),
        ("Neues Zentrum\nPressemitteilung vom 3. März 2025", "Neues Zentrum", None),
    ],
)  # fmt: skip
def test_who_issued_it(head: str, title: str, publisher: str | None) -> None:
    found = text_document(f"{head}\n\n{BODY}")
    assert (found.title, found.publisher) == (title, publisher)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("des Universitätsklinikums Anna Muster Musterstadt", "Universitätsklinikum Anna Muster Musterstadt"),
        ("des Instituts für Musterkunde", "Institut für Musterkunde"),
        ("des Deutschen Herzzentrums der Charité", "Deutsches Herzzentrum der Charité"),
        ("des Verbandes der Musterkliniken", "Verband der Musterkliniken"),
        ("des Deutschen Hochschulverbands", "Deutscher Hochschulverband"),
        ("des Musterverbundes", "Musterverbund"),
        ("des Krankenhauses Musterstadt", "Krankenhaus Musterstadt"),
        ("des Anna-Muster-Klinikums", "Anna-Muster-Klinikum"),
        ("des Klinikums A und des Instituts B", "Klinikum A und Institut B"),
        ("des CISPA", "CISPA"),
        ("des Universitätsklinikum Musterstadt", "Universitätsklinikum Musterstadt"),
        ("der Universität Musterstadt", "Universität Musterstadt"),
        ("der Technischen Universität Musterstadt", "Technische Universität Musterstadt"),
        ("der Kliniken Musterstadt", "Kliniken Musterstadt"),
        ("vom Deutschen Zentrum für Muster", "Deutsches Zentrum für Muster"),
        ("von Haus Muster", "Haus Muster"),
    ],
)
def test_the_issuer_is_named_in_the_nominative(written: str, name: str) -> None:
    assert text_document(f"Pressemitteilung {written}\nNeues Zentrum\n\n{BODY}").publisher == name


def test_numbered_lists_only_in_sequence() -> None:
    found = text_document(
        f"Titel der Meldung\n{BODY}\n1. Klinik A\n2. Klinik B\n{BODY}\na) erstens\nb) zweitens\n{BODY}"
    )
    assert kinds(found, "list_item") == ["1. Klinik A", "2. Klinik B", "a) erstens", "b) zweitens"]
    alone = text_document(
        f"3. Förderphase beginnt\n{BODY}\n1. Juli 2025 und 2. Juli 2025 sind Feiertage.\n-30 Grad waren es."
    )
    assert not kinds(alone, "list_item")
    assert alone.title == "3. Förderphase beginnt"


def test_list_items_go_on_in_indented_lines() -> None:
    found = text_document(f"Titel der Meldung\n{BODY}\n- Institut für Medizinische\n  Informatik\n- Klinik B\n\n{BODY}")
    assert kinds(found, "list_item") == ["- Institut für Medizinische\n  Informatik", "- Klinik B"]


def test_a_bullet_on_its_own_line_belongs_to_the_next() -> None:
    found = text_document(f"Titel der Meldung\n{BODY}\n•\nKlinik A\n•\nKlinik B\n")
    assert kinds(found, "list_item") == ["•\nKlinik A", "•\nKlinik B"]


def test_a_list_that_lost_its_bullets() -> None:
    found = text_document(f"Titel der Meldung\n{BODY}\nBeteiligt sind:\nKlinik A\nKlinik B\nKlinik C\n{BODY}")
    assert kinds(found, "list_item") == ["Klinik A", "Klinik B", "Klinik C"]


def test_hard_wrapped_text_gives_paragraphs() -> None:
    paragraph = (
        "Das neue Zentrum der Universitätsmedizin Musterstadt nimmt im Herbst\n"
        "seinen Betrieb auf. Dort arbeiten Ärztinnen, Pflegende und Forschende\n"
        "gemeinsam – so der Plan – an neuen Verfahren. Das Land trägt die\n"
        "Kosten für den Bau."
    )
    found = text_document(f"Neues Zentrum eröffnet\n\n{paragraph}\n\n{paragraph}\n\n- Klinik A\n- Klinik B\n")
    assert [text for kind, text in blocks(found) if kind in {"lead", "paragraph"}] == [paragraph, paragraph]
    assert kinds(found, "list_item") == ["- Klinik A", "- Klinik B"]
    assert found.title == "Neues Zentrum eröffnet"


def test_a_dash_at_the_head_of_a_wrapped_line_is_no_list() -> None:
    text = (
        "Das neue Zentrum der Universitätsmedizin Musterstadt nimmt im Herbst\n"
        "– so lautet jedenfalls der Plan des Landes – seinen vollen Betrieb\n"
        "auf und bietet dann dreißig Betten sowie eine Ambulanz für alle\n"
        "Menschen aus der Region."
    )
    assert not kinds(text_document(text), "list_item")


def test_paragraphs_of_one_line_each_stay_apart() -> None:
    found = text_document(f"Neues Zentrum eröffnet\n{BODY}\n{BODY}\n{BODY}")
    assert len(found.blocks) == 4


def test_quotation_marks_on_lines_of_their_own() -> None:
    found = text_document(f"Titel der Meldung\n{BODY}\n„\nWir freuen uns\n“, sagt die Dekanin.\n{BODY}")
    assert "„\nWir freuen uns\n“, sagt die Dekanin." in kinds(found, "paragraph")


def test_contact_blocks() -> None:
    found = text_document(
        f"Titel der Meldung\n\n{BODY}\n\nAnsprechpartner:in für die Medien:\n\nMax Muster\nKlinikum Musterstadt\n"
        "Telefon 0123 456-78\npresse@klinikum.example\nwww.klinikum.example\n\nBODY ist ein Absatz, der danach kommt und spricht."
    )
    assert len(kinds(found, "contact")) == 6
    assert blocks(found)[-1][0] == "paragraph"


def test_words_of_contact_in_prose_are_no_contact() -> None:
    found = text_document(
        f"Kontakt halten trotz Corona\n{BODY}\nFür weitere Fragen steht Ihnen Frau Muster unter 0123 456-78 gern zur Verfügung.\n"
        f"Tel Aviv ist Partnerstadt.\n{BODY}"
    )
    assert not kinds(found, "contact")
    assert found.title == "Kontakt halten trotz Corona"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Foto: Klinikum/Muster", "caption"),
        ("Gruppenbild der Gäste // © Klinikum/Muster", "caption"),
        ("Weitere Informationen: https://www.klinikum.example/zentrum", "boilerplate"),
        ("Weitere Informationen finden Sie auf der Webseite des Zentrums.", "paragraph"),
        ("- Ende der Pressemitteilung -", "boilerplate"),
        ("Jahr | Betten | Fälle", "table_row"),
        ("Jahr\tBetten\tFälle", "table_row"),
        ("Über das Zentrum", "heading"),
        ("Über uns", "boilerplate"),
    ],
)
def test_single_lines(line: str, kind: str) -> None:
    found = text_document(f"Titel der Meldung\n{BODY}\n{BODY}\n{line}\n{BODY}")
    assert (kind, line) in blocks(found)


def test_three_short_lines_are_no_headings() -> None:
    found = text_document(f"Titel der Meldung\n\n{BODY}\n\nEins\nZwei\nDrei\nVier\n{BODY}")
    assert len(kinds(found, "heading")) <= 2
