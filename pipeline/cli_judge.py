"""`belegt judge`: who is who, by a person's word; and the decisions that lost what they were made on."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.command import Db, Table, answering, logged_in, settings_of
from pipeline.errors import BelegtError

_SAYS = ("same", "different", "unsure")


@answering
def judge(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID | NAME NAME] [same|different|unsure]", help="A question or two names, and the word on them."
        ),
    ] = None,
    *,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    reviewer: Annotated[str | None, typer.Option(help="Who decides [default: who is logged in].")] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back what was said last of this question or these names.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="List also what is judged.")] = False,
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Instead: the decisions whose thing has changed or is gone.")
    ] = False,
    linked: Annotated[
        bool, typer.Option("--linked", help="Instead: the pairs that are treated as one so far, without a question.")
    ] = False,
    how: Annotated[Table, typer.Option("--format", help="For people, or for programs.")] = Table.table,
    db: Db = None,
) -> None:
    """List which two names may be one thing, or say of two whether they are; what follows is done at once."""
    path = settings_of(db=db).db
    given = list(what or ())
    if not given and not undo:
        if note is not None:
            raise typer.BadParameter("it goes with a judgement", param_hint="--note")
        if orphans and linked:
            raise typer.BadParameter("it is another list than --orphans", param_hint="--linked")
        _list(path, everything=everything, orphans=orphans, linked=linked, how=how)
        return
    for option, listed in (("--orphans", orphans), ("--linked", linked), ("--all", everything)):
        if listed:
            raise typer.BadParameter("a list takes no judgement", param_hint=option)
    said = None if undo else given.pop()
    if said is not None and said not in _SAYS:
        raise typer.BadParameter(f"say one of {', '.join(_SAYS)} at the end, not {said!r}", param_hint="judgement")
    if len(given) not in {1, 2}:
        raise typer.BadParameter("name a question by its id, or two entities", param_hint="ID | NAME NAME")
    one, two = _pair(path, given)
    if one == two:
        cure = "belegt judge --all lists who was judged; take such a judgement back, or name them by the ids of belegt entity"
        raise BelegtError("both names are of one entity", " = ".join(given), cure)
    _judge(path, (one, two), said, reviewer or logged_in(), note)


def _pair(path: Path, given: Sequence[str]) -> tuple[str, str]:
    from db import entities

    if len(given) == 1:
        return entities.pair_of(path, given[0])
    if (judged := entities.judged_pair(path, *given)) is not None:
        return judged
    one, two = (g if g.startswith(("e_", "name:")) else entities.itself(path, g) for g in given)
    return one, two


def _judge(path: Path, pair: tuple[str, str], said: str | None, reviewer: str, note: str | None) -> None:
    from db import decisions, entities, runs
    from db.engine import open as open_database
    from pipeline.reconcile.settle import catch_up

    target = decisions.identity_id(*pair)
    first, second = sorted(pair)
    with open_database(path) as database, database.write() as connection:
        if said is None:
            standing = decisions.standing(connection, "identity", target)
            if not standing:
                raise decisions.DecisionError(
                    "nothing was said of these two", target, "belegt judge --all lists what was"
                )
            decisions.undo(connection, reviewer=reviewer, stamp=runs.stamp(), decision_id=standing[-1]["decision_id"])
        else:
            order = decisions.Order("identity", target, said, {"first": first, "second": second}, note)
            decisions.decide(connection, [order], reviewer=reviewer, stamp=runs.stamp())
        catch_up(connection)
        now = decisions.latest(connection, "identity", target)
    status = now["status"] if now else "open"
    one = entities.one_now(path, first, second)
    names = " and ".join(entities.names(path, first, second))
    typer.echo(f"{names}: {status}, by {reviewer}; they are {'one entity' if one else 'two entities'}")
    if status == "same" and not one:
        typer.echo("  another judgement keeps them apart (belegt judge --all), or no text names one of them any more")


def _list(path: Path, *, everything: bool, orphans: bool, linked: bool, how: Table) -> None:
    from db import entities
    from pipeline.output import found_nothing, write_json, write_lines
    from pipeline.wording import width_of

    if orphans:
        found = entities.lost(path)
    else:
        found = (entities.linked if linked else entities.questions)(path, everything=everything)
    if not found:
        found_nothing()
    if how is Table.json:
        write_json(found)
    else:
        write_lines((_lost if orphans else _questions)(found, width_of()))
        if not orphans and not linked and (more := len(entities.linked(path))):
            pairs = "pair is" if more == 1 else "pairs are"
            typer.echo(
                f"{more:,} more {pairs} treated as one so far, without a question: belegt judge --linked", err=True
            )


def _questions(found: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    from pipeline.wording import quoted, wrapped

    for row in found:
        sides = [row[side] or {"name": "?", "kind": None, "entity_id": ""} for side in ("first", "second")]
        names = " = ".join(str(side["name"]) for side in sides)
        yield from wrapped(
            f"{row['discrepancy_id'] or row['identity_id']}  {names} ?  [{row['status']}]", "", "  ", width
        )
        for side in sides:
            yield from wrapped(
                f"{side['name']}  ({side['kind'] or 'no mention'}, {side['entity_id']})", "    ", "      ", width
            )
        if row["reason_en"]:
            yield from wrapped(row["reason_en"], "  ", "  ", width)
        if row.get("rule"):
            yield from wrapped(f"treated as one so far: {row['rule']} ({row['score']:.2f})", "  ", "  ", width)
        if row["reviewer"]:
            note = f": {row['note']}" if row["note"] else ""
            yield from wrapped(f"{row['reviewer']}, {row['decided'][:10]}{note}", "  ", "    ", width)
        for value in row["values"]:
            yield from wrapped(
                f"{value['value']}: {quoted(value['quote'])} {value['release_id']}", "    ", "      ", width
            )
        yield ""


def _lost(found: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    from pipeline.wording import quoted, wrapped

    for row in found:
        content = row["content"]
        told = [str(content[name]) for name in ("subject", "kind", "predicate", "object") if content.get(name)]
        if row["target"] == "identity":
            told = [" = ".join(str(content[side]["name"]) for side in ("first", "second"))]
        head = f"{row['fit']}  {row['target']} {row['target_id']}  {row['status']}  {' · '.join(told)}"
        yield from wrapped(head, "", "  ", width)
        quotes = [content["quote"]] if content.get("quote") else [v["quote"] for v in content.get("values", ())]
        for quote in quotes:
            yield from wrapped(quoted(quote), "    ", "    ", width)
        note = f": {row['note']}" if row["note"] else ""
        yield from wrapped(
            f"{row['reviewer']}, {row['decided'][:10]}{note} ({row['decision_id']})", "    ", "      ", width
        )
        yield ""
