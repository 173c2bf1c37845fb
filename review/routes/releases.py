"""Releases: the list, one with its whole text, and the way to add a fact that was missed."""

from typing import TYPE_CHECKING, Any, Final

from db import decisions, ledger, overview, reviewing, runs
from db.written import ValueRefusedError, object_of
from review import cards
from review.highlight import Mark, parts, window
from review.selection import Selection, select
from review.visit import Visit, number_of
from review.words import LABELS, PREDICATES

if TYPE_CHECKING:
    from starlette.responses import Response

PAGE: Final = 60_000
"""Code points of a text on one page; nearly all releases have less."""

_ROWS: Final = 50


def index(visit: Visit) -> "Response":
    """The list of releases."""
    text, page = visit.query("q").strip(), visit.number("page")
    with visit.house.database.read() as connection:
        rows = overview.releases(connection, text=text, limit=_ROWS + 1, offset=page * _ROWS)
    return visit.page("releases.html", rows=rows[:_ROWS], text=text, page=page, more=len(rows) > _ROWS)


def show(visit: Visit) -> "Response":
    """One release: its whole text with every mention, its facts beside it, and what no fact uses."""
    release_id = visit.request.path_params["release_id"]
    with visit.house.database.read() as connection:
        release = reviewing.release(connection, release_id)
        if release is None:
            return missing(visit)
        found = reviewing.mentions(connection, release_id)
        facts = reviewing.facts_of(connection, release_id)
        disagreeing = overview.discrepancies_of(connection, release_id)
        new = overview.unheard(connection, release_id)
        left = visit.house.queue.left(connection, visit.wanted.__class__(release=release_id))
    start, end = window(release["text"], visit.number("from"), PAGE)
    labels = [label for label in LABELS if any(row["label"] == label for row in found)]
    word = visit.words
    marks = [_mark(row, word.word(LABELS, row["label"]), word.value(row["norm"])) for row in found]
    anchors = {fact["start"] for fact in facts if start <= fact["start"] < end}
    shown = list(parts(release["text"], release["blocks"], marks, start, end))
    unused = ledger.unused(visit.house.database.path, release_id=release_id)
    return visit.page(
        "release.html",
        release=release,
        parts=cards.adjoining(shown),
        facts=facts,
        anchors=_nearest(anchors, [part.start for part in shown]),
        labels=[(label, sum(row["label"] == label for row in found)) for label in labels],
        disagreeing=disagreeing,
        new=new,
        left=left,
        unused=unused,
        start=start,
        end=end,
        size=PAGE,
        told=visit.query("told"),
    )


def add(visit: Visit) -> "Response":
    """The form for a missed fact: what was selected, and what it says."""
    release_id = visit.request.path_params["release_id"]
    form: dict[str, Any] = dict(visit.form or visit.request.query_params)
    with visit.house.database.read() as connection:
        release = reviewing.release(connection, release_id)
        if release is None:
            return missing(visit)
        names = sorted(
            {row["name"] or row["quote"] for row in reviewing.mentions(connection, release_id) if row["entity_id"]}
        )
    quote = str(form.get("quote") or "")[:8000]
    problem = ""
    if visit.request.method == "POST" and quote.strip() and not (problem := _problem(visit, form)):
        if _keep(visit, release_id, form):
            return visit.elsewhere(f"/release/{release_id}?told=added")
        with visit.house.database.read() as connection:  # the text may be another one by now
            release = reviewing.release(connection, release_id) or release
    chosen = _chosen(release["text"], form)
    if quote.strip() and chosen is None:
        problem = visit.words._("Diese Worte stehen nicht in der Meldung.")
    passage = []
    if chosen is not None:
        mark = [Mark(chosen.start, chosen.end, "evidence")]
        passage = cards.passages(release, chosen.start, chosen.end, mark, before=120, after=120)
    return visit.page(
        "add.html",
        status=422 if problem else 200,
        release=release,
        quote=quote,
        chosen=chosen,
        widened=release["text"][slice(*chosen.words)] if chosen else "",
        passages=passage,
        names=names[:400],
        form=form,
        problem=problem,
        predicates=list(PREDICATES),
        adjoining=cards.adjoining,
    )


def missing(visit: Visit) -> "Response":
    """There is no such thing."""
    return visit.page("message.html", status=404, title=visit.words._("Das gibt es hier nicht"), text="")


def _chosen(text: str, form: dict[str, Any]) -> Selection | None:
    """What was selected, where it stands in the text."""
    quote = str(form.get("quote") or "")[:8000]
    exact = {"part": True, "words": False}.get(str(form.get("extent") or ""))
    return select(text, quote, number_of(str(form.get("start") or "")), exact=exact) if quote.strip() else None


def _keep(visit: Visit, release_id: str, form: dict[str, Any]) -> bool:
    """Store the fact; False where its words are not in the text.

    They are looked for in the transaction that stores it: an ingest may change the text between two.
    """
    note = str(form.get("note") or "").strip()[:4000] or None
    with visit.house.database.write() as connection:
        release = reviewing.release(connection, release_id)
        chosen = _chosen(release["text"], form) if release is not None else None
        if chosen is None:
            return False
        fact = {
            "release_id": release_id,
            "subject": " ".join(str(form["subject"]).split()),
            "predicate": str(form["predicate"]),
            "object": _object(form),
            "start": chosen.start,
            "end": chosen.end,
        }
        order = decisions.Order("addition", decisions.addition_id(fact), "added", fact, note)
        decisions.decide(connection, [order], reviewer=visit.reviewer, stamp=runs.stamp())
    return True


def _problem(visit: Visit, form: dict[str, Any]) -> str:
    if form.get("predicate") not in PREDICATES:
        return visit.words._("Bitte wählen, was ausgesagt wird.")
    if not str(form.get("subject") or "").strip() or not str(form.get("object") or "").strip():
        return visit.words._("Bitte beide Felder ausfüllen: von wem oder was, und was.")
    try:
        _object(form)
    except ValueRefusedError as error:
        return visit.words.refused(error)
    return ""


def _object(form: dict[str, Any]) -> Any:
    return object_of(str(form["predicate"]), " ".join(str(form["object"]).split()), None)


def _mark(row: dict[str, Any], label: str, norm: str) -> Mark:
    name = row["name"] if row["name"] and row["name"] != row["quote"] else ""
    told = " · ".join(part for part in (label, name, norm if row["norm"] else "") if part)
    return Mark(row["start"], row["end"], row["label"], row["mention_id"], told)


def _nearest(places: set[int], starts: list[int]) -> dict[int, int]:
    """{place of a fact: where the block begins that holds it}: blocks can be linked to."""
    from bisect import bisect_right

    return {place: starts[max(bisect_right(starts, place) - 1, 0)] for place in places} if starts else {}
