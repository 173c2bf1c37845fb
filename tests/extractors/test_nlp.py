"""Tokens and sentences that survive German press releases."""

from typing import TYPE_CHECKING

import pytest

from extractors.nlp import ModelMissingError, load

if TYPE_CHECKING:
    from spacy.language import Language


def sentences(nlp: "Language", text: str, blocks: list[tuple[int, int]] | None = None) -> list[str]:
    doc = nlp.make_doc(text)
    if blocks is not None:
        doc.user_data["blocks"] = blocks
    return [s.text.strip() for s in nlp(doc).sents]


@pytest.mark.parametrize(
    "word",
    ["Kliniker:innen", "(Co-)Sprecher:innen", "Sprecher*innen", "Dr.", "Univ.-Prof.", "bzw.", "1.", "01.07.2025", "NUM-DIZ", "www.example.org/a-b", "presse@klinik.example"],
)  # fmt: skip
def test_one_token(word: str, nlp: "Language") -> None:
    assert word in [t.text for t in nlp.make_doc(f"So ist {word} da")]


@pytest.mark.parametrize(
    "text",
    [
        "Es sprach Prof. Dr. med. Dr. h. c. mult. Anna Beispiel zum Thema.",
        "Am 1. Juli 2025 beginnt die 3. Förderphase.",
        "Das ist z. B. in Abb. 3 zu sehen.",
        "Er traf M. Muster am 3. Tag.",
        "Rund 2,5 Mio. Euro kostet das Gebäude.",
        "Die Stiftung St. Anna hilft, vgl. Kap. 4 und S. 12.",
    ],
)
def test_one_sentence(text: str, nlp: "Language") -> None:
    assert sentences(nlp, text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Die Laufzeit endet 2025. Danach folgt mehr.", "Die Laufzeit endet 2025."),
        ("Es waren 37. Die Klinik wuchs.", "Es waren 37."),
        ("Es schlossen sich viele zusammen.. Am 1. Juli startet es.", "Es schlossen sich viele zusammen.."),
        ("Sie nimmt eine Rolle ein: So ist der Standort dabei.", "Sie nimmt eine Rolle ein:"),
        ("„Das ist gut.“ Dann ging sie.", "„Das ist gut.“"),
        ("Er kam (spät). Sie ging.", "Er kam (spät)."),
        ("Kommt alle! Wirklich?", "Kommt alle!"),
    ],
)
def test_where_a_sentence_ends(text: str, first: str, nlp: "Language") -> None:
    assert sentences(nlp, text)[0] == first


def test_blocks_are_sentences_of_their_own(nlp: "Language") -> None:
    text = "Neues Haus\n- Klinik A\n- Klinik B\nDas Haus ist\nneu gebaut."
    blocks = [(0, 10), (11, 21), (22, 32), (33, 57)]
    assert sentences(nlp, text, blocks) == ["Neues Haus", "- Klinik A", "- Klinik B", "Das Haus ist\nneu gebaut."]


def test_a_model_that_is_not_installed_is_named_with_the_cure() -> None:
    with pytest.raises(ModelMissingError, match=r"xx_no_such.*install it"):
        load("xx_no_such")


def test_any_installed_pipeline_gives_its_entities() -> None:
    import spacy

    from extractors.base import Context, Mention
    from extractors.organisations import Organisations

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Zeppelin"}])  # type: ignore[attr-defined]
    found = list(Organisations()(nlp("Bei Zeppelin wird gebaut."), Context()))
    assert [(m.span.quote, m.rule) for m in found if isinstance(m, Mention)] == [("Zeppelin", "model")]
