"""The queue: one card at a time; to decide and to see the next is one request."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from db import decisions, reviewing, runs
from db.errors import DatabaseError
from review import cards
from review.correction import changed
from review.queue import Filter
from review.visit import House, Visit
from review.words import STATUSES

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.responses import Response

_SHOWN: Final = frozenset({"fact", "discrepancy", "identity"})
_STEPS: Final = {"next": 1, "previous": -1}
_TRIES: Final = 6  # cards that others look at just now are passed over, but not for ever


def show(visit: Visit) -> "Response":
    """The queue at one card, or at the first that waits."""
    wanted = visit.wanted
    at = _key(visit.query("at"))
    with visit.house.database.read() as connection:
        if at and (step := _STEPS.get(visit.query("go"))):
            item = visit.house.queue.beside(connection, wanted, at, step)
            notice = "" if item else visit.words._("Hier ist das Ende der Liste.")
            card = _card(connection, (item.target, item.target_id) if item else at)
        elif at and visit.query("go") == "skip":
            return _answer(
                visit, wanted, connection, after=at, notice=visit.words._("Übersprungen: kommt später wieder.")
            )
        elif at:
            card, notice = _card(connection, at), ""
            if card is None:
                notice = visit.words._("Das gibt es nicht mehr. Hier ist die nächste Karte.")
        else:
            cursor = visit.house.queue.cursor(visit.reviewer, wanted)
            return _answer(visit, wanted, connection, at=cursor)
        if card is None:
            return _answer(visit, wanted, connection, after=at, notice=notice)
        return _shown(visit, wanted, connection, card, notice=notice)


def decide(visit: Visit) -> "Response":
    """One decision, and the next card."""
    target, target_id, status = visit.given("target"), visit.given("target_id"), visit.given("status")
    wanted, house = visit.wanted, visit.house
    if target not in _SHOWN or status not in decisions.SAYS[target]:
        return visit.page(
            "message.html", status=400, title=visit.words._("So kann man hier nicht entscheiden"), text=""
        )
    late, judged = None, False
    try:
        with house.database.write() as connection:
            last = decisions.latest(connection, target, target_id)
            if visit.given("seen") != (last or {}).get("decision_id", ""):
                late = last
            else:
                order = decisions.Order(
                    target, target_id, status, _new_value(visit, connection, target, target_id, status), visit.given("note") or None
                )  # fmt: skip
                decisions.decide(connection, [order], reviewer=visit.reviewer, stamp=runs.stamp())
                judged = target == "identity" and house.settle is not None and bool(house.settle(connection))
    except decisions.DecisionError:
        house.queue.drop((target, target_id))
        with house.database.read() as connection:
            notice = visit.words._("Das gibt es nicht mehr. Hier ist die nächste Karte.")
            return _answer(visit, wanted, connection, after=(target, target_id), notice=notice)
    except ValueError as error:
        with house.database.read() as connection:
            card = _card(connection, (target, target_id))
            if card is None:
                return _answer(visit, wanted, connection, after=(target, target_id))
            return _shown(visit, wanted, connection, card, notice=str(error), status=422, editing=True)
    if judged:
        house.queue.forget()
    with house.database.read() as connection:
        if late is not None:
            card = _card(connection, (target, target_id))
            if card is not None:
                notice = visit.words._("Nicht gespeichert: hier wurde inzwischen anders entschieden, siehe unten.")
                return _shown(visit, wanted, connection, card, notice=notice, status=409, late=late)
        notice = visit.words._("Gespeichert: %s.") % visit.words.word(STATUSES, status)
        return _answer(visit, wanted, connection, after=(target, target_id), notice=notice)


def undo(visit: Visit) -> "Response":
    """Take back one decision, a batch, or the reviewer's last one; the card comes back."""
    house, reviewer = visit.house, visit.reviewer
    decision_id, batch = visit.given("decision_id"), visit.given("batch")
    taken: list[str] = []
    judged = False
    with suppress(decisions.DecisionError), house.database.write() as connection:
        if not decision_id and not batch:
            mine = reviewing.last_of(connection, reviewer) or {}
            decision_id, batch = mine.get("decision_id", ""), mine.get("batch") or ""
        if batch:
            taken = decisions.undo(connection, reviewer=reviewer, stamp=runs.stamp(), batch=batch)
        elif decision_id:
            taken = decisions.undo(connection, reviewer=reviewer, stamp=runs.stamp(), decision_id=decision_id)
        judged = house.settle is not None and bool(house.settle(connection))
    if judged:
        house.queue.forget()
    notice = (
        visit.words.plural("%(num)s Entscheidung zurückgenommen.", "%(num)s Entscheidungen zurückgenommen.", len(taken))
        % {"num": len(taken)}
        if taken
        else visit.words._("Es gibt nichts zurückzunehmen.")
    )
    if visit.given("back") == "decisions":
        return visit.elsewhere("/decisions")
    with house.database.read() as connection:
        row = reviewing.target_of(connection, taken[0]) if taken else None
        card = _card(connection, row) if row else None
        if card is None or len(taken) > 1:
            return _answer(visit, visit.wanted, connection, at=_key(visit.given("at")), notice=notice)
        return _shown(visit, visit.wanted, connection, card, notice=notice)


def _answer(
    visit: Visit,
    wanted: Filter,
    connection: "Connection",
    *,
    after: tuple[str, str] | None = None,
    at: tuple[str, str] | None = None,
    notice: str = "",
) -> "Response":
    """The next card that waits and that nobody else looks at; or that all is done."""
    queue = visit.house.queue
    first: cards.Card | None = None  # when others look at all that are near, theirs is shown as well
    tries = 0
    while tries < _TRIES and (item := queue.next(connection, wanted, after=after, at=at)) is not None:
        key = item.target, item.target_id
        card = _card(connection, key)
        if card is None:
            queue.drop(key)  # it went with what a judgement of identity changed
            continue
        if not _holder(connection, visit, *key):
            return _shown(visit, wanted, connection, card, notice=notice)
        first, after, tries = first or card, key, tries + 1
    return _shown(visit, wanted, connection, first, notice=notice)


def _shown(
    visit: Visit,
    wanted: Filter,
    connection: "Connection",
    card: cards.Card | None,
    *,
    notice: str = "",
    status: int = 200,
    late: Any = None,
    editing: bool = False,
) -> "Response":
    from starlette.background import BackgroundTask

    held = visit.house.queue.look(connection)
    holder, key = None, ("", "")
    if card is not None:
        key = card["target"], card["target_id"]
        visit.house.queue.remember(visit.reviewer, wanted, key)
        holder = _holder(connection, visit, *key)
    values = {
        "card": card,
        "wanted": wanted,
        "left": visit.house.queue.left(connection, wanted),
        "left_in_all": visit.house.queue.left(connection, Filter()),
        "kinds": held.kinds,
        "choices": held.choices,
        "notice": notice,
        "late": late,
        "holder": holder,
        "editing": editing,
        "adjoining": cards.adjoining,
    }
    response = visit.page("card.html" if visit.partial else "queue.html", status=status, **values)
    if card is not None and holder is None:
        response.background = BackgroundTask(_claim, visit.house, visit.reviewer, *key)
    return response


def _card(connection: "Connection", key: tuple[str, str] | None) -> cards.Card | None:
    return None if key is None else cards.card(connection, *key)


def _holder(connection: "Connection", visit: Visit, target: str, target_id: str) -> str | None:
    """Who else looks at it just now."""
    holder = reviewing.claimed(connection, target, target_id, runs.stamp())
    return None if holder == visit.reviewer else holder


def _claim(house: House, reviewer: str, target: str, target_id: str) -> None:
    """Say who looks at it, after the answer is sent: where an ingest is writing just now, nobody waits for that."""
    with suppress(DatabaseError), house.claims.write() as connection:
        decisions.claim(connection, target, target_id, reviewer=reviewer, stamp=runs.stamp())


def _key(text: str) -> tuple[str, str] | None:
    """`fact:f_…` as (target, target_id)."""
    target, colon, target_id = text.partition(":")
    return (target, target_id) if colon and target in _SHOWN and target_id else None


def _new_value(
    visit: Visit, connection: "Connection", target: str, target_id: str, status: str
) -> dict[str, Any] | None:
    """What a correction changes, or the two entities of a judgement.

    Raises:
        ValueError: when a correction changes nothing, or gives a number that is none.
    """
    if target == "identity":
        pair = reviewing.pair(connection, target_id)
        if pair is None:
            raise decisions.DecisionError("there is no such identity", target_id, "look at the queue again")
        return {"first": pair["first"], "second": pair["second"]}
    if status != "corrected":
        return None
    card = cards.card(connection, target, target_id)
    if card is None:
        return None
    return changed(card["fact"], card["object"], visit.form, visit.words)
