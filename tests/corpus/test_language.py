"""Which parts of a document are not German, and when nothing German is left."""

import pytest

from corpus.document import Block, Document
from corpus.language import detect, parts
from tests.db.make import document

GERMAN = (
    "Das Klinikum Nordtal hat am Montag seinen neuen Bau eröffnet. In den kommenden Jahren sollen dort mehr als"
    " zwölftausend Menschen behandelt werden, wie die Leitung des Hauses mitteilte."
)
ENGLISH = (
    "The hospital opened its new building on Monday. In the coming years more than twelve thousand people are going to be"
    " treated there, as the management of the house announced at a meeting with the press."
)
MORE = (
    "Researchers from four countries will work together on new methods for the early detection of rare diseases, and the"
    " results are going to be published in a freely available register by the end of next year."
)
FRENCH = (
    "L'hôpital a ouvert lundi son nouveau bâtiment. Dans les années à venir, plus de douze mille personnes y seront"
    " soignées, comme l'a annoncé la direction de la maison lors d'une rencontre avec la presse locale et régionale. Tout le monde"
    " est invité à visiter les nouvelles salles dimanche prochain."
)


def made(*blocks: str, kinds: tuple[str, ...] = ()) -> Document:
    """A document of these blocks, in the language that a reader would tell."""
    text, at, found = "\n\n".join(blocks), 0, []
    for n, block in enumerate(blocks):
        kind = kinds[n] if n < len(kinds) else "paragraph"
        found.append(Block(at, at + len(block), kind))  # type: ignore[arg-type]
        at += len(block) + 2
    return document(text, blocks=tuple(found), language=detect(text))


def foreign(given: Document) -> list[str]:
    return [given.text[start:end] for start, end in parts(given).foreign]


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (ENGLISH, "en"), (FRENCH, "fr"), ("Start von NUM", "und")]
)
def test_languages(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_german_release_has_no_foreign_part() -> None:
    assert parts(made(GERMAN, "Über das Netz", GERMAN)) == ((), None)


@pytest.mark.parametrize(("text", "language"), [(f"{ENGLISH} {MORE}", "en"), (FRENCH, "fr")])
def test_a_release_in_another_language_is_refused(text: str, language: str) -> None:
    assert parts(made("A title", text)).refused == language


def test_two_hundred_letters_are_too_few_to_refuse() -> None:
    short = made(MORE[:240])
    assert 150 < sum(map(str.isalpha, short.text)) <= 200
    assert detect(short.text) == "en"
    assert parts(short) == ((), None)
    assert parts(made(f"{MORE[:240]} {ENGLISH}")).refused == "en"


def test_a_mixed_release_keeps_its_german_part_wherever_it_stands() -> None:
    assert foreign(made(GERMAN, ENGLISH, MORE)) == [f"{ENGLISH}\n\n{MORE}"]
    assert foreign(made(ENGLISH, MORE, GERMAN)) == [f"{ENGLISH}\n\n{MORE}"]
    assert foreign(made(ENGLISH, MORE, GERMAN, FRENCH)) == [f"{ENGLISH}\n\n{MORE}", FRENCH]
    for blocks in ((GERMAN, ENGLISH, MORE), (ENGLISH, MORE, GERMAN), (ENGLISH, MORE, GERMAN, FRENCH)):
        assert parts(made(*blocks)).refused is None


def test_what_is_too_short_to_tell_goes_with_what_stands_around_it() -> None:
    assert foreign(made(GERMAN, ENGLISH, "Contact", MORE)) == [f"{ENGLISH}\n\nContact\n\n{MORE}"]
    assert foreign(made(ENGLISH, MORE, "Kontakt", GERMAN)) == [f"{ENGLISH}\n\n{MORE}"]


@pytest.mark.parametrize(
    "block",
    [
        "Originalpublikation: Ohlsen J. et al., Early detection of rare diseases in four countries, Journal of Rare Things 2025",
        '"We are very pleased with this result", said the director of the institute in the capital on Monday.',
        "Beteiligt sind Auental, Nordtal, Südbruck, Lindhofen, Marbeck, Tannroda, Weidau, Steinfurt, Hohenried",
        "BRAKTO, LUPINO, TAVELO, KORVIA, MIRABEL, SENTINA, OLIVAR, PELAGOS, RUBIKON, SOLARIS, TESSERA, VIRIDIS",
    ],
)
def test_titles_quotations_and_lists_of_names_are_read_with_the_release(block: str) -> None:
    assert parts(made(GERMAN, block, GERMAN)) == ((), None)


def test_a_german_address_does_not_make_an_english_release_german() -> None:
    address = "Klinikum Nordtal, Stabsstelle Kommunikation und Öffentlichkeitsarbeit, Am Alten Markt 12, 01234 Nordtal, Ansprechpartnerin für die Presse ist Jana Ohlsen"
    assert parts(made(ENGLISH, MORE, address, kinds=("lead", "paragraph", "contact"))).refused == "en"
    assert parts(made(ENGLISH, MORE, GERMAN, kinds=("lead", "paragraph", "boilerplate"))).refused == "en"


def test_names_alone_are_no_language() -> None:
    names = ", ".join(["BRAKTO", "LUPINO", "TAVELO", "KORVIA", "MIRABEL", "SENTINA", "OLIVAR", "PELAGOS"] * 6)
    assert parts(made(names)).refused is None
