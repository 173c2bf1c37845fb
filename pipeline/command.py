"""What all commands share: their options, their settings, and how they end."""

import errno
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from db.server import place_of
from pipeline.errors import INTERRUPTED, REFUSED, BelegtError, StorageError

if TYPE_CHECKING:
    from datetime import date

    from pipeline.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., None])


class Rows(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Table(StrEnum):
    """How a table of figures is printed."""

    table = "table"
    json = "json"


class Languages(StrEnum):
    """What passes the language gate."""

    de = "de"
    any = "any"


class Texts(StrEnum):
    """How extractions are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"


Db = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="PATH",
        parser=place_of,
        help="The database: a file, or postgresql+psycopg://USER@HOST/NAME [default: BELEGT_DB, or belegt.db].",
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", help='An installed spaCy pipeline in place of the shipped model; "none" for rules alone.'),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say on stderr what is being done.")]
Sources = Annotated[
    list[str], typer.Argument(help="Files, folders, patterns, .jsonl, addresses, or - for standard input.")
]
Links = Annotated[
    str | None,
    typer.Option("--links", help="The addresses are pages of links: follow those that hold this pattern."),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="Leave out what a feed or sitemap says to be older."),
]
Private = Annotated[bool, typer.Option("--allow-private-hosts", help="Also ask hosts of this machine and its network.")]
AsRows = Annotated[Rows, typer.Option("--format", help="For people, or for programs.")]


def answering(command: _Command) -> _Command:
    """Print errors on stderr with their cure, end with the contract's exit code, and let a closed pipe be one."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        from db.errors import DatabaseError

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # half a surrogate pair is printed as an escape, which JSON reads back
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            try:
                command(*args, **kwargs)
            except DatabaseError as error:
                raise _said(StorageError.of(error)) from error
            except BelegtError as error:
                raise _said(error) from error
            except KeyboardInterrupt as error:
                own_line = "\n" if sys.stderr.isatty() else ""  # the terminal has written ^C there
                typer.echo(f"{own_line}belegt: interrupted; what was stored stays, run it again", err=True)
                raise typer.Exit(INTERRUPTED) from error
            finally:
                sys.stdout.flush()  # here, where a closed pipe is noticed, also when the command failed otherwise
        except BrokenPipeError as error:  # `belegt facts | head`: nobody reads on, and that is no fault
            _hush()
            raise typer.Exit(0) from error
        except OSError as error:  # `belegt facts > a.txt`, and the disk gets full; errors with a file are not of this
            if error.errno != errno.ENOSPC or error.filename is not None:
                raise
            typer.echo(
                "belegt: standard output: it cannot be written: no space left\n  cure: make room on the disk", err=True
            )
            _hush()
            raise typer.Exit(REFUSED) from error

    return wrapper  # type: ignore[return-value]


def settings_of(**flags: Any) -> "Settings":
    """The settings with these flags; the log speaks from here on as they say."""
    from pipeline import log, settings

    loaded = settings.load(**flags)
    log.configure(verbose=loaded.verbose)
    return loaded


def day_of(option: str, given: str | None) -> "date | None":
    """The day that an option names, as 2025-07-01 or 01.07.2025.

    Raises:
        BadParameter: when it names none.
    """
    from db.days import day

    try:
        return None if given is None else day(given)
    except ValueError:
        message = f"{given!r} is no day like 2025-07-01 or 01.07.2025"
        raise typer.BadParameter(message, param_hint=option) from None


def logged_in() -> str:
    """Who is logged in, in whose name decisions are stored when nobody is named.

    Raises:
        BelegtError: when nobody is, by name.
    """
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise BelegtError("nobody is logged in by name here", "--reviewer", "say who decides") from error


def ending(program: Callable[[], None]) -> None:
    """Run the program; a closed pipe is no fault here either, where help is printed and no command has begun."""
    try:
        program()
    except SystemExit as end:
        cause = end.__context__
        if isinstance(cause, OSError) and cause.errno == errno.EPIPE:
            _hush()
            raise SystemExit(0) from None
        raise


def _hush() -> None:
    """Nothing more is said: what is still in the buffers would fail again when Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def _said(error: BelegtError) -> typer.Exit:
    typer.echo(f"belegt: {error}", err=True)
    return typer.Exit(error.exit_code)
