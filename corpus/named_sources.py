r"""The file of named sources: one TOML table each, to be written by hand or by `belegt sources add`.

[klinik-auental]
url = "https://klinik-auental.example/presse"
links = '/presse/\d+'        # a listing: the addresses of its releases hold this
pages = 3                  # as many pages of it are followed (rel="next")
kind = "listing"           # page, feed, sitemap or listing; left out: what the address turns out to be
since = 2025-01-01         # what a feed or sitemap says to be older is left out
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from corpus.addresses import canonical
from corpus.errors import Unreadable
from corpus.listing import KINDS
from corpus.wants import Want

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""What a source may be called: a bare key of TOML, so that its table can be found again in the text."""
_KEYS: Final = ("url", "kind", "links", "since", "pages")
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


def read(path: Path) -> dict[str, Want]:
    """The named sources, in the order of the file; none when there is no file.

    Raises:
        Unreadable: when the file is no TOML, or a source in it cannot be used; it names the source.
    """
    return _parsed(_text(path))


def add(path: Path, want: Want) -> None:
    """Write a source at the end of the file, which is made when it is not there; what is there stays as it is.

    Raises:
        Unreadable: when the source cannot be used, or its name is taken.
    """
    text = _text(path)
    known = _parsed(text)
    name = want.name or ""
    if not NAME.fullmatch(name):
        raise Unreadable(f"{name!r} is no name for a source", "take letters without accents, digits, - and _")
    if name in known:
        cure = f"take another name, or remove it first: belegt sources remove {name}"
        raise Unreadable(f"there is a source named {name} already ({known[name].address})", cure)
    values: dict[str, Any] = {
        "url": canonical(want.address),
        "kind": want.kind,
        "links": want.links,
        "since": want.since,
    }
    if want.pages != 1:
        values["pages"] = want.pages
    lines = [f"[{name}]", *(f"{key} = {_literal(value)}" for key, value in values.items() if value is not None)]
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    new = f"{text}{gap}" + "\n".join(lines) + "\n"
    if _parsed(new) != known | {name: _want(name, {key: v for key, v in values.items() if v is not None})}:
        raise Unreadable("the source cannot be written into the file as it is", "write it by hand")
    _write(path, new)


def remove(path: Path, name: str) -> None:
    """Take a source's table out of the file; everything else in it, comments too, stays as it is.

    Raises:
        Unreadable: when there is no such source, or its table cannot be told from the rest.
    """
    text = _text(path)
    known = _parsed(text)
    if name not in known:
        raise Unreadable(f"there is no source named {name}", f"the names are {', '.join(known) or 'none yet'}")
    header = re.search(rf"^[ \t]*\[[ \t]*{re.escape(name)}[ \t]*\][^\n]*\n?", text, re.MULTILINE)
    left = None
    if header:
        following = _TABLE.search(text, header.end())
        left = text[: header.start()] + (text[following.start() :] if following else "")
    try:
        whole = left is not None and _parsed(left) == {key: want for key, want in known.items() if key != name}
    except Unreadable:
        whole = False
    if left is None or not whole:
        raise Unreadable(f"the table of {name} cannot be told from the rest of the file", "take it out by hand")
    _write(path, left.rstrip("\n") + "\n" if left.strip() else "")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"it cannot be read ({error})", "mend it (UTF-8), or name another one as `sources`") from error


def _parsed(text: str) -> dict[str, Want]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"it is no TOML: {error}", "mend that line") from error
    return {name: _want(name, table) for name, table in tables.items()}


def _want(name: str, table: Any) -> Want:
    """The source that a table says.

    Raises:
        Unreadable: when it says none.
    """
    if not isinstance(table, Mapping):
        raise Unreadable(f"{name}: a source is a table", f'write [{name}] and, below it, url = "https://…"')
    if unknown := [key for key in table if key not in _KEYS]:
        raise Unreadable(f"{name}: {unknown[0]!r} is no key of a source", f"the keys are {', '.join(_KEYS)}")
    url, kind, links = table.get("url"), table.get("kind"), table.get("links")
    since, pages = table.get("since"), table.get("pages", 1)
    if not isinstance(url, str):
        raise Unreadable(f"{name}: there is no url", 'add url = "https://…"')
    try:
        address = canonical(url)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error.reason}", error.cure) from error
    if kind is not None and kind not in KINDS:
        raise Unreadable(f"{name}: kind is {kind!r}", f"the kinds are {', '.join(KINDS)}")
    if kind == "listing" and links is None:
        raise Unreadable(f"{name}: a listing needs links", 'add links = "…", a regular expression')
    if links is not None:
        check_pattern(links, name)
    if isinstance(since, datetime):
        since = since.date()
    if since is not None and not isinstance(since, date):
        raise Unreadable(f"{name}: since is {since!r}", "write a day without quotes, like 2025-01-01")
    if not isinstance(pages, int) or isinstance(pages, bool) or pages < 1:
        raise Unreadable(f"{name}: pages is {pages!r}", "write a number from 1")
    return Want(address, kind, links, since, pages, name)


def check_pattern(links: Any, name: str) -> None:
    """Let a usable pattern pass.

    Raises:
        Unreadable: when it is no regular expression.
    """
    try:
        re.compile(links)
    except (re.error, TypeError) as error:
        raise Unreadable(
            f"{name}: links is no regular expression ({error})", "correct it, for example /presse/"
        ) from error


def _literal(value: str | date | int) -> str:
    """As TOML writes it. JSON's strings are TOML's but for one sign."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return str(value)


def _write(path: Path, text: str) -> None:
    """In place of the file at once: a kill leaves the old one or the new one."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise Unreadable(f"it cannot be written ({error})", "check the folder and your rights") from error
