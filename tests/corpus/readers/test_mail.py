from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.readers import mail_parts
from corpus.readers.dispatch import documents, documents_of, read
from corpus.readers.formats import DOCX, HTML, MAIL, PDF, UNKNOWN
from tests.corpus import made, printed
from tests.corpus.layouts import check, kinds

RELEASES = made.releases()
LIST = "2025-03-27_umbh-im-vuv"


def source(raw: bytes, media_type: str = MAIL) -> Source:
    return Source("post.eml", "file:/post.eml", media_type, raw)


def everything(raw: bytes) -> list[Document | ReadFailure]:
    found = list(documents_of([source(raw)]))
    for one in found:
        if isinstance(one, Document):
            check(one)
    return found


def document(raw: bytes) -> Document:
    (found,) = everything(raw)
    assert isinstance(found, Document), found
    return found


def failure(raw: bytes) -> ReadFailure:
    (found,) = everything(raw)
    assert isinstance(found, ReadFailure), found
    assert found.cure
    return found


def plain(release: made.Release, charset: str = "utf-8", cte: str = "quoted-printable") -> bytes:
    message = made.mail(release)
    message.set_content(made.plain_text(release), charset=charset, cte=cte)
    return message.as_bytes()


def alternative(release: made.Release) -> EmailMessage:
    message = made.mail(release)
    message.set_content("Ihr Programm zeigt kein HTML. Die Mitteilung steht auf unserer Seite.\n")
    message.add_alternative(made.page(release), subtype="html", cte="quoted-printable")
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    return message


def wrapped(release: made.Release) -> bytes:
    message = made.mail(release)
    message.set_content(made.plain_text(release, width=72), cte="8bit")
    return message.as_bytes()


def flowed(release: made.Release) -> bytes:
    lines = []
    for line in made.plain_text(release).split("\n"):
        parts = made.wrap(line, len, 70, hyphens=False) if line else [""]
        lines += [f"{part} " for part in parts[:-1]] + parts[-1:]
    message = made.mail(release)
    message.set_content("\n".join(lines), cte="8bit")
    message.set_param("format", "flowed")
    return message.as_bytes()


MAILS: dict[str, tuple[str, Callable[[made.Release], bytes]]] = {
    "quoted-printable": ("2024-09-30_utaf-register-resel", plain),
    "Windows-1252": (LIST, lambda r: plain(r, "windows-1252", "8bit")),
    "base64, Latin-9": ("2025-10-02_hme-herzzentrum-eroeffnet", lambda r: plain(r, "iso-8859-15", "base64") if "„" not in r.text else plain(r, "utf-8", "base64")),
    "HTML beside a plain stub": (LIST, lambda r: alternative(r).as_bytes()),
    "hard-wrapped": ("2024-02-14_vuv-zwischenbilanz", wrapped),
    "flowed": ("2025-10-02_hme-herzzentrum-eroeffnet", flowed),
}  # fmt: skip


@pytest.mark.parametrize("name", MAILS)
def test_a_release_is_read_back(name: str) -> None:
    identity, make = MAILS[name]
    release = RELEASES[identity]
    found = document(make(release))
    assert made.f1(found.text, release.text) >= 0.98 - (0.02 if "- " in found.text else 0)
    assert [item.removeprefix("- ") for item in kinds(found, "list_item")] == release.items
    assert " ".join((found.title or "").split()) == release.title
    assert (found.published, found.published_from) == (identity[:10], "text")
    assert found.publisher is None or "Hartlaub" not in found.publisher
    assert (found.id, found.key, found.media_type) == ("post", "file:/post.eml", MAIL)


def test_flowed_paragraphs_are_whole() -> None:
    release = RELEASES["2025-10-02_hme-herzzentrum-eroeffnet"]
    found = document(flowed(release))
    assert all(words in found.text for kind, words in release.blocks if kind == "paragraph")


def simple(text: str, **fields: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Tilda Rasmussen <tilda@klinikum.example>"
    message["MIME-Version"] = "1.0"
    for name, value in fields.items():
        message[name] = value
    message.set_content(text)
    return message


SENTENCE = "Das Klinikum hat im vergangenen Jahr mehr Menschen behandelt als je zuvor und dabei Energie gespart."


def test_the_day_it_was_sent_where_the_text_names_none() -> None:
    raw = simple(f"{SENTENCE}\n", Date="Tue, 04 Mar 2025 23:30:00 +0100", Subject="WG: Pressemitteilung: Mehr Betten", Organization="Klinikum am Wehr").as_bytes()  # fmt: skip
    found = document(raw)
    assert (found.published, found.published_from) == ("2025-03-04", "meta")
    assert found.title == "Mehr Betten"
    assert found.publisher == "Klinikum am Wehr"
    undated = document(simple(f"{SENTENCE}\n", Subject="Mehr Betten").as_bytes())
    assert (undated.published, undated.published_from, undated.publisher) == (None, None, None)
    assert document(simple(SENTENCE, Date="gestern").as_bytes()).published is None


def test_the_card_under_the_text_is_contact() -> None:
    found = document(
        simple(f"Mehr Betten im Land\n\n{SENTENCE}\n\n-- \nTilda Rasmussen\nStabsstelle Kommunikation\n").as_bytes()
    )
    assert kinds(found, "contact")[-2:] == ["Tilda Rasmussen", "Stabsstelle Kommunikation"]


def test_wrong_and_missing_charsets() -> None:
    text = "Die Universitätsklinik eröffnet „ihr“ Zentrum für Größe und Maß in Nürnberg.\n"
    for declared, actual in (("us-ascii", "utf-8"), ("iso-8859-1", "cp1252"), ("x-unknown", "cp1252"), ("hex", "utf-8"), ("utf-8", "cp1252")):  # fmt: skip
        head = f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n"
        assert document(head.encode() + text.encode(actual)).text == text.strip(), declared


def with_attachments() -> EmailMessage:
    message = made.mail(RELEASES[LIST])
    message.set_content(f"Anbei unsere Mitteilung. {SENTENCE}\n")
    sheet = printed.pdf(RELEASES["utaf-biobank-umzug"], printed.Print())
    message.add_attachment(sheet, "application", "pdf", filename="Größe der Biobank.pdf")
    message.add_attachment(made.docx(RELEASES[LIST]), "application", "octet-stream", filename="mitteilung.docx")
    message.add_attachment(made.docx(RELEASES[LIST]), *DOCX.split("/"), filename="mitteilung.docx")
    message.add_attachment(made.page(RELEASES[LIST]), subtype="html", filename="../../seite.html")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="logo.png")
    message.add_attachment(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application", "msword", filename="alt.doc")
    return message


def test_attachments_are_documents_of_their_own() -> None:
    text, first, second, third, site, old = everything(with_attachments().as_bytes())
    assert isinstance(text, Document)
    assert text.text.startswith("Anbei")
    read_back = [one for one in (first, second, third, site) if isinstance(one, Document)]
    assert [one.source for one in read_back] == [
        "post.eml/Größe der Biobank.pdf", "post.eml/mitteilung.docx", "post.eml/mitteilung (2).docx", "post.eml/seite.html",
    ]  # fmt: skip
    assert [one.media_type for one in read_back] == [PDF, DOCX, DOCX, HTML]
    assert read_back[0].key == "file:/post.eml/Größe der Biobank.pdf"
    assert read_back[0].id == "Größe der Biobank"
    assert read_back[0].title == RELEASES["utaf-biobank-umzug"].title
    assert isinstance(old, ReadFailure)
    assert old.source == "post.eml/alt.doc"
    assert "old Office file" in old.reason


def test_an_empty_message_only_passes_its_attachment_on() -> None:
    message = simple("\n")
    message.add_attachment(made.docx(RELEASES[LIST]), *DOCX.split("/"), filename="mitteilung.docx")
    (found,) = everything(message.as_bytes())
    assert isinstance(found, Document)
    assert found.source == "post.eml/mitteilung.docx"
    assert "no text" in failure(simple("\n").as_bytes()).reason


def nested(depth: int) -> EmailMessage:
    message = simple(f"Ebene 0: {SENTENCE}\n", Subject="Ebene 0")
    for level in range(1, depth + 1):
        outer = simple(f"Ebene {level}: {SENTENCE}\n", Subject=f"Ebene {level}")
        outer.add_attachment(message)
        message = outer
    return message


def test_mails_inside_mails_are_read_to_a_limit() -> None:
    texts = everything(nested(3).as_bytes())
    assert [one.text[:7] for one in texts if isinstance(one, Document)] == [f"Ebene {n}" for n in (3, 2, 1, 0)]
    assert texts[-1].source == "post.eml/Ebene 2.eml/Ebene 1.eml/Ebene 0.eml"
    deep = everything(nested(mail_parts.MAX_DEPTH + 3).as_bytes())
    assert sum(isinstance(one, Document) for one in deep) == mail_parts.MAX_DEPTH + 1
    assert isinstance(deep[-1], ReadFailure)
    assert "inside more than 5 others" in deep[-1].reason


def test_what_nests_without_end_is_a_failure() -> None:
    head = "From: a@b.example\nMIME-Version: 1.0\n"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(2_000))
    mails = "Content-Type: message/rfc822\n\nFrom: a@b.example\n" * 2_000
    for body in (parts, mails):
        found = list(documents_of([source((head + body + "Content-Type: text/plain\n\nText\n").encode())]))
        assert isinstance(found[-1], ReadFailure)
        assert "deep" in found[-1].reason or "inside" in found[-1].reason
    flat = simple("Text und mehr Text\n")
    for n in range(mail_parts.MAX_ATTACHMENTS + 5):
        flat.add_attachment(f"Anlage {n}".encode(), "text", "plain", filename=f"{n}.txt")
    found = everything(flat.as_bytes())
    assert len(found) == mail_parts.MAX_ATTACHMENTS + 2
    assert isinstance(found[-1], ReadFailure)
    assert "attachments" in found[-1].reason


def test_encrypted_and_broken_messages_are_named() -> None:
    head = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: "
    for kind in (b'multipart/encrypted; boundary="x"\n\n--x\n\nabc\n--x--\n', b"application/pkcs7-mime; smime-type=enveloped-data\n\nabc"):  # fmt: skip
        found = failure(head + kind)
        assert "encrypted" in found.reason
        assert "decrypt" in found.cure
    assert "no fields" in failure(b"\n\nText ohne Kopf").reason
    cut = document(plain(RELEASES[LIST])[:1500])
    assert RELEASES[LIST].title in cut.text
    torn = head + b'multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n' + SENTENCE.encode()
    assert document(torn).text == SENTENCE
    rot = head + b"text/plain\nContent-Transfer-Encoding: base64\n\n!!!" + b"\x00\x01\x02" * 400
    assert failure(rot).reason


def test_hostile_fields_take_no_time() -> None:
    raw = b"From: " + b"a(" * 200_000 + b"\nSubject: " + b"=?utf-8?q?" * 100_000 + b"\nDate: " + b"1," * 100_000 + b"\nMIME-Version: 1.0\n\n" + SENTENCE.encode()  # fmt: skip
    assert document(raw).text == SENTENCE


def test_mail_is_known_by_its_fields_where_nothing_says_so() -> None:
    raw = plain(RELEASES[LIST])
    found = read(source(raw, UNKNOWN))
    assert isinstance(found, Document)
    assert found.media_type == MAIL
    letter = read(source(b"Date: 3. Juli 2025\nSubject: ein Brief\n\n" + SENTENCE.encode(), UNKNOWN))
    assert isinstance(letter, Document)
    assert letter.media_type != MAIL


def test_from_a_folder(tmp_path: Path) -> None:
    made.write(tmp_path, "a.eml", with_attachments().as_bytes())
    found = list(documents([str(tmp_path)]))
    assert sum(isinstance(one, Document) for one in found) == 5
    assert found[1].source == f"{tmp_path}/a.eml/Größe der Biobank.pdf"
