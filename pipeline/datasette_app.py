"""Datasette on our database: it reads, and nothing else; what a question may cost is bounded."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import BelegtError

if TYPE_CHECKING:
    from datasette.app import Datasette
    from starlette.types import ASGIApp

_CURE: Final = "install it: pip install 'belegt[serve]' (from this folder: pip install '.[serve]')"
LOCAL: Final = ("127.0.0.1", "localhost", "::1")


def datasette_of(path: Path, *, seconds: float, rows: int) -> "Datasette":
    """Datasette with our metadata on the database at `path`, which stays a live file: others may write to it meanwhile.

    Args:
        path: the database.
        seconds: the most time of one question.
        rows: the most rows of one answer.

    Raises:
        BelegtError: Datasette is not installed.
        DatabaseError: the database cannot be read.
    """
    try:
        from datasette.app import Datasette
        from datasette.database import Database
        from datasette.plugins import pm
    except ImportError as error:
        raise BelegtError("Datasette is not installed", "belegt serve", _CURE) from error

    class Quiet(Database):  # type: ignore[misc]
        """Counts no rows of what nobody may read: each try would be an error in the log."""

        async def table_names(self) -> list[str]:
            return [name for name in await super().table_names() if name not in SECRET]

    from datasette import handle_exception  # after the plugins, which import it themselves

    from db.datasette_metadata import NAME, SECRET, metadata
    from pipeline import datasette_plugin

    handle_exception.rich = None  # a wrong question is no fault of the server: no screens of stack for each
    if not pm.is_registered(datasette_plugin):
        pm.register(datasette_plugin)
    settings = {
        "sql_time_limit_ms": max(round(seconds * 1000), 1),
        "max_returned_rows": rows,
        "allow_download": False,  # of a live file it would be half of it: belegt db backup copies it whole
        "truncate_cells_html": 300,
        "suggest_facets": False,
        "default_cache_ttl": 0,
    }
    app = Datasette([], metadata=metadata(_tables(path)), settings=settings)
    app.remove_database("_memory")
    app.add_database(Quiet(app, path=str(path.absolute()), is_mutable=True), name=NAME)
    return app


def guarded(app: "Datasette", host: str) -> "ASGIApp":
    """The application; on this machine's own addresses it answers to their names alone.

    A page of a stranger could otherwise have its own name point here, and read what only this machine should.
    """
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    inner: ASGIApp = app.app()
    if host not in LOCAL:
        return inner
    return TrustedHostMiddleware(inner, allowed_hosts=["127.0.0.1", "localhost", "[::1]"], www_redirect=False)


def _tables(path: Path) -> list[str]:
    """The names of the internal tables, read in the way in which Datasette will read."""
    import sqlite3
    from contextlib import closing

    from db.engine import require, translated

    require(path)
    if set(str(path.absolute())) & set("?#%"):
        raise BelegtError(
            "Datasette cannot open a path with ?, # or %", str(path), "rename it, or copy it: belegt db backup"
        )
    with translated(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [name for (name,) in found]
