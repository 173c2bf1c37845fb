"""All that is around reviewing: sources and runs, the help, the name one reviews under, the door."""

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from db import overview
from review.login import SESSION, SESSION_SECONDS, NotNowError
from review.visit import KEYS, REVIEWER, Visit, tidy

if TYPE_CHECKING:
    from starlette.responses import Response

_RUNS: Final = 30
_FAILURES: Final = 200


def runs(visit: Visit) -> "Response":
    """Who publishes, what ran, what failed."""
    with visit.house.database.read() as connection:
        values: dict[str, Any] = {
            "runs": overview.runs(connection, _RUNS),
            "failures": overview.failures(connection, _FAILURES),
            "publishers": overview.publishers(connection),
        }
    return visit.page("runs.html", **values)


def help_page(visit: Visit) -> "Response":
    """What each key does, and what each choice means."""
    return visit.page("help.html")


def settings(visit: Visit) -> "Response":
    """Under which name one reviews, and whether keys decide."""
    name = tidy(visit.given("name"))
    if name:
        visit.cookies[REVIEWER] = quote(name)
    if visit.given("keys") in {"on", "off"}:
        visit.cookies[KEYS] = visit.given("keys")
    back = visit.given("back")
    return visit.elsewhere(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


def login(visit: Visit) -> "Response":
    """Ask for the password."""
    if not visit.house.door.closed:
        return visit.elsewhere("/")
    return visit.page("login.html", problem="")


def enter(visit: Visit) -> "Response":
    """Look at the password; after too many wrong ones, at none for a while."""
    door, word = visit.house.door, visit.words
    if not door.closed:
        return visit.elsewhere("/")
    address = visit.request.client.host if visit.request.client else ""
    try:
        session = door.open(str(visit.form.get("password", ""))[:1024], address)
    except NotNowError as error:
        problem = (
            word._("Zu viele Versuche. Bitte in einigen Minuten noch einmal.")
            if error.wrong
            else word._("Gerade melden sich mehrere an. Bitte gleich noch einmal.")
        )
        response = visit.page("login.html", status=429, problem=problem)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    if session is None:
        return visit.page("login.html", status=401, problem=word._("Das ist nicht das richtige Kennwort."))
    response = visit.elsewhere("/")
    secure = visit.request.url.scheme == "https"
    response.set_cookie(SESSION, session, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure)
    return response


def leave(visit: Visit) -> "Response":
    """End the session of this browser."""
    response = visit.elsewhere("/login")
    response.delete_cookie(SESSION, httponly=True, samesite="strict")
    return response
