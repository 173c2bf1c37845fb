"""The review page as an application: routes, the guard before them, and what happens when something goes wrong."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db import engine
from review import vendored
from review.login import SESSION, Doorkeeper
from review.queue import Queue
from review.security import Guard, Guarded, TooLargeError
from review.visit import House, Visit, endpoint

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

_CLAIM_SECONDS: Final = 0.5
_OPEN: Final = ("/login", "/static/")
_log: Final = logging.getLogger("belegt.review")


def create_app(
    path: Path,
    *,
    rules: Guarded | None = None,
    door: Doorkeeper | None = None,
    settle: "Callable[[Connection], Any] | None" = None,
) -> "ASGIApp":
    """The page on a database, as an ASGI application.

    Args:
        path: the database; it is brought to the newest schema.
        rules: under which names it may be asked; without: those of this machine.
        door: who may come in; without: all whom the rules let ask.
        settle: called in the transaction of a judgement of identity: what follows from it for the neighbours.

    Raises:
        DatabaseError: when the database cannot be used.
        VendoredError: when a script of others in static/ is not the one that was shipped.
    """
    vendored.check()
    from starlette.applications import Starlette
    from starlette.middleware import Middleware

    house = House(
        engine.open(path), engine.open(path, busy_seconds=_CLAIM_SECONDS), Queue(), door or Doorkeeper(), settle
    )

    @asynccontextmanager
    async def life(_app: "Starlette") -> AsyncIterator[None]:
        yield
        house.database.close()
        house.claims.close()

    app = Starlette(
        routes=_routes(),
        lifespan=life,
        middleware=[Middleware(Guard, rules=rules or Guarded()), Middleware(_Door)],
        exception_handlers={
            404: _not_here,
            405: _not_here,
            500: _broken,
            TooLargeError: _too_large,
            Exception: _broken,
        },
    )
    app.state.house = house
    return app


def _routes() -> list[Any]:
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    from review.routes import decisions, entities, house, overview, queue, releases

    get, post = ["GET"], ["POST"]
    return [
        Route("/", endpoint(overview.home), methods=get),
        Route("/queue", endpoint(queue.show), methods=get),
        Route("/decide", endpoint(queue.decide), methods=post),
        Route("/undo", endpoint(queue.undo), methods=post),
        Route("/discrepancies", endpoint(overview.discrepancies), methods=get),
        Route("/releases", endpoint(releases.index), methods=get),
        Route("/release/{release_id}", endpoint(releases.show), methods=get),
        Route("/release/{release_id}/add", endpoint(releases.add), methods=["GET", "POST"]),
        Route("/entities", endpoint(entities.index), methods=get),
        Route("/entity/{entity_id}", endpoint(entities.show), methods=get),
        Route("/decisions", endpoint(decisions.log), methods=get),
        Route("/decisions/rejected.jsonl", endpoint(decisions.cases), methods=get),
        Route("/bulk", endpoint(decisions.bulk), methods=get),
        Route("/bulk", endpoint(decisions.bulk_decide), methods=post),
        Route("/runs", endpoint(house.runs), methods=get),
        Route("/help", endpoint(house.help_page), methods=get),
        Route("/settings", endpoint(house.settings), methods=post),
        Route("/login", endpoint(house.login), methods=get),
        Route("/login", endpoint(house.enter), methods=post),
        Route("/logout", endpoint(house.leave), methods=post),
        Mount("/static", StaticFiles(directory=vendored.STATIC), name="static"),
    ]


class _Door:
    """Lets in who has a session; where no password is set, everybody whom the guard let through."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        from starlette.requests import Request
        from starlette.responses import PlainTextResponse, RedirectResponse

        if scope["type"] == "http" and not scope["path"].startswith(_OPEN):
            request = Request(scope)
            if not request.app.state.house.door.admits(request.cookies.get(SESSION)):
                answer: Response = (
                    RedirectResponse("/login", status_code=303)
                    if scope["method"] in {"GET", "HEAD"} and "hx-request" not in request.headers
                    else PlainTextResponse("Refused: log in first.\n", status_code=401)
                )
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _not_here(request: "Request", error: Exception) -> "Response":
    visit = Visit(request, request.app.state.house)
    status = getattr(error, "status_code", 404)
    return visit.page("message.html", status=status, title=visit.words._("Das gibt es hier nicht"), text="")


async def _too_large(_request: "Request", _error: Exception) -> "Response":
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("Refused: that is too much for one request.\n", status_code=413)


async def _broken(request: "Request", error: Exception) -> "Response":
    """What a person can act on; the details are for the log, never for the page."""
    from db.errors import DatabaseError

    visit = Visit(request, request.app.state.house)
    word = visit.words
    if isinstance(error, DatabaseError):
        _log.warning("%s", error)
        text = word._(
            "Die Datenbank wird gerade von einem anderen Programm beschrieben oder ist nicht beschreibbar. Nichts ging verloren: bitte gleich noch einmal."
        )
        return visit.page("message.html", status=503, title=word._("Das hat gerade nicht geklappt"), text=text)
    _log.error("a page failed", exc_info=error)
    text = word._("Das ist ein Fehler des Programms. Entscheidungen, die gespeichert waren, sind es noch.")
    return visit.page("message.html", status=500, title=word._("Das hat nicht geklappt"), text=text)
