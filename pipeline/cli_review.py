"""`belegt review`: the page on which people decide."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command import Db, answering, settings_of
from pipeline.errors import NO_DATABASE, BelegtError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable

TOKEN = "BELEGT_REVIEW_TOKEN"  # noqa: S105 - the variable's name
_SHORTEST = 16  # characters of a token or password that others may try


@answering
def review(
    *,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; other than this machine needs a password.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")] = 8421,
    open_browser: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", metavar="FILE", help="Ask for a password; argon2 hashes, one a line."),
    ] = None,
    set_password: Annotated[
        bool, typer.Option("--set-password", help="Ask for a new password, write it to the password file, and end.")
    ] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="Be asked under this host name only; repeatable.")
    ] = None,
    db: Db = None,
) -> None:
    """Review facts, disagreements and identities in the browser; every decision is kept. BELEGT_REVIEW_TOKEN: a token."""
    from review import login
    from review.security import Guarded, is_loopback

    if set_password:
        _write_password(password_file)
        return
    path = settings_of(db=db).db
    if not path.exists():
        cure = "make one: belegt ingest SOURCE"
        raise StorageError("there is no database here", str(path), cure, exit_code=NO_DATABASE)
    token = os.environ.get(TOKEN, "")
    if token and len(token) < _SHORTEST:
        raise BelegtError(f"the token is shorter than {_SHORTEST} characters", TOKEN, "set a longer one, or unset it")
    try:
        hashes = login.read_passwords(password_file) if password_file else ()
    except login.PasswordFileError as error:
        cure = "make it with: belegt review --set-password --password-file FILE"
        raise BelegtError(str(error), str(password_file), cure) from error
    loopback = is_loopback(host)
    if not loopback and not (hashes or token):
        cure = f"give --password-file FILE (--set-password makes it), or set {TOKEN}, or listen on 127.0.0.1"
        raise BelegtError("others could decide here without a password", f"--host {host}", cure)
    door = login.Doorkeeper((*hashes, *((login.hashed(token),) if token else ())))
    _serve(path, host, port, Guarded(loopback=loopback, hosts=frozenset(names or ())), door, open_browser=open_browser)


def _serve(path: Path, host: str, port: int, rules: "object", door: "object", *, open_browser: bool) -> None:
    import socket
    import webbrowser

    import uvicorn

    from pipeline.reconcile.settle import catch_up
    from review.app import create_app
    from review.vendored import VendoredError

    try:
        app = create_app(path, rules=rules, door=door, settle=catch_up)  # type: ignore[arg-type]
    except VendoredError as error:
        raise BelegtError(error.message, error.source, error.cure) from error
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        cure = "end the other program, or choose another with --port (0: any that is free)"
        raise BelegtError(f"it cannot listen here: {error.strerror}", f"{host}:{port}", cure) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    typer.echo(f"belegt: review {path} at {address}  (end: Ctrl+C)", err=True)
    if open_browser:
        webbrowser.open(address)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=2))
    server.run(sockets=[listener])


def _write_password(path: Path | None) -> None:
    from review.login import hashed

    if path is None:
        raise typer.BadParameter("name the file to write with --password-file FILE", param_hint="--set-password")
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if len(password) < _SHORTEST:
        raise BelegtError(
            f"the password is shorter than {_SHORTEST} characters", None, "take a longer one, such as a sentence"
        )
    lines: Iterable[str] = (hashed(password) + "\n",)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            out.writelines(lines)
    except OSError as error:
        raise BelegtError(f"it cannot be written: {error.strerror}", str(path), "name another file") from error
    typer.echo(f"{path}: written; belegt review --password-file {path}", err=True)
