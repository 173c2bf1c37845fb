"""`belegt extract` and `belegt evaluate`: what the extractors find, without a database."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command import Links, Model, Private, Since, Sources, Table, Texts, answering, day_of, settings_of
from pipeline.errors import SOME_FAILED, BelegtError

if TYPE_CHECKING:
    from corpus.document import Document


@answering
def extract(
    source: Sources,
    *,
    how: Annotated[Texts, typer.Option("--format", help="For people, or for programs.")] = Texts.text,
    links: Links = None,
    since: Since = None,
    model: Model = None,
    allow_private_hosts: Private = False,
) -> None:
    """Read releases and print what they state; no database is opened or made."""
    settings = settings_of(model=model, allow_private_hosts=allow_private_hosts or None)

    from functools import partial

    from corpus.document import ReadFailure
    from db.values import FailureRow
    from extractors.registry import EXTRACTORS
    from pipeline import view
    from pipeline.batches import batches, load_nlp, problems_of
    from pipeline.contract import as_json
    from pipeline.engines.base import Here
    from pipeline.extract import Extraction
    from pipeline.fetching import inputs_of
    from pipeline.output import write_json, write_jsonl, write_lines

    failures: list[FailureRow] = []
    load = partial(load_nlp, settings.model)
    engine = Here(load, EXTRACTORS, seconds=settings.extract_seconds, memory=settings.extract_memory)
    inputs = inputs_of(settings, source, links=links, since=day_of("--since", since), keep=False)

    def fail(failure: FailureRow) -> None:
        failures.append(failure)
        typer.echo(f"{failure.source} ({failure.stage}): {failure.reason}\n  cure: {failure.cure}", err=True)

    def readable() -> "Iterator[Document]":
        for item in inputs.documents():
            if isinstance(item, ReadFailure):
                fail(FailureRow(item.source, item.stage, item.reason, item.cure))
            else:
                yield item

    def extractions() -> Iterator[Extraction]:
        for batch in batches(readable()):
            for result in engine.submit(batch):
                if isinstance(result, FailureRow):
                    fail(result)
                    continue
                for problem in problems_of(result):
                    fail(problem)
                yield result

    if how is Texts.text:
        write_lines(chain.from_iterable(map(view.release, extractions())))
    elif how is Texts.json:
        write_json(map(as_json, extractions()))
    else:
        write_jsonl(map(as_json, extractions()))
    if failures:
        raise typer.Exit(SOME_FAILED)


@answering
def evaluate(
    gold_dir: Annotated[Path, typer.Argument(help="A folder with gold/ID.json and texts/ID.txt.")],
    *,
    model: Model = None,
    how: Annotated[Table, typer.Option("--format", help="For people, or for programs.")] = Table.table,
) -> None:
    """Measure the extraction against annotated texts: precision, recall, F1."""
    settings = settings_of(model=model)
    if not gold_dir.is_dir():
        raise BelegtError("there is no such folder", str(gold_dir), "name a folder with gold/ID.json and texts/ID.txt")

    from pipeline.batches import load_nlp
    from pipeline.evaluate import evaluate as measure
    from pipeline.output import write_lines, write_object

    report = measure(gold_dir, load_nlp(settings.model))
    if how is Table.json:
        write_object(report.as_json())
    else:
        write_lines([report.as_table()])
