"""Copies are found, and only copies: a made set, and what a copy may look like."""

from itertools import combinations
from typing import Any

import pytest

from corpus import similar
from corpus.document import Document, Source
from corpus.readers.dispatch import read
from corpus.similar import Sketch, overlap, sketch
from tests.corpus.made_releases import Made, copies, releases
from tests.db.make import document

BODY = " ".join(releases(1)[0].paragraphs)


def read_made(made: Made) -> Document:
    """A made release as it is read from a text file."""
    found = read(Source(f"{made.name}.txt", f"id:{made.name}", "text/plain", made.text.encode()))
    assert isinstance(found, Document), found
    return found


def of(text: str, **changes: Any) -> Sketch:
    return sketch(document(text, **changes))


def pairs(sketches: dict[str, Sketch]) -> set[frozenset[str]]:
    """Those that share a bucket and are alike."""
    standing: dict[int, list[str]] = {}
    for name, one in sketches.items():
        for bucket in one.buckets:
            standing.setdefault(bucket, []).append(name)
    candidates = {frozenset(pair) for names in standing.values() for pair in combinations(names, 2)}
    return {pair for pair in candidates if Sketch.alike(*(sketches[name].shingles for name in pair))}


def test_the_edited_copies_of_a_thousand_releases_are_found_and_nothing_else() -> None:
    originals = releases(1_000)
    edited = copies(originals, 200)
    found = pairs({made.name: sketch(read_made(made)) for made in (*originals, *edited)})
    true = {frozenset((made.name, made.of)) for made in edited}
    precision, recall = len(found & true) / len(found), len(found & true) / len(true)
    assert precision >= 0.97, sorted(map(sorted, found - true))
    assert recall >= 0.97, sorted(map(sorted, true - found))


def test_contact_boilerplate_and_title_do_not_count() -> None:
    one, other = releases(2, seed=3)
    assert {block.kind for block in read_made(other).blocks} >= {"title", "contact", "boilerplate"}
    dressed = Made("x", "x", other.title, one.paragraphs, other.after)
    assert sketch(read_made(dressed)).shingles == sketch(read_made(one)).shingles


def test_a_text_of_nothing_but_contacts_is_compared_by_them() -> None:
    text = "Kontakt\n\nJana Ohlsen\nTelefon: 0123 456"
    found = read(Source("a.txt", None, "text/plain", text.encode()))
    assert isinstance(found, Document)
    assert sketch(found).buckets


@pytest.mark.parametrize(
    "copy",
    [
        BODY.upper(),
        BODY.replace(" ", "\n"),
        BODY.replace(" ", "\u00a0"),
        BODY.replace("ei", "e\u00adi"),
        BODY.replace(",", ";").replace(".", " –"),
    ],
)
def test_case_spaces_soft_hyphens_and_marks_make_no_difference(copy: str) -> None:
    assert of(copy).shingles == of(BODY).shingles


@pytest.mark.parametrize("text", ["Hallo", "Das Klinikum Nordtal hat 12 Betten.", "eins zwei drei vier"])
def test_short_texts_are_copies_only_of_themselves(text: str) -> None:
    one, other = of(text, key="id:a", title="A"), of(text, key="id:b", title="B")
    assert one.buckets == other.buckets
    assert Sketch.alike(one.shingles, other.shingles)
    assert not Sketch.alike(of(text).shingles, of(text.replace("a", "o").replace("e", "u")).shingles)


def test_a_text_without_words_is_like_none() -> None:
    empty = of("– – –")
    assert (empty.shingles, empty.buckets) == (b"", ())
    assert not Sketch.alike(empty.shingles, empty.shingles)


def test_the_overlap_is_jaccards() -> None:
    eight, six = of("a b c d e f g h").shingles, of("c d e f g h").shingles  # six shingles, four of them common
    assert overlap(eight, six) == overlap(six, eight) == pytest.approx(4 / 6)


def test_a_release_and_the_collection_it_stands_in_are_two_things() -> None:
    one, two, three = (" ".join(made.paragraphs) for made in releases(3, seed=9))
    assert not Sketch.alike(of(one).shingles, of(f"{one} {two} {three}").shingles)


def test_sketches_are_what_they_were() -> None:
    """Stored sketches are compared with new ones: when this fails, the version must change, and nothing else here."""
    made = of("Das Klinikum Nordtal leitet das Netz PALAS.")
    assert similar.VERSION == "1.2"
    assert made.shingles.hex() == "880f30029757bd33f2eded71617bfc728eee8391"
    assert made.buckets[:2] == (3560428341148640253, -3417475534694938670)
    assert len(made.buckets) == len(set(made.buckets)) == 64
    assert all(-(2**63) <= bucket < 2**63 for bucket in made.buckets)
