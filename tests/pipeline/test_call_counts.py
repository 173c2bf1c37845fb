"""What a release costs, in calls and not in seconds: a guard against waste that no clock on a busy machine would show."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

import pytest
from sqlalchemy import event

from corpus import language
from corpus.document import Document
from corpus.readers.dispatch import documents
from db import direct, engine
from extractors import nlp as pipelines
from extractors.tagger import Tagger
from pipeline.batches import load_nlp
from pipeline.extract import extract
from pipeline.ingest import ingest

SAMPLES = ["corpus/samples"]
HEAVY = (
    "spacy", "sqlalchemy", "pyarrow", "starlette", "matplotlib", "numpy", "onnxruntime", "lxml", "distributed", "trafilatura", "httpx",
)  # fmt: skip
# Calls of Python functions a word of the samples, all rules, no model, Python 3.11; newer ones make fewer. A rule that is worth more
# may raise it: the figure is what the test prints when it fails.
CALLS_A_WORD = 82.4


@dataclass(frozen=True, slots=True)
class Counted:
    """The samples, and what was called in their first ingest and in a second one."""

    releases: list[Document]
    sentences: int
    first: Counter[str]
    second: Counter[str]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    calls: Counter[str] = Counter()

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(real)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            calls[name] += 1
            return real(*args, **kwargs)

        return wrapper

    releases = [d for d in documents(SAMPLES) if isinstance(d, Document)]
    path = tmp_path_factory.mktemp("calls") / "belegt.db"
    with pytest.MonkeyPatch.context() as patch, engine.open(path) as database:
        for owner, name, known_as in (
            (pipelines._BoundedTokenizer, "__call__", "tokenizer"),
            (Tagger, "_run", "model"),
            (Tagger, "_reading", "sentence"),
        ):
            patch.setattr(owner, name, counting(known_as, getattr(owner, name)))
        guess = counting("language", language._guess_sample.__wrapped__)
        patch.setattr(language, "_guess_sample", lru_cache(maxsize=256)(guess))

        def statement(*_: Any) -> None:
            calls["statement"] += 1

        event.listen(database._engine, "before_cursor_execute", statement)
        patch.setattr(direct, "_driver", counting("statement", direct._driver))
        nlp = load_nlp(None, 1)
        docs = list(map(nlp.make_doc, (d.text for d in releases)))
        for doc, document in zip(docs, releases, strict=True):
            doc.user_data["blocks"] = [(b.start, b.end) for b in document.blocks]
        sentences = sum(len(list(pipelines.mark_sentences(doc).sents)) for doc in docs)
        counts = []
        for _ in range(2):
            calls.clear()
            ingest(documents(SAMPLES), database, lambda: nlp)
            counts.append(calls.copy())
        yield Counted(releases, sentences, counts[0], counts[1])


def test_a_release_is_tokenised_once_and_each_sentence_is_read_once(counted: Counted) -> None:
    assert counted.first["tokenizer"] == len(counted.releases)
    assert 0 < counted.first["sentence"] <= counted.sentences


def test_sentences_of_many_releases_go_through_the_model_together(counted: Counted) -> None:
    lengths = 200  # word pieces: as many different rows there can be
    assert 0 < counted.first["model"] < min(lengths, counted.sentences / 4)


def test_a_release_takes_a_bounded_number_of_statements(counted: Counted) -> None:
    # what one entity says of one thing is asked for by itself, so that a release reads few rows with some more questions
    assert 30 < counted.first["statement"] / len(counted.releases) < 130


def test_the_language_of_a_text_is_guessed_once(counted: Counted) -> None:
    texts = {d.text[:10_000] for d in counted.releases}
    blocks = {d.text[b.start : b.end][:10_000] for d in counted.releases for b in d.blocks}
    assert len(texts) <= counted.first["language"] <= len(texts | blocks)


def test_what_is_stored_costs_next_to_nothing(counted: Counted) -> None:
    assert set(counted.second) == {"statement"}
    assert counted.second["statement"] / len(counted.releases) < 5


def test_the_rules_make_a_bounded_number_of_calls_a_word(counted: Counted) -> None:
    nlp, calls = load_nlp("none", 1), 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    list(extract(counted.releases, nlp))  # what is made once for all texts is made
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        list(extract(counted.releases, nlp))
    finally:
        sys.setprofile(before)
    a_word = calls / sum(len(d.text.split()) for d in counted.releases)
    assert 1 < a_word < 1.15 * CALLS_A_WORD


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from pipeline.cli import main; sys.argv = ['belegt', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "ingest" in ended.stdout
    assert ended.stderr.split() == []
