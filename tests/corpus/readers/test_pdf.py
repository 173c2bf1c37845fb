import doctest
import io
import zlib

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.errors import Unreadable
from corpus.readers import confined, hyphens
from corpus.readers.dispatch import read
from corpus.readers.formats import PDF
from corpus.readers.hyphens import Joiner
from corpus.readers.pdf_columns import Word, lines
from tests.corpus import made, printed
from tests.corpus.layouts import check, kinds

RELEASES = made.releases()


def source(raw: bytes, name: str = "mitteilung.pdf") -> Source:
    return Source(name, f"file:/{name}", PDF, raw)


def document(raw: bytes) -> Document:
    found = read(source(raw))
    assert isinstance(found, Document), found
    check(found)
    return found


def failure(raw: bytes) -> ReadFailure:
    found = read(source(raw))
    assert isinstance(found, ReadFailure), found
    assert (found.source, found.stage) == ("mitteilung.pdf", "read")
    assert found.cure
    return found


@pytest.mark.parametrize("name", printed.PRINTS)
def test_a_release_in_print_is_read_back(name: str) -> None:
    identity, how = printed.PRINTS[name]
    release = RELEASES[identity]
    found = document(printed.pdf(release, how))
    assert made.f1(found.text, release.text) >= 0.98
    listed = [item.removeprefix(f"{n}. ") for n, item in enumerate(kinds(found, "list_item"), 1)]
    assert listed == release.items
    assert found.title == release.title
    # A paragraph in pieces is a paragraph misread, however good the words are.
    assert abs(len(found.blocks) - len(release.blocks)) <= 1
    assert found.published in {None, identity[:10]} or identity.startswith("dntb-")
    assert found.publisher != "Wenzel Hartlaub"
    assert found.media_type == PDF


def test_at_least_twelve_prints_with_every_trap() -> None:
    prints = [how for _, how in printed.PRINTS.values()]
    assert len(prints) >= 12
    assert sum(how.columns > 1 for how in prints) >= 3
    assert sum(how.hyphens for how in prints) >= 4
    assert sum(bool(how.head or how.foot) for how in prints) >= 4


def test_heads_and_page_numbers_are_left_out_and_a_masthead_is_kept_once() -> None:
    release = RELEASES["2024-05-21_hme-herzzentrum-spatenstich"]
    how = printed.Print(size=16, page=(420, 595), margin=60, head="Medieninformation vom 21. Mai 2024", foot="Seite {page} von {pages}")  # fmt: skip
    found = document(printed.pdf(release, how))
    assert found.text.count("Medieninformation vom 21. Mai 2024") == 1
    assert "Seite 1" not in found.text
    assert " von 3" not in found.text
    other = document(
        printed.pdf(release, how._replace(head="Hochschulmedizin Eschenwerder, Kommunikation", foot="- {page} -"))
    )
    assert "Eschenwerder, Kommunikation" not in other.text
    assert "- 2 -" not in other.text


def test_sentences_go_on_over_pages() -> None:
    release = RELEASES["2025-01-08_vuv-start-dritte-phase"]
    found = document(printed.pdf(release, printed.Print(size=18, page=(420, 595), margin=50, foot="{page}")))
    paragraphs = [words for kind, words in release.blocks if kind == "paragraph" and len(words) > 300]
    assert len(paragraphs) >= 3
    assert all(words in found.text for words in paragraphs)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("die Universitäts-", "medizin", "die Universitätsmedizin"),
        ("zwischen Nord-", "Süd und West", "zwischen Nord-Süd und West"),
        ("Klinik für Herz-", "und Gefäßchirurgie", "Klinik für Herz- und Gefäßchirurgie"),
        ("die CT-", "gestützte Diagnose", "die CT-gestützte Diagnose"),
        ("der 24-", "stündige Dienst", "der 24-stündige Dienst"),
        ("wegen COVID-", "19 geschlossen", "wegen COVID-19 geschlossen"),
        ("Max-Planck-Ge-", "sellschaft", "Max-Planck-Gesellschaft"),
        ("so der Plan -", "endet", "so der Plan - endet"),
        ("2024–", "2026", "2024–2026"),
        ("Ärztinnen/", "Ärzte", "Ärztinnen/Ärzte"),
        ("Univer\u00ad", "sität", "Universität"),
        ("ein E-", "mail-Verteiler", "ein E-mail-Verteiler"),
    ],
)
def test_hyphens_at_the_ends_of_lines(before: str, after: str, joined: str) -> None:
    assert Joiner([]).join([before, after]) == joined


def test_what_the_document_spells_elsewhere_decides() -> None:
    told = ["die Kosten der vor-ort-termine steigen", "ein Wort"]
    assert Joiner(told).join(["weitere vor-ort-", "termine"]) == "weitere vor-ort-termine"
    assert Joiner([]).join(["weitere vor-ort-", "termine"]) == "weitere vor-orttermine"
    assert doctest.testmod(hyphens).failed == 0


def test_columns_are_read_one_after_the_other_and_tables_row_by_row() -> None:
    def words(text: str, x: float, y: float) -> list[Word]:
        return [
            Word(word, x + 30 * n, x + 30 * n + 27, y, y + 10, 10, bold=False) for n, word in enumerate(text.split())
        ]

    left = [f"links in Zeile {n} steht" for n in range(5)]
    right = [f"rechts in Zeile {n} auch" for n in range(5)]
    page = [word for n in range(5) for word in words(left[n], 50, 100 + 12 * n) + words(right[n], 320, 100 + 12 * n)]
    assert [line.text for line in lines(page, 1, 595, 842)] == [*left, *right]
    table = [word for n in range(5) for word in words(f"Posten {n}", 50, 100 + 12 * n) + words("40", 320, 100 + 12 * n)]
    assert [line.text for line in lines(table, 1, 595, 842)] == [f"Posten {n} | 40" for n in range(5)]


def test_ruled_tables_are_rows() -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    style = getSampleStyleSheet()
    sentence = "Das Klinikum hat im vergangenen Jahr mehr Menschen behandelt als je zuvor und dabei Energie gespart. "
    rows = [["Haus", "Betten"], ["Klinik am Wehr", "120"], ["Sophienstift", "85"]]
    out = io.BytesIO()
    table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    story = [Paragraph("Mehr Betten im Land", style["Title"]), Paragraph(sentence * 3, style["Normal"]), Spacer(1, 9), table, Paragraph(sentence * 2, style["Normal"])]  # fmt: skip
    SimpleDocTemplate(out, pagesize=A4).build(story)
    found = document(out.getvalue())
    assert kinds(found, "table_row") == [" | ".join(row) for row in rows]
    assert kinds(found, "title") == ["Mehr Betten im Land"]
    assert found.text.index("Sophienstift") < found.text.rindex("Energie gespart")


def test_hostile_files_are_named_failures() -> None:
    release = RELEASES["utaf-biobank-umzug"]
    good = printed.pdf(release, printed.Print())
    locked = failure(printed.pdf(release, printed.Print(user="geheim")))
    assert "encrypted" in locked.reason
    assert "without a password" in locked.cure
    scanned = failure(printed.scan())
    assert "scan" in scanned.reason
    assert "OCR" in scanned.cure
    assert "broken" in failure(good[:300]).reason
    assert "broken" in failure(b"%PDF-1.7\n" + bytes(range(256)) * 40).reason
    assert "plain text" in failure(b"%PDF-1.7\n...").cure
    long = failure(printed.many_pages(301))
    assert "301 pages" in long.reason
    assert "split" in long.cure


def test_a_file_without_its_end_is_mended_or_named() -> None:
    good = printed.pdf(RELEASES["utaf-biobank-umzug"], printed.Print())
    found = read(source(good[: len(good) - 600]))
    assert isinstance(found, Document) or "broken" in found.reason


def bomb(size: int) -> bytes:
    """A page whose content unpacks to `size` bytes."""
    packer = zlib.compressobj(1)
    content = b"".join(packer.compress(b"0 0 m " * 170_000) for _ in range(size // 1_020_000)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]  # fmt: skip
    out = b"%PDF-1.4\n"
    places = []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 5\n0000000000 65535 f \n"
        + table
        + b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def test_time_and_memory_are_limited_and_the_next_file_is_read() -> None:
    try:
        with pytest.raises(Unreadable, match="longer than 2 seconds"):
            confined.run("pdf", bomb(60_000_000), seconds=2)
        confined.end()
        with pytest.raises(Unreadable, match=r"memory|crashed"):
            confined.run("pdf", bomb(300_000_000), seconds=60, memory=350_000_000)
    finally:
        confined.end()
    identity, how = printed.PRINTS["plain"]
    assert document(printed.pdf(RELEASES[identity], how)).title == RELEASES[identity].title


def test_a_child_that_dies_is_a_failure_and_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = printed.pdf(RELEASES["utaf-biobank-umzug"], printed.Print())
    assert confined.run("pdf", raw)["entries"]
    child = confined._Child.process
    assert child is not None
    monkeypatch.setattr(confined, "_started", lambda _memory: child)
    child.kill()
    child.wait()
    with pytest.raises(Unreadable, match="crashed"):
        confined.run("pdf", raw)
    monkeypatch.undo()
    assert confined.run("pdf", raw)["entries"]
