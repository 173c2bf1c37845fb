"""A thousand decisions and extractors that change: none is lost, and each is where it belongs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import decisions, engine, upkeep
from db.decisions import Order
from db.engine import Database
from extractors.base import Context, Fact, Finding, Mention, Span
from pipeline.ingest import ingest
from tests.db.make import ask
from tests.pipeline.toy import document, nlp

if TYPE_CHECKING:
    from spacy.tokens import Doc

RELEASES, WARDS = 16, 50
FACTS, FINDINGS = RELEASES * WARDS, 200
CHANGES = ("none", "wider", "object", "subject", "evidence", "dropped", "none", "none", "folded", "dropped")
FITS = {
    "none": "exact", "wider": "moved", "folded": "moved", "object": "stale", "subject": "stale", "evidence": "stale",
    "dropped": "orphaned",
}  # fmt: skip
SAID: tuple[tuple[str, Any], ...] = (
    ("accepted", None),
    ("rejected", None),
    ("corrected", {"object": {"value": 1, "unit": "Betten"}}),
)
STAMP = "2026-01-01T00:00:00.000Z"


@dataclass
class Wards:
    """`Station A hat 7 Betten` gives a count; every fourth ward is found to disagree with itself.

    From version 2 on each ward is treated as CHANGES says, by its number; in version 3 as in version 1 again.
    """

    name: str = "wards"
    version: int = 1
    labels: tuple[str, ...] = ("ORG", "count")

    def __call__(self, doc: "Doc", context: Context) -> Iterator[Mention | Fact | Finding]:
        del context
        by: dict[str, Any] = {"extractor": self.name, "rule": "beds", "version": self.version}
        first = next(re.finditer(r"Anfang steht hier", doc.text))
        for found in re.finditer(r"Station (\w+) hat (\d+) Betten\.", doc.text):
            number, beds = int(found[1][1:]), int(found[2])
            change = CHANGES[number % len(CHANGES)] if self.version == 2 else "none"
            if change == "dropped":
                continue
            name, start, end = f"Station {found[1]}", found.start(), found.end() - 1
            given = {"value": beds + (change == "object"), "unit": "Betten"}
            subject = f"die {name}" if change == "subject" else name.upper() if change == "folded" else name
            where = Span.of(doc.text, start, end + (change == "wider"))
            if change == "evidence":
                where = Span.of(doc.text, *first.span())
            yield Mention(
                Span.of(doc.text, start, start + len(name)), "ORG", None, 0.9, **by, attributes={"name": name}
            )
            yield Fact(subject, "count", given, name, found[2], where, 0.9, **by)
            if number % 4 == 0:
                values = (str(given["value"]), "99")
                yield Finding("sum_check", "disagrees", "Zu viel.", "Too many.", (where, where), values, subject)


def texts() -> Iterator[str]:
    for release in range(RELEASES):
        wards = [f"Station W{release * WARDS + k} hat {k % 7 + 2} Betten." for k in range(WARDS)]
        yield f"Am Anfang steht hier nichts von Belang. Meldung {release}. " + " ".join(wards)


def decided(database: Database) -> dict[str, str]:
    """1,000 decisions; {decision id: what version 2 does to what was decided on}."""
    rows = ask(database.path, "SELECT fact_id, subject FROM v_fact ORDER BY fact_id")
    orders = [Order("fact", i, *SAID[n % len(SAID)]) for n, (i, _) in enumerate(rows)]
    found = ask(database.path, "SELECT discrepancy_id, subject FROM v_discrepancy WHERE kind = 'sum_check' ORDER BY 1")
    orders += [Order("discrepancy", i, ("left", "dismissed")[n % 2]) for n, (i, _) in enumerate(found)]
    with database.write() as connection:
        one = decisions.decide(connection, orders[::2], reviewer="Ute", stamp=STAMP, batch="one")
        two = decisions.decide(connection, orders[1::2], reviewer="Ute", stamp=STAMP, batch="two")
    made = [i for both in zip(one, two, strict=True) for i in both]
    subjects = [subject for _, subject in (*rows, *found)]
    changes = [CHANGES[int(subject.split("W")[1]) % len(CHANGES)] for subject in subjects]
    # how a ward is written makes no difference to what is found of its numbers
    kept = ["none" if n >= len(rows) and change == "folded" else change for n, change in enumerate(changes)]
    return dict(zip(made, kept, strict=True))


def extract_again(database: Database, version: int) -> None:
    report = ingest([], database, nlp, extractors=(Wards(version=version),), re_extract=True)
    assert (report.re_extracted, report.failures) == (RELEASES, ())
    assert upkeep.check(database.path) == []


def fits(database: Database) -> dict[str, str]:
    return dict(ask(database.path, "SELECT decision_id, fit FROM v_decision WHERE current"))


def test_a_thousand_decisions_survive_other_extractors(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with engine.open(path) as database:
        ingest([document(t, f"id:{n}", id=str(n)) for n, t in enumerate(texts())], database, nlp, extractors=(Wards(),))
        change_of = decided(database)
        assert len(change_of) == FACTS + FINDINGS == 1000
        before = statuses(path)
        extract_again(database, 2)

        found = fits(database)
        assert found == {i: FITS[change] for i, change in change_of.items()}
        assert sum(Counter(found.values()).values()) == 1000
        assert set(found.values()) == {"exact", "moved", "stale", "orphaned"}
        shown = Counter(status for _, status in statuses(path))
        assert shown["stale"] == Counter(found.values())["stale"]
        assert shown["open"] == 0, "what is there was decided on, or is another state of it"
        assert ask(path, "SELECT count(*) FROM v_decision WHERE fit = 'orphaned' AND content ->> '$.quote' IS NULL "
                         "AND target = 'fact'") == [(0,)]  # fmt: skip

        with database.write() as connection:
            undone = decisions.undo(connection, reviewer="Ute", stamp=STAMP, batch="two")
        assert len(undone) == 500
        assert Counter(status for _, status in statuses(path))["open"] > 300
        extract_again(database, 3)
        assert set(fits(database).values()) == {"exact"}, "what was decided on is there again, by its old ids"
        after = dict(statuses(path))
        kept = [after[i] for i in after if after[i] != "open"]
        assert len(kept) == 500
        assert {i: status for i, status in before if after[i] != "open"} == {
            i: s for i, s in after.items() if s != "open"
        }
        assert ask(path, "SELECT count(*), sum(current) FROM v_decision") == [(1500, 1000)]


def statuses(path: Path) -> list[tuple[Any, ...]]:
    return ask(path, "SELECT fact_id, status FROM v_fact UNION ALL SELECT discrepancy_id, status FROM v_discrepancy "
                     "WHERE kind = 'sum_check' ORDER BY 1")  # fmt: skip
