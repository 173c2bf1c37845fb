"""Thirty decisions at the page, then extractors that read otherwise: each is in force, or shown as one to look at again."""

import re
from collections import Counter
from pathlib import Path

from starlette.testclient import TestClient

from db import engine
from pipeline.ingest import ingest
from pipeline.reconcile.settle import catch_up
from review.app import create_app
from tests.db.make import ask
from tests.pipeline.test_decisions_survive import CHANGES, FITS, Wards, texts
from tests.pipeline.toy import document, nlp
from tests.review.conftest import BASE
from tests.review.test_pages import card

SAID = ("accepted", "rejected", "unsure")


def test_thirty_decisions_are_in_force_or_shown_after_a_new_extractor(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with engine.open(path) as database:
        ingest([document(next(texts()), "id:0", id="0")], database, nlp, extractors=(Wards(),))
        with TestClient(create_app(path, settle=catch_up), base_url=BASE, follow_redirects=True) as page:
            page.headers.update({"Origin": BASE})
            said = {}
            for n in range(30):
                fields = card(page)
                page.post("/decide", data={**fields, "status": SAID[n % 3]})
                said[fields["target_id"]] = SAID[n % 3]
            assert len(said) == 30
            subjects = dict(ask(path, "SELECT fact_id, subject FROM v_fact"))
            expected = {i: FITS[CHANGES[int(subjects[i].split("W")[1]) % len(CHANGES)]] for i in said}

            report = ingest([], database, nlp, extractors=(Wards(version=2),), re_extract=True)
            assert report.re_extracted == 1
            rows = ask(path, "SELECT content ->> '$.fact_id', target_id, status, fit FROM v_decision WHERE current")
            # thirty of fifty were decided on: what was dropped may look like one that was not, and is then shown with it
            force = {old: fit for old, _, _, fit in rows if fit in {"exact", "moved"}}
            assert force == {i: fit for i, fit in expected.items() if fit in {"exact", "moved"}}
            assert len(rows) == 30
            shown = dict(ask(path, "SELECT fact_id, status FROM v_fact"))
            assert all(shown[new] == status for _, new, status, fit in rows if fit in {"exact", "moved"})

            fits = Counter(fit for *_, fit in rows)
            html = page.get("/decisions").text
            assert len(re.findall(r'class="chip f-(?:stale|orphaned)"', html)) == fits["stale"] + fits["orphaned"] > 5
            assert "Der Beleg hat sich geändert" in page.get("/queue?status=stale").text
            assert Counter(shown.values())["stale"] == fits["stale"]
