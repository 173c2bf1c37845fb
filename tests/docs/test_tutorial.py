"""The tutorial keeps its promise: the first card is the conflict that it tells of, and `2` resolves it."""

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from review.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

HERE = "http://127.0.0.1:8421"


def test_the_first_card_is_the_conflict_and_its_second_side_resolves_it(place: "Path") -> None:
    path = place / "belegt.db"
    with TestClient(create_app(path), base_url=HERE, follow_redirects=True) as browser:
        card = browser.get("/queue").text
        assert "VUV 3.0, Ende: 30. Juni 2030 / 31. Dezember 2029" in card
        assert re.search(r'value="right" data-key="2"', card)
        hidden = dict(re.findall(r'<input type="hidden" name="(target|target_id|seen)" value="([^"]*)"', card))
        after = browser.post("/decide", data={**hidden, "status": "right"}, headers={"Origin": HERE})
        assert after.status_code == 200
        assert "VUV 3.0, Ende" not in after.text
    with closing(sqlite3.connect(path)) as connection:
        (status,) = connection.execute("SELECT status FROM v_discrepancy WHERE verdict = 'conflict'").fetchone()
    assert status == "right"
