"""What stands before every route: who may ask, from where, and what a browser may do with the answer.

A pure ASGI middleware: nothing is routed, read or written before it has said yes.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY: Final = 1_000_000
"""Bytes of a request: a note, a corrected value, a selected sentence."""

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_CACHE: Final = "Cache-Control"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES: Final = frozenset({"same-origin", "none"})  # `same-site` too is another program: another port of this host


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard goes by.

    Attributes:
        loopback: only names of this machine may be asked: another name means that a page rebound its own.
        hosts: further names under which the page may be asked; empty and not loopback: any.
    """

    loopback: bool = True
    hosts: frozenset[str] = field(default_factory=frozenset)


class Guard:
    """Refuses foreign writes, foreign names and large bodies, and puts the headers on every answer."""

    def __init__(self, app: "ASGIApp", rules: Guarded) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer, or let it through."""
        if scope["type"] == "websocket":  # there are none; a refusal is the whole answer
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope["method"], headers)
        fresh = not scope["path"].startswith("/static/")

        async def answer(message: "Message") -> None:
            if message["type"] == "http.response.start":
                raw = [pair for pair in message.get("headers", []) if pair[0].lower() != b"server"]
                given = {name.lower() for name, _ in raw}
                more = dict(HEADERS) | ({_CACHE: "no-store"} if fresh else {})
                raw += [
                    (name.lower().encode(), value.encode())
                    for name, value in more.items()
                    if name.lower().encode() not in given
                ]
                message = {**message, "headers": raw}
            await send(message)

        if refused is not None:
            await _refuse(*refused, answer)
            return
        await self._app(scope, _limited(receive), answer)

    def _refusal(self, method: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._known(host):
            return 421, "This page is not served under that name. Ask for it as http://127.0.0.1:PORT or localhost.\n"
        if method in _SAFE:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if (site is not None and site.lower() not in _OWN_SITES) or (origin is not None and not _same(origin, host)):
            return 403, "Refused: the request comes from another site.\n"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, "Refused: that is too much for one request.\n"
        return None

    def _known(self, host: str) -> bool:
        name = host_of(host)
        if name in self._rules.hosts:
            return True
        return is_loopback(name) if self._rules.loopback else bool(name) and not self._rules.hosts


def is_loopback(name: str) -> bool:
    """Whether a host's name or address is this machine's own: localhost, 127.0.0.0/8, ::1."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_of(netloc: str) -> str:
    """The name in `name:port`; empty when it is none."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "") if netloc and "/" not in netloc and "@" not in netloc else ""
    except ValueError:
        return ""


class TooLargeError(Exception):
    """A body without a length, or with a false one, that goes over the limit."""


def _limited(receive: "Receive") -> "Receive":
    seen = 0

    async def limited() -> "Message":
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise TooLargeError
        return message

    return limited


def _same(origin: str, host: str) -> bool:
    """Whether an Origin is this page's own; the scheme is not compared: a proxy may have unwrapped https."""
    try:
        parts = urlsplit(origin)
        asked = urlsplit(f"{parts.scheme}://{host}")
        default = {"http": 80, "https": 443}.get(parts.scheme)
        return bool(parts.hostname) and (parts.hostname, parts.port or default) == (
            asked.hostname,
            asked.port or default,
        )
    except ValueError:
        return False


async def _refuse(status: int, text: str, send: "Send") -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
