"""One request: who asks, in which language, for what of the queue; and the ways to answer."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from review import pages, words
from review.queue import Filter, Queue

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from db.engine import Database
    from review.login import Doorkeeper

REVIEWER: Final = "belegt_reviewer"
LANGUAGE: Final = "belegt_lang"
KEYS: Final = "belegt_keys"
_YEAR: Final = 365 * 24 * 3600
_NAME: Final = 60  # characters of a reviewer's name


@dataclass(frozen=True, slots=True)
class House:
    """What all requests share."""

    database: "Database"
    claims: "Database"
    """The same, but it does not wait long: who looks at what is not worth it."""
    queue: Queue
    door: "Doorkeeper"
    settle: "Callable[[Connection], Any] | None" = None


@dataclass(slots=True)
class Visit:
    """One request and what is known of who makes it."""

    request: "Request"
    house: House
    form: Mapping[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """German first; English when it was asked for."""
        asked = self.request.query_params.get("lang")
        if asked in words.LANGUAGES:
            self.cookies[LANGUAGE] = asked
            return asked
        kept = self.request.cookies.get(LANGUAGE)
        return kept if kept in words.LANGUAGES else words.LANGUAGES[0]

    @property
    def words(self) -> words.Wording:
        """The words of that language."""
        return pages.wording(self.language)

    @property
    def reviewer(self) -> str:
        """The name that decisions bear; who gave none has one made up, so that two browsers are two people."""
        from urllib.parse import quote, unquote

        kept = tidy(unquote(self.request.cookies.get(REVIEWER, "")))
        if not kept:
            kept = self.cookies.get(REVIEWER) or f"Gast-{secrets.token_hex(2)}"
            self.cookies[REVIEWER] = kept = unquote(kept)
            self.cookies[REVIEWER] = quote(kept)
        return kept

    @property
    def wanted(self) -> Filter:
        """The filter that the query, or the form, names."""
        if self.form:
            return Filter.of({name: self.form.get(f"f_{name}", "") for name in Filter.__dataclass_fields__})
        return Filter.of(self.request.query_params)

    @property
    def partial(self) -> bool:
        """Whether htmx asks, which puts the answer into the page that is there."""
        return self.request.headers.get("hx-request") == "true"

    def query(self, name: str, default: str = "") -> str:
        """One value of the address's query."""
        return self.request.query_params.get(name, default)[:400]

    def number(self, name: str) -> int:
        """A number of the address's query, as `number_of` reads it."""
        return number_of(self.query(name))

    def given(self, name: str, limit: int = 4000) -> str:
        """One value of the form, tidied."""
        return str(self.form.get(name, "")).strip()[:limit]

    def page(self, template: str, *, status: int = 200, **values: Any) -> "Response":
        """A page of its own."""
        from starlette.responses import HTMLResponse

        values.setdefault("wanted", Filter())
        html = pages.render(
            self.language,
            template,
            path=self.request.url.path,
            reviewer=self.reviewer,
            guest=self.reviewer.startswith("Gast-"),
            keys=self.request.cookies.get(KEYS) != "off",
            closed=self.house.door.closed,
            partial=self.partial,
            query=self.request.query_params,
            **values,
        )
        return self.sent(HTMLResponse(html, status_code=status, headers={"Vary": "HX-Request, Cookie"}))

    def elsewhere(self, address: str) -> "Response":
        """To another page of ours, after a form."""
        from starlette.responses import RedirectResponse

        return self.sent(RedirectResponse(address, status_code=303))

    def sent(self, response: "Response") -> "Response":
        """The answer with the cookies that this visit set."""
        secure = self.request.url.scheme == "https"
        for name, value in self.cookies.items():
            response.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="strict", secure=secure)
        return response


def number_of(text: str) -> int:
    """A number that an address or a form names; 0 where it is none, or more than there is of anything."""
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def tidy(name: str) -> str:
    """A reviewer's name on one line, without what could not be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:_NAME]


Handler = Callable[[Visit], "Response"]


def endpoint(handler: Handler) -> Callable[["Request"], Any]:
    """A handler as Starlette calls it: the form is read first, the handler runs in a thread of its own."""

    async def answer(request: "Request") -> "Response":
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse

        form: Mapping[str, Any] = {}
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=200) as read:
                form = {key: value for key, value in read.multi_items() if isinstance(value, str)}
        given = (
            *request.path_params.values(),
            *chain.from_iterable(request.query_params.multi_items()),
            *form,
            *form.values(),
        )
        if any("\0" in str(value) for value in given):  # no person types it, and a PostgreSQL server takes none
            return PlainTextResponse("Refused: the address or the form holds a NUL character.\n", status_code=400)
        return await run_in_threadpool(handler, Visit(request, request.app.state.house, form))

    answer.__name__ = handler.__name__
    answer.__doc__ = handler.__doc__
    return answer
