"""RSS and Atom: the entries' addresses and days. feedparser reads our bytes and fetches nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from corpus.addresses import link
from corpus.errors import Unreadable
from corpus.listing import Link, refuse_entities


def entries(raw: bytes, base: str) -> Iterator[Link]:
    """The pages that a feed leads to, in its order, each once.

    Args:
        raw: the feed. (As a stream: bytes alone feedparser would try to open as a file's name.)
        base: its address, for links that are relative.

    Raises:
        Unreadable: when it is no feed, or holds entries and not one address.
    """
    import feedparser  # type: ignore[import-untyped]

    refuse_entities(raw)
    try:
        found = feedparser.parse(BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:
        # it stumbles over more than it says: "&#xD800;" in a feed that is not well-formed is a UnicodeEncodeError
        raise _no_feed(f"{type(error).__name__}: {error}") from error
    if not found.entries and (found.bozo or not found.get("version")):
        raise _no_feed(str(found.get("bozo_exception", "not well-formed")))
    seen = set[str]()
    for entry in found.entries:
        address = _address(entry, base)
        if address is None or address in seen:
            continue
        seen.add(address)
        # `dict.get`: feedparser's own look-up takes the day of publication for that of the last change, which it is not.
        changed, published = dict.get(entry, "updated_parsed"), dict.get(entry, "published_parsed")
        day = _moment(published or changed)
        yield Link(address, _moment(changed), day[:10] if day else None)
    if found.entries and not seen:
        raise Unreadable("its entries have no addresses", "name a listing of the pages, or the pages themselves")


def _no_feed(why: str) -> Unreadable:
    cure = "ask the publisher to mend it, or name the pages themselves"
    return Unreadable(f"it is no feed that can be read ({why[:150]})", cure)


def _address(entry: Any, base: str) -> str | None:
    """Of an entry's page: the alternate link, or an id that is said to be one."""
    for found in dict.get(entry, "links") or ():
        if found.get("rel", "alternate") == "alternate" and (address := link(base, found.get("href") or "")):
            return address
    href = dict.get(entry, "link") or (dict.get(entry, "id") if dict.get(entry, "guidislink") else None)
    return link(base, href) if href else None


def _moment(parsed: Any) -> str | None:
    """The nine numbers of feedparser (UTC) as ISO 8601."""
    if not parsed:
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC).isoformat()
    except (TypeError, ValueError):
        return None
