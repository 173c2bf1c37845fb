"""What one document may cost: time and memory of its own, and nothing of the others."""

from pathlib import Path

import pytest

from corpus.document import Document, ReadFailure, Source
from corpus.readers import apart, confined
from corpus.readers.dispatch import documents, documents_of, read
from corpus.readers.formats import HTML, MAIL, PDF, PLAIN
from tests.corpus import printed
from tests.corpus.readers.test_pdf import RELEASES, bomb

PAGE = b"<html><body><h1>Neues Zentrum</h1><p>Das Zentrum am Fluss nimmt im Mai seinen Betrieb auf.</p></body></html>"
LETTER = b"From: a@b.example\nSubject: Neues Zentrum\nMIME-Version: 1.0\n\nDas Zentrum am Fluss ist nun fertig.\n"


def folder_of(path: Path, hostile: bytes) -> Path:
    (path / "a.html").write_bytes(PAGE)
    (path / "b.pdf").write_bytes(hostile)
    (path / "c.html").write_bytes(PAGE)
    (path / "d.txt").write_text("Neues Zentrum\n\nDas Zentrum am Fluss nimmt im Mai seinen Betrieb auf.\n", "utf-8")
    return path


def failure_among(path: Path) -> ReadFailure:
    """The one failure, when everything else in the folder was read in its order."""
    a, failure, c, d = documents([str(path)])
    assert [Path(found.source).name for found in (a, c, d) if isinstance(found, Document)] == [
        "a.html",
        "c.html",
        "d.txt",
    ]
    assert isinstance(failure, ReadFailure)
    assert failure.source.endswith("b.pdf")
    assert "plain text" in failure.cure
    return failure


def test_one_that_takes_too_long_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = confined.run

    def hurried(task: str, raw: bytes, *, seconds: float, memory: int) -> object:
        # Only the file that never ends: how long a child takes to start is the machine's affair.
        return real(task, raw, seconds=1 if b"%PDF-" in raw[:200] else seconds, memory=memory)

    monkeypatch.setattr(confined, "run", hurried)
    assert "longer than 1 seconds" in failure_among(folder_of(tmp_path, bomb(300_000_000))).reason


def test_one_that_eats_memory_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    confined.end()
    monkeypatch.setattr(apart, "MEMORY", 600_000_000)
    try:
        assert "memory" in failure_among(folder_of(tmp_path, bomb(600_000_000))).reason
    finally:
        confined.end()


@pytest.mark.parametrize(
    "source",
    [
        Source("a.html", "url:https://umm.example/a", HTML, PAGE),
        Source("a.eml", "file:a.eml", MAIL, LETTER),
        Source("a.pdf", None, PDF, printed.pdf(RELEASES["utaf-biobank-umzug"], printed.Print())),
        Source("a.html", None, HTML, b"<html><nav>x</nav></html>"),
    ],
)
def test_the_child_reads_as_this_process_does(source: Source) -> None:
    assert list(documents_of([source])) == [read(source)]


def test_text_needs_no_child() -> None:
    confined.end()
    (found,) = documents_of([Source("a.txt", None, PLAIN, b"Das Zentrum am Fluss nimmt seinen Betrieb auf.")])
    assert isinstance(found, Document)
    assert not confined.served()


def test_a_child_that_has_read_much_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    confined.end()
    monkeypatch.setattr(apart, "DOCUMENTS", 2)
    page = Source("a.html", None, HTML, PAGE)
    served = []
    for _ in range(3):
        assert isinstance(apart.read(page), Document)
        served.append(confined.served())
    assert served == [1, 2, 1]


def test_memory_that_documents_before_have_taken_is_not_held_against_one(monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([{"failure": ["a.html", "read", confined.NO_MEMORY, "-"], "spent": True}])
    real = confined.run
    apart.read(Source("a.html", None, HTML, PAGE))
    monkeypatch.setattr(confined, "run", lambda *given, **limits: next(told, None) or real(*given, **limits))
    assert isinstance(apart.read(Source("a.html", None, HTML, PAGE)), Document)
    assert confined.served() == 1
