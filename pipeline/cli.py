"""The command line: thin. Parse, call, print. Whatever is heavy is imported by the command that needs it."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from pipeline import (
    cli_db,
    cli_digest,
    cli_entity,
    cli_export,
    cli_forget,
    cli_import,
    cli_judge,
    cli_model,
    cli_query,
    cli_report,
    cli_review,
    cli_search,
    cli_serve,
    cli_sources,
)
from pipeline.command import (
    AsRows,
    Db,
    Languages,
    Links,
    Model,
    Private,
    Rows,
    Since,
    Sources,
    Table,
    Texts,
    Verbose,
    answering,
    day_of,
    ending,
    settings_of,
)
from pipeline.errors import NO_DATABASE, SOME_FAILED, BelegtError, StorageError

if TYPE_CHECKING:
    from corpus.document import Document, ReadFailure
    from pipeline.engines.base import Engine

_ORDER: Final = (
    "ingest", "review", "facts", "discrepancies", "digest", "search", "entity", "judge", "query", "report", "export", "import",
    "serve", "releases", "extract", "sources", "forget", "db", "model", "evaluate",
)  # fmt: skip


class _InOrder(TyperGroup):
    """Lists the commands as they are come to, not as they are defined."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(
            super().list_commands(ctx), key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)
        )


app = typer.Typer(
    cls=_InOrder,
    help="German press releases in, facts with their evidence out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: quick, and brackets stay brackets
    pretty_exceptions_enable=False,
)
app.add_typer(cli_db.app, name="db")
app.add_typer(cli_sources.app, name="sources")
app.add_typer(cli_model.app, name="model")
app.command()(cli_forget.forget)
app.command()(cli_entity.entity)
app.command()(cli_judge.judge)
app.command()(cli_query.query)
app.command()(cli_search.search)
app.add_typer(cli_import.app, name="import")
app.command()(cli_digest.digest)
app.command()(cli_export.export)
app.command()(cli_report.report)
app.command()(cli_review.review)
app.command()(cli_serve.serve)


def main() -> None:
    """Entry point of `belegt`."""
    ending(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"belegt {version('belegt')}")
        raise typer.Exit


@app.callback()
def _belegt(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    del version


@app.command()
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

    from functools import cache

    from db.engine import open as open_database
    from pipeline.batches import load_nlp
    from pipeline.engines.choose import engine_of
    from pipeline.fetching import Inputs, inputs_of
    from pipeline.ingest import ingest as run
    from pipeline.output import write_lines
    from pipeline.progress import progress
    from pipeline.summary import nothing, since_last_time, summary

    nlp = cache(lambda: load_nlp(settings.model))

    def read(inputs: Inputs, engine: "Engine | None") -> bool:
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
            lines = list(summary(report, settings.db, everything=inputs.empty))
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


@app.command()
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

    from corpus.document import ReadFailure
    from db.values import FailureRow
    from pipeline import view
    from pipeline.batches import attempt, batches, load_nlp, problems_of
    from pipeline.contract import as_json
    from pipeline.extract import Extraction
    from pipeline.fetching import inputs_of
    from pipeline.output import write_json, write_jsonl, write_lines

    failures: list[FailureRow] = []
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
        nlp = None
        for batch in batches(readable()):
            nlp = nlp or load_nlp(settings.model)
            for result in attempt(batch, nlp):
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


@app.command()
@answering
def facts(
    *,
    about: Annotated[str | None, typer.Option(help="A name or a part of one; case does not count.")] = None,
    predicate: Annotated[list[str] | None, typer.Option(help="Only this predicate; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option(help="Of releases published on that day (YYYY-MM-DD) or later.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="That held on that day (YYYY-MM-DD), as far as bounds are told.")
    ] = None,
    unused: Annotated[
        bool, typer.Option("--unused", help="Instead, by release: the dates, numbers and names that no fact uses.")
    ] = False,
    how: AsRows = Rows.table,
    db: Db = None,
) -> None:
    """List facts with their evidence; what a person rejected is left out."""
    if unused:
        _unused(predicate, as_of, about=about, since=_day("--since", since), how=how, db=db)
        return
    from db import queries
    from extractors.base import PREDICATES
    from pipeline import view
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.wording import width_of

    found = queries.facts(
        settings_of(db=db).db,
        about=about,
        predicates=_known("--predicate", predicate, PREDICATES),
        since=_day("--since", since),
        as_of=_day("--as-of", as_of),
    )
    if not found:
        found_nothing()
    if how is Rows.table:
        write_lines(view.facts(found, width_of()))
    elif how is Rows.json:
        write_json(found)
    else:
        write_csv_of(queries.FACT_SHEET, queries.fact_sheet(found))


def _unused(
    predicate: list[str] | None, as_of: str | None, *, about: str | None, since: str | None, how: Rows, db: Path | None
) -> None:
    for option, given in (("--predicate", predicate), ("--as-of", as_of)):
        if given:
            raise typer.BadParameter(
                "what no fact uses has none; leave one of the two out", param_hint=f"--unused {option}"
            )

    from db.ledger import UNUSED
    from db.ledger import unused as listed
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.unused import lines
    from pipeline.wording import width_of

    found = listed(settings_of(db=db).db, about=about, since=since)
    if not found:
        found_nothing()
    if how is Rows.table:
        write_lines(lines(found, width_of()))
    elif how is Rows.json:
        write_json(found)
    else:
        write_csv_of(UNUSED, found)


@app.command()
@answering
def discrepancies(
    *,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind; may be repeated.")] = None,
    verdict: Annotated[list[str] | None, typer.Option(help="Only this verdict; may be repeated.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what agrees.")] = False,
    how: AsRows = Rows.table,
    db: Db = None,
) -> None:
    """List what disagrees, with the quotes of both sides."""
    from db import queries
    from extractors.base import KINDS, VERDICTS
    from pipeline import view
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.wording import width_of

    path = settings_of(db=db).db
    found = queries.discrepancies(
        path,
        kinds=_known("--kind", kind, KINDS),
        verdicts=_known("--verdict", verdict, VERDICTS),
        everything=everything,
    )
    if not found:
        found_nothing()
    if how is Rows.json:
        write_json(found)
    elif how is Rows.csv:
        write_csv_of(queries.DISCREPANCY_SHEET, queries.discrepancy_sheet(path, found))
    elif found:
        write_lines(view.discrepancies(queries.disagreements(path, found), width_of()))


@app.command()
@answering
def releases(
    *,
    revisions: Annotated[
        str | None, typer.Option(metavar="ID", help="What each text of this release changed, and who copied it.")
    ] = None,
    how: AsRows = Rows.table,
    db: Db = None,
) -> None:
    """List the stored releases, oldest first; or the history of one."""
    if revisions is not None:
        from pipeline.releases import show

        show(settings_of(db=db).db, revisions, how)
        return

    from db import queries
    from pipeline import view
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.wording import width_of

    found = queries.releases(settings_of(db=db).db)
    if not found:
        found_nothing()
    if how is Rows.table:
        write_lines(view.releases(found, width_of()))
    elif how is Rows.json:
        write_json(found)
    else:
        write_csv_of(queries.RELEASE, found)


@app.command()
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


def _known(option: str, given: list[str] | None, known: tuple[str, ...]) -> list[str]:
    for value in given or []:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}", param_hint=option)
    return given or []


def _day(option: str, given: str | None) -> str | None:
    day = day_of(option, given)
    return None if day is None else day.isoformat()
