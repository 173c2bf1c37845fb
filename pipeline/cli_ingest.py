"""`belegt ingest`: releases in, rows out."""

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command import Db, Languages, Links, Model, Private, Since, Verbose, answering, day_of, settings_of
from pipeline.errors import NO_DATABASE, SOME_FAILED, BelegtError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.document import Document, ReadFailure
    from pipeline.engines.base import Engine
    from pipeline.fetching import Inputs


@answering
def ingest(
    source: Annotated[
        list[str] | None, typer.Argument(help="Files, folders, patterns, .jsonl, addresses, or - for stdin.")
    ] = None,
    *,
    all_sources: Annotated[
        bool, typer.Option("--all-sources", help="Read all named sources (belegt sources), and list what is new.")
    ] = False,
    watch: Annotated[
        Path | None, typer.Option("--watch", metavar="DIR", help="Read a folder, then whatever comes into it.")
    ] = None,
    links: Links = None,
    since: Since = None,
    db: Db = None,
    model: Model = None,
    re_extract: Annotated[
        bool, typer.Option("--re-extract", help="Extract stored texts again where extractors or model have changed.")
    ] = False,
    language: Annotated[
        Languages, typer.Option(help="de: leave out what is not German, and say so; any: read every language.")
    ] = Languages.de,
    allow_private_hosts: Private = False,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that extract; 0 for one a core [default: this one alone].")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Extract on the workers of this Dask scheduler (tcp://...).")
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Read releases, extract what they state, store what is new. Safe to repeat, safe to kill."""
    if not (source or re_extract or all_sources or watch):
        raise typer.BadParameter("name at least one file, folder, pattern or address", param_hint="SOURCE")
    if watch and (source or re_extract or all_sources):
        raise typer.BadParameter("it stands alone", param_hint="--watch")
    settings = settings_of(
        db=db,
        model=model,
        verbose=verbose or None,
        allow_private_hosts=allow_private_hosts or None,
        workers=workers,
        cluster=cluster,
    )

    from functools import partial

    from db.engine import open as open_database
    from pipeline.batches import load_nlp
    from pipeline.engines.choose import engine_of
    from pipeline.fetching import inputs_of
    from pipeline.ingest import ingest as run
    from pipeline.output import write_lines
    from pipeline.progress import progress
    from pipeline.summary import nothing, since_last_time, summary

    nlp = partial(load_nlp, settings.model)

    def read(inputs: "Inputs", engine: "Engine") -> bool:
        """Read and store all of it; whether all went well."""
        documents = inputs.documents()
        if not settings.db.exists():  # a mistyped name must not leave an empty database behind
            if inputs.empty:
                cure = "name what it is to be made from: belegt ingest SOURCE"
                raise StorageError("there is no database here", str(settings.db), cure, exit_code=NO_DATABASE)
            unread, documents = _until_readable(documents)
            if unread:
                write_lines(nothing(unread, settings.db))
                return False
        with open_database(settings.db) as database, progress(inputs.arguments) as tick:
            report = run(
                documents, database, nlp, re_extract=re_extract, language=language.value, tick=tick, engine=engine
            )
            lines = list(summary(report, settings.db, everything=inputs.empty, gated=language is Languages.de))
            if all_sources:
                lines += [*inputs.report(), *since_last_time(report, settings.db)]
        write_lines(lines)
        return not report.failures

    if watch and not watch.is_dir():
        raise BelegtError("there is no such folder", str(watch), "name a folder that can be watched")
    with engine_of(settings) as engine:
        if watch:
            from pipeline.watch import watching

            for paths in watching(watch, settings.watch_seconds):
                read(inputs_of(settings, paths), engine)
            return
        inputs = inputs_of(settings, source or [], all_sources=all_sources, links=links, since=day_of("--since", since))
        if not read(inputs, engine):
            raise typer.Exit(SOME_FAILED)


def _until_readable(
    inputs: "Iterator[Document | ReadFailure]",
) -> "tuple[list[ReadFailure], Iterator[Document | ReadFailure]]":
    """The failures, when there is nothing else; and all of the inputs, to be read from here on."""
    from corpus.document import ReadFailure

    failures: list[ReadFailure] = []
    for item in inputs:
        if not isinstance(item, ReadFailure):
            return [], chain(failures, [item], inputs)
        failures.append(item)
    return failures, iter(failures)
