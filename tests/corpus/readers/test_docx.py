import io
import zipfile
from typing import Any

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.readers import docx
from corpus.readers.dispatch import NO_MEMORY, read
from corpus.readers.formats import DOCX
from tests.corpus import made
from tests.corpus.layouts import check, kinds

RELEASES = made.releases()
FILES: dict[str, tuple[str, dict[str, bool]]] = {
    "styles": ("2024-09-30_utaf-register-resel", {}),
    "blank lines, line breaks": ("2025-03-27_umbh-im-vuv", {"blanks": True, "breaks": True}),
    "no styles": ("2025-10-02_hme-herzzentrum-eroeffnet", {"styled": False}),
    "no styles, blank lines": ("2024-02-14_vuv-zwischenbilanz", {"styled": False, "blanks": True}),
    "letterhead, deleted, hidden": ("2025-07-03_hme-im-vuv", {"extras": True}),
    "line breaks": ("utaf-biobank-umzug", {"breaks": True}),
}


def source(raw: bytes, name: str = "mitteilung.docx") -> Source:
    return Source(name, f"file:/{name}", DOCX, raw)


def document(raw: bytes) -> Document:
    found = read(source(raw))
    assert isinstance(found, Document), found
    check(found)
    return found


def failure(raw: bytes) -> ReadFailure:
    found = read(source(raw))
    assert isinstance(found, ReadFailure), found
    assert found.cure
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_release_is_read_back(name: str) -> None:
    identity, how = FILES[name]
    release = RELEASES[identity]
    found = document(made.docx(release, **how))
    assert made.f1(found.text, release.text) >= 0.98
    assert [item.removeprefix("– ") for item in kinds(found, "list_item")] == release.items
    assert found.title == release.title
    assert len(found.blocks) == len(release.blocks)
    assert len(kinds(found, "contact")) >= sum(kind == "contact" for kind, _ in release.blocks) - 1
    assert found.publisher != "Wenzel Hartlaub"
    assert found.media_type == DOCX


def test_what_is_deleted_or_hidden_is_left_out_and_the_letterhead_says_who_and_when() -> None:
    release = RELEASES["utaf-biobank-umzug"]
    found = document(made.docx(release, extras=True))
    assert "Entwurf" not in found.text
    assert "nur intern" not in found.text
    assert (found.published, found.published_from) == ("2025-07-03", "text")
    assert found.publisher == "Hochschulmedizin Eschenwerder"
    assert "Pressemitteilung der" not in found.text


def made_by(build: Any) -> bytes:
    import docx as word

    file = word.Document()
    build(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


SENTENCE = "Das Klinikum hat im vergangenen Jahr mehr Menschen behandelt als je zuvor und dabei Energie gespart."


def test_tables_are_rows_and_a_frame_is_none() -> None:
    def build(file: Any) -> None:
        file.add_heading("Mehr Betten im Land", 1)
        frame = file.add_table(1, 1)
        frame.cell(0, 0).text = SENTENCE
        table = file.add_table(3, 2)
        for row, texts in zip(
            table.rows, (("Haus", "Betten"), ("Klinik am Wehr", "120"), ("Sophienstift", "85")), strict=True
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        file.add_paragraph(SENTENCE)

    found = document(made_by(build))
    assert kinds(found, "title") == ["Mehr Betten im Land"]
    assert kinds(found, "table_row") == ["Haus | Betten", "Klinik am Wehr | 120", "Sophienstift | 85"]
    assert found.text.count(SENTENCE) == 2


def test_text_boxes_insertions_and_hard_hyphens() -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    def build(file: Any) -> None:
        paragraph = file.add_paragraph(SENTENCE)
        for xml in (
            f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t xml:space="preserve"> Neu</w:t><w:noBreakHyphen/><w:t>Isenburg.</w:t></w:r></w:ins>',
            '<w:r {0}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">{1}</mc:Choice>'
            "<mc:Fallback>{1}</mc:Fallback></mc:AlternateContent></w:r>".format(
                nsdecls("w"), "<w:drawing><w:txbxContent><w:p><w:r><w:t>Im Kasten: 40 Betten</w:t></w:r></w:p></w:txbxContent></w:drawing>"
            ),
        ):  # fmt: skip
            paragraph._p.append(parse_xml(xml))

    found = document(made_by(build))
    assert f"{SENTENCE} Neu-Isenburg." in found.text
    assert found.text.count("Im Kasten: 40 Betten") == 1


def packed(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        archive.writestr(name, old.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_bombs_are_refused_by_declared_and_by_true_size(monkeypatch: pytest.MonkeyPatch) -> None:
    good = made.docx(RELEASES["utaf-biobank-umzug"])
    large = failure(packed({"word/document.xml": b" " * (docx.MAX_XML + 1)}, good))
    assert "20,000,000" in large.reason
    assert "trust" in large.cure
    pictures = failure(packed({f"word/media/{n}.png": b"\0" * 30_000_000 for n in range(7)}, good))
    assert "unpacks to 2" in pictures.reason
    # What is declared smaller than it is: the checksum is wrong where the declared size ends.
    lying = bytearray(packed({"word/media/a.png": b"\0" * 1_000_000}, good))
    with zipfile.ZipFile(io.BytesIO(bytes(lying))) as archive:
        offset = archive.infolist()[-1].header_offset
    for at in (offset + 22, bytes(lying).rindex(b"PK\x01\x02") + 24):
        lying[at : at + 4] = (1_000).to_bytes(4, "little")
    assert "broken" in failure(bytes(lying)).reason
    monkeypatch.setattr(docx, "MAX_UNPACKED", 50_000)
    assert "more than the 50,000" in failure(good).reason


@pytest.mark.parametrize(
    "name",
    ["cut off", "no document", "not XML", "entities", "deep", "torn"],
)
def test_broken_files_are_named(name: str) -> None:
    good = made.docx(RELEASES["utaf-biobank-umzug"])
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (n + 1, *[n] * 8) for n in range(97, 110)
    ) + b"]>"  # fmt: skip
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>'
    raw = {
        "cut off": good[: len(good) // 2],
        "no document": packed({"word/document.xml": b""}, good),
        "not XML": packed({"word/document.xml": b"<w:document><w:body>"}, good),
        "entities": packed({"word/document.xml": bomb + body % b"&n;"}, good),
        "deep": packed({"word/document.xml": body % (b"<w:p>" * 400 + b"</w:p>" * 400)}, good),
        "torn": good[:4000] + bytes(500) + good[4500:],
    }[name]
    found = failure(raw)
    assert "Word file" in found.reason or "no text" in found.reason
    assert "fault" not in found.cure
    assert "report the file" not in found.cure


def test_want_of_memory_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise MemoryError

    good = made.docx(RELEASES["utaf-biobank-umzug"])
    monkeypatch.setattr("docx.Document", full)
    assert failure(good).reason == NO_MEMORY


def test_other_archives_and_protected_files_are_named() -> None:
    assert "ZIP archive" in failure(packed({"mimetype": b"application/vnd.oasis.opendocument.text"})).reason
    assert "password" in failure(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).reason
    assert "no text" in failure(made_by(lambda _file: None)).reason
