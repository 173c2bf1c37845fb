"""`belegt forget`: take a release or a person out of the database, for good."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline.command import Db, Model, answering, settings_of
from pipeline.errors import BelegtError

if TYPE_CHECKING:
    from pipeline.forgetting import Outcome, Plan

SHOWN: Final = 10
MANY: Final = {
    "text": "texts", "revision": "texts", "mention": "mentions", "fact": "facts", "evidence": "pieces of evidence",
    "alias": "aliases", "discrepancy": "discrepancies", "decision": "decisions",
}  # fmt: skip
"""What is counted."""


@answering
def forget(
    name: Annotated[
        str | None,
        typer.Argument(metavar="RELEASE|PERSON", help="A release's id or external id; a person's name or id."),
    ] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; change nothing.")] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Instead, end what an earlier call was kept from: bytes that are left.")
    ] = False,
    model: Model = None,
    db: Db = None,
) -> None:
    """Forget a release, or mask a person in all texts. It cannot be undone, and does not come back with the next ingest."""
    from functools import cache

    from db.engine import open as open_database
    from db.engine import require
    from db.server import refuse
    from pipeline import forgetting
    from pipeline.batches import load_nlp
    from pipeline.fetching import pages_of
    from pipeline.output import write_lines

    if finish and (name is not None or dry_run):
        raise typer.BadParameter("it goes alone: it ends what was forgotten before", param_hint="--finish")
    if name is None and not finish:
        raise typer.BadParameter("name what is to be forgotten", param_hint="RELEASE|PERSON")
    settings = settings_of(db=db, model=model)
    refuse(
        settings.db,
        "belegt forget, which takes out the bytes too,",
        "leave the release or name out of the sources, and ingest them into a new database; delete the old one with its backups",
    )
    require(settings.db)
    pages, load = pages_of(settings), cache(lambda: load_nlp(settings.model))
    with open_database(settings.db) as database:
        if name is None:
            failed, clean = forgetting.finish(database, pages, load)
            write_lines(_finished(failed, clean=clean))
        else:
            planned = forgetting.plan(database, name)
            write_lines(_told(planned, dry=dry_run or not yes))
            if dry_run:
                return
            if not yes and not typer.confirm("Forget this, for good?", err=True):
                raise BelegtError("nothing was forgotten", name, "answer y, or give --yes")
            done = forgetting.carry_out(database, planned, pages, load)
            clean = done.clean
            write_lines(_after(planned, done))
    if not clean:
        raise BelegtError(
            "it is forgotten, but its bytes may still be in the -wal file, for another program has the database open",
            str(settings.db),
            "end that program, then: belegt forget --finish",
        )


def _told(planned: "Plan", *, dry: bool) -> Iterator[str]:
    verb = "Would go" if dry else "Goes"
    what = ", ".join(f"{MANY[kind]}: {n:,}" for kind, n in planned.counts.items() if n)
    if planned.target.kind == "release":
        yield f"{verb}: {planned.releases[0]} {planned.titles[0]}"
    else:
        yield f"Masked in {len(planned.releases)} releases: {', '.join(planned.target.names)}"
        for release_id, title in list(zip(planned.releases, planned.titles, strict=True))[:SHOWN]:
            yield f"  {release_id} {title}"
        if len(planned.releases) > SHOWN:
            yield f"  and {len(planned.releases) - SHOWN:,} more"
    yield f"  {what or 'no rows'}"
    if planned.copies:
        yield f"Stays: {len(planned.copies)} other releases with nearly this text: {', '.join(planned.copies[:SHOWN])}"
    if planned.addresses:
        yield "Stays: addresses and paths that may name the person; forget these releases to lose them too:"
        yield from (f"  {address}" for address in planned.addresses[:SHOWN])


def _after(planned: "Plan", done: "Outcome") -> Iterator[str]:
    came = [release for release in done.plan.releases if release not in planned.releases]
    if came:
        yield f"Came in meanwhile, and masked too: {', '.join(came[:SHOWN])}{' …' if len(came) > SHOWN else ''}"
    if done.fetched:
        yield f"{done.fetched} fetched pages went too."
    yield from _finished(done.failed, clean=done.clean)
    held = [backup for backup in done.plan.backups if backup.holds is not False]
    if held:
        yield "Backups that hold it still, and must be removed by hand:"
        for backup in held:
            sure = "" if backup.holds else " (not to be seen from here)"
            yield f"  {backup.path} on {backup.host}, of {backup.at[:16].replace('T', ' ')} UTC{sure}"
    yield "Exports, reports and copies made by other means are not known here."


def _finished(failed: int, *, clean: bool) -> Iterator[str]:
    if clean:
        yield "Forgotten: the file is written anew without it."
    if failed:
        yield f"{failed} masked texts could not be extracted anew (view v_failure): belegt forget --finish tries again"
