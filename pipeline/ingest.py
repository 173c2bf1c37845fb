"""Source -> Document -> Extraction -> rows. Safe to repeat: what is stored is not extracted again. Safe to kill."""

import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import structlog

from corpus import similar
from corpus.document import Document, ReadFailure
from db import clusters, identity, neighbours, runs, search_index, store
from db.decisions import anchor
from db.engine import Database
from db.errors import DatabaseError, TooLongError
from db.values import Content, FailureRow, Seen
from extractors.base import Extractor
from extractors.registry import EXTRACTORS
from pipeline.batches import batches, problems_of
from pipeline.engines.base import Engine, Here, Result
from pipeline.errors import ModelError
from pipeline.extract import Extraction
from pipeline.gate import Gate, german_of, refusal
from pipeline.keeping_out import KeepingOut
from pipeline.progress import Tick
from pipeline.reconcile.entities import assign, link
from pipeline.reconcile.settle import catch_up, settle

if TYPE_CHECKING:
    from spacy.language import Language
    from sqlalchemy import Connection

_TOUCHES: Final = 500  # revisions seen again whose stamps are written at once; a kill loses no more than stamps
_log: Any = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    Attributes:
        stamp: the run's time: every release that it saw bears it as `last_seen`.
        new, unchanged, updated: documents; re_extracted: stored texts that were extracted anew.
        failures: what could not be read, extracted or stored.
        forgotten: documents that were left out, because their release was forgotten.
        masked: documents in which the name of a forgotten person was masked.
    """

    run_id: str
    stamp: str
    new: int
    unchanged: int
    updated: int
    re_extracted: int
    failures: tuple[FailureRow, ...]
    seconds: float
    forgotten: int = 0
    masked: int = 0


def ingest(
    inputs: Iterable[Document | ReadFailure],
    database: Database,
    load: Callable[[], "Language"],
    *,
    re_extract: bool = False,
    only: Collection[str] | None = None,
    language: Gate = "de",
    extractors: tuple[Extractor, ...] = EXTRACTORS,
    tick: Tick = lambda _bytes: None,
    engine: Engine | None = None,
) -> Report:
    """Store what is new among the inputs.

    Args:
        inputs: documents and what could not be read, as they come.
        database: where to.
        load: gives the spaCy pipeline; called only when there is something to extract.
        re_extract: also extract again what was extracted by other versions of the extractors or another model.
        only: of that, these releases alone.
        language: `de`: what is not German is a failure, and of mixed documents the German parts are read; `any`: all is.
        extractors: in the order in which they run.
        tick: told of every document that is done.
        engine: where the extraction is done; None for this process, by `load` and `extractors`, which count only then.

    Raises:
        DatabaseError: the database cannot be written any more; what was stored before is safe.
        ModelError: the pipeline does not load.
    """
    run = _Run(database, engine or Here(load, extractors), tick, language)
    state = "failed"
    try:
        run.sketch()
        run.judge()
        for batch in batches(run.changed(inputs)):
            run.hand(batch)
        run.drain()
        run.touch()
        if re_extract:
            run.renew(only)
            run.drain()
        state = "done"
    except KeyboardInterrupt:
        state = "interrupted"
        raise
    except ModelError as error:
        run.refuse(FailureRow(error.source or "", "model", error.message, error.cure or ""))
        raise
    finally:
        run.end(state)
    return run.report()


@dataclass(frozen=True, slots=True)
class _Handed:
    """Documents that are being extracted; `old`: as what they are stored, when they are extracted anew."""

    documents: list[Document]
    results: Iterator[Result]
    old: Sequence[Seen]


class _Run:
    def __init__(
        self,
        database: Database,
        engine: Engine,
        tick: Tick,
        language: Gate,
    ) -> None:
        self._database = database
        self._engine = engine
        self._tick = tick
        self._gated = language == "de"
        self._way: deque[_Handed | FailureRow] = deque()
        self._marks: Counter[str] = Counter()  # of the documents on the way
        self._fingerprint: str | None = None
        self._counts = {"new": 0, "unchanged": 0, "updated": 0, "re_extracted": 0, "failed": 0}
        self._failures: list[FailureRow] = []
        self._seen_again: list[Seen] = []
        self._began = time.monotonic()
        with database.write() as connection:
            self.run_id, self.stamp = runs.begin(connection, version("belegt"))
            self._out = KeepingOut(connection)
        _log.info("run begins", run=self.run_id, database=str(database.path))

    def changed(self, inputs: Iterable[Document | ReadFailure]) -> Iterator[Document]:
        """The documents that are not stored yet; the others are counted, the failures written down."""
        for item in inputs:
            if isinstance(item, ReadFailure):
                self._fail_in_turn(FailureRow(item.source, item.stage, item.reason, item.cure))
                self._tick(0)
                continue
            known = self._out.let_in(item)
            if known is None:
                self._tick(len(item.raw))
                continue
            item = known  # noqa: PLW2901 - the document as it may be stored
            if self._marks and not self._marks.keys().isdisjoint(_marks(item)):
                self.drain()  # what it is to the database is known when what is on the way is stored
            with self._database.read() as connection:
                seen = identity.find(connection, item)
            if seen.state != "unchanged":
                if self._gated and (refused := refusal(item)):
                    self._fail_in_turn(refused)
                    self._tick(len(item.raw))
                else:
                    yield item
                continue
            self._count(item, seen)
            self._seen_again.append(seen)
            if len(self._seen_again) >= _TOUCHES:
                self.touch()

    def hand(self, documents: list[Document], old: Sequence[Seen] = ()) -> None:
        """Let documents be extracted, and store what of those before them is more than may be on the way.

        Args:
            documents: a batch.
            old: what of them is stored, when they are extracted anew.
        """
        if self._fingerprint is None:
            self._fingerprint = self._engine.start()
            _log.info("model loaded", fingerprint=self._fingerprint)
        self._way.append(_Handed(documents, self._engine.submit(documents), old))
        if self._engine.ahead:
            self._marks.update(mark for document in documents for mark in _marks(document))
        while sum(isinstance(waiting, _Handed) for waiting in self._way) > self._engine.ahead:
            self._store(self._way.popleft())

    def drain(self) -> None:
        """Store all that is on the way."""
        while self._way:
            self._store(self._way.popleft())

    def _store(self, handed: "_Handed | FailureRow") -> None:
        """Store some documents, each in a transaction of its own."""
        if isinstance(handed, FailureRow):
            self._fail(handed)
            return
        self.touch()  # what was seen again before these must bear the run's stamp before anything newer is stored
        for n, (document, result) in enumerate(zip(handed.documents, handed.results, strict=True)):
            if handed.old:
                if self._keep(document, result, handed.old[n]):
                    self._counts["re_extracted"] += 1
                    _log.info("re-extracted", release=handed.old[n].release_id, source=document.source)
                continue
            seen = self._keep(document, result)
            if seen is None:
                self._tick(len(document.raw))
            else:
                self._count(document, seen)
        if self._engine.ahead:
            self._marks -= Counter(mark for document in handed.documents for mark in _marks(document))

    def renew(self, only: Collection[str] | None = None) -> None:
        """Extract again what was extracted otherwise."""
        self._fingerprint = self._fingerprint or self._engine.start()
        with self._database.read() as connection:
            outdated = store.outdated(connection, self._fingerprint)
        found = [old for old in outdated if only is None or old.release_id in only]
        waiting = iter(found)
        for batch in batches(map(self._stored, found)):
            self.hand(batch, list(islice(waiting, len(batch))))

    def _stored(self, old: Seen) -> Document:
        with self._database.read() as connection:
            return store.document_of(connection, old)

    def sketch(self) -> None:
        """Find the copies among what was stored by a program that looked for them otherwise, and index its words."""
        with self._database.read() as connection:
            outdated = clusters.outdated(connection, similar.VERSION)
            index = search_index.outdated(connection)
        if index:
            with self._database.write() as connection:
                search_index.rebuild(connection)
        for old in outdated:
            with self._database.write() as connection:
                sketch = similar.sketch(store.document_of(connection, old))
                clusters.place(connection, old.release_id, old.revision, sketch)

    def judge(self) -> None:
        """Follow what people have judged since the last run."""
        with self._database.write() as connection:
            catch_up(connection)

    def touch(self) -> None:
        """Write the stamps of what was seen again."""
        if self._seen_again:
            with self._database.write() as connection:
                store.touch(connection, self._seen_again, self.stamp)
            self._seen_again.clear()

    def end(self, state: str) -> None:
        """Write down how the run ended; when the database cannot be written, the error that says so is under way."""
        try:
            with self._database.write() as connection:
                runs.end(connection, self.run_id, state, self._counts, self._fingerprint)
        except DatabaseError:
            if state == "done":
                raise
        _log.info("run ends", run=self.run_id, state=state, **self._counts)

    def report(self) -> Report:
        """What was done."""
        counts = {name: n for name, n in self._counts.items() if name != "failed"}
        seconds = time.monotonic() - self._began
        return Report(
            self.run_id,
            self.stamp,
            **counts,
            failures=tuple(self._failures),
            seconds=seconds,
            forgotten=self._out.forgotten,
            masked=self._out.masked,
        )

    def _keep(self, document: Document, result: Result, old: Seen | None = None) -> Seen | None:
        """Store one extraction; None when it failed, which is then written down, or may not be stored any more.

        Args:
            document: what was extracted.
            result: what that gave.
            old: as what it is stored, when it is extracted anew.
        """
        while True:
            try:
                made = result if isinstance(result, FailureRow) else (result, self._content(result))
                with self._database.write() as connection:
                    allowed = self._allowed(connection, document, old)
                    if allowed is document:
                        seen, failures = self._put(connection, made, old)
            except TooLongError as error:
                if isinstance(result, FailureRow):
                    raise
                result = FailureRow(document.source, "store", error.message, error.cure)
                continue
            except DatabaseError:
                raise
            except Exception as error:
                if isinstance(result, FailureRow):
                    raise
                # one release's fault must not cost the others
                cure = "nothing of this was stored, everything else goes on; mend the text, or report this as a fault"
                reason = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
                result = FailureRow(document.source, "store", reason, cure)
                continue
            if allowed is None:
                return None
            if allowed is document:
                break
            document = allowed
            result = next(self._engine.submit([document]))
        if isinstance(result, FailureRow):
            self._tell(result)
        self._failures.extend(failures)
        return seen

    def _put(
        self, connection: "Connection", made: FailureRow | tuple[Extraction, Content], old: Seen | None
    ) -> tuple[Seen | None, list[FailureRow]]:
        """As what it is stored, None when it failed; and what failed in a part of it."""
        if isinstance(made, FailureRow):
            self._write_down(connection, made)
            return None, []
        extraction, content = made
        before = identity.find(connection, content.document)
        touched = neighbours.release(connection, before.release_id)
        if old is None:
            seen = store.save(connection, content, self.run_id, self.stamp, before)
        else:
            store.replace(connection, old, content, self.stamp)
            seen = old
        anchor(connection, seen.release_id)
        settle(connection, seen.release_id, touched)
        problems = [replace(p, release_id=seen.release_id) for p in problems_of(extraction)]
        for problem in problems:
            self._write_down(connection, problem)
        return seen, problems

    def _allowed(self, connection: "Connection", document: Document, old: Seen | None) -> Document | None:
        """The document as it may be stored now: something may have been forgotten while it was extracted.

        Args:
            connection: of the transaction that stores it.
            document: as it was extracted.
            old: as what it is stored, when it is extracted anew.

        Returns:
            The document itself; another one, masked, which must be extracted in its place; or None: nothing may be stored.
        """
        if old is not None:  # who masked it extracts it anew
            return document if store.holds(connection, old, document) else None
        return self._out.let_in_still(connection, document)

    def _content(self, extraction: Extraction) -> Content:
        if self._gated:
            extraction = german_of(extraction)
        document = extraction.document
        own = identity.key_of(document) or document.source
        assignments = assign(extraction.mentions, extraction.facts, document.text, own)
        return Content(
            document=extraction.document,
            mentions=extraction.mentions,
            facts=extraction.facts,
            findings=extraction.findings,
            assignments=assignments,
            links=link(extraction.facts, extraction.mentions, assignments),
            fingerprint=self._fingerprint or "",
            sketch=similar.sketch(extraction.document),
        )

    def refuse(self, failure: FailureRow) -> None:
        """Write down what failed, without the names of forgotten people."""
        with self._database.write() as connection:
            self._write_down(connection, failure)

    def _write_down(self, connection: "Connection", failure: FailureRow) -> None:
        runs.fail(connection, self.run_id, self._out.said(connection, failure))

    def _fail_in_turn(self, failure: FailureRow) -> None:
        """Write down what failed after all that was read before it."""
        if self._way:
            self._way.append(failure)
        else:
            self._fail(failure)

    def _fail(self, failure: FailureRow) -> None:
        self.refuse(failure)
        self._tell(failure)

    def _tell(self, failure: FailureRow) -> None:
        self._failures.append(failure)
        self._counts["failed"] += 1
        _log.info("failed", source=failure.source, stage=failure.stage, reason=failure.reason)

    def _count(self, document: Document, seen: Seen) -> None:
        self._counts[seen.state] += 1
        self._tick(len(document.raw))
        _log.info(seen.state, release=seen.release_id, revision=seen.revision, source=document.source)


def _marks(document: Document) -> set[str]:
    """By what a document is known again: two that share none are nothing to each other (`db.identity`)."""
    keys = (identity.key_of(document), document.key, identity.content_of(document))
    return {key for key in keys if key is not None}
