"""Which document is which release, and what is kept of it when it changes."""

import hashlib
import zlib
from typing import Any

import pytest

from corpus.document import Document
from db import decisions, identity, runs, store, upkeep
from db.engine import Database
from db.values import Content, Seen
from tests.db.make import TEXT, ask, content, document, dump, mention, save, span

OTHER = TEXT.replace("Acht", "Neun").replace("sind dabei", "machen mit")


def other(**changes: Any) -> Content:
    return content(
        document(OTHER, **changes), mentions=(mention(span(OTHER, "PALAS"), "PROJECT"),), facts=(), findings=()
    )


def plain(text: str, key: str | None, **changes: Any) -> Content:
    return content(document(text, key, **changes), mentions=(), facts=(), findings=())


def states(*seen: Seen) -> list[str]:
    return [s.state for s in seen]


def releases(database: Database) -> int:
    return int(ask(database.path, "SELECT count(*) FROM release")[0][0])


def test_a_document_becomes_rows(database: Database) -> None:
    (seen,) = save(database, content())
    assert seen == Seen("new", seen.release_id, 1)
    counts = {name: len(rows) for name, rows in dump(database.path).items()}
    assert counts == {
        "alembic_version": 1, "decision": 0, "entity": 1, "raw": 1, "release": 1, "discrepancy": 1, "failure": 0,
        "revision": 1, "alias": 1, "evidence": 3, "mention": 3, "discrepancy_evidence": 2, "fact": 2, "sqlite_sequence": 0,
        "sketch": 1, "bucket": 64, "entity_key": 0, "entity_link": 0, "anchor": 0,
        "judgement": 0, "claim": 0, "forgotten": 0, "salt": 0, "backup": 0, "stated": 0, "told": 0,
    }  # fmt: skip
    assert upkeep.check(database.path) == []


def test_the_bytes_are_kept_and_read_back(database: Database) -> None:
    raw = "Grüße".encode("cp1252") * 1000
    save(database, plain("Grüße", "id:a", raw=raw), plain("Grüße", "id:b", raw=raw))
    ((sha256, size, data),) = ask(database.path, "SELECT sha256, size, data FROM raw")
    assert zlib.decompress(data) == raw
    assert (sha256, size) == (hashlib.sha256(raw).hexdigest(), len(raw))
    assert len(data) < len(raw) / 10


def test_the_same_again_changes_nothing_but_stamps(database: Database) -> None:
    save(database, content(), other(key="id:b"))
    before = dump(database.path)
    assert states(*save(database, content(), other(key="id:b"))) == ["unchanged", "unchanged"]
    assert dump(database.path) == before
    ((first, last),) = ask(
        database.path, "SELECT first_seen, last_seen FROM release WHERE external_id = 'a' AND key = 'id:a'"
    )
    assert first < last


@pytest.mark.parametrize(
    "change",
    [{"title": "Anders"}, {"publisher": None}, {"published": "2025-07-02"}, {"url": "https://klinikum.example/1"}],
)
def test_a_known_key_with_other_content_is_a_revision(database: Database, change: dict[str, Any]) -> None:
    save(database, content())
    (seen,) = save(database, content(document(**change)))
    assert (seen.state, seen.revision) == ("updated", 2)
    assert releases(database) == 1


def test_an_older_revision_keeps_what_was_found_in_it(database: Database) -> None:
    (first,) = save(database, content())
    save(database, other())
    found = ask(database.path, "SELECT revision, count(*) FROM mention GROUP BY revision ORDER BY 1")
    assert found == [(1, 3), (2, 1)]
    assert ask(database.path, "SELECT revision, text FROM revision ORDER BY 1") == [(1, TEXT), (2, OTHER)]
    assert ask(database.path, "SELECT quote FROM v_mention") == [("PALAS",)], "the views show the current one"
    assert ask(database.path, "SELECT count(*) FROM v_fact") == [(0,)]
    assert ask(database.path, "SELECT count(*) FROM v_discrepancy") == [(0,)], "findings follow from the current text"
    assert ask(database.path, "SELECT revision, text FROM v_release WHERE release_id = ?", first.release_id) == [
        (2, OTHER)
    ]
    assert upkeep.check(database.path) == []


def test_ids_survive_a_revision(database: Database) -> None:
    save(database, content())
    before = ask(database.path, "SELECT mention_id, start FROM v_mention ORDER BY mention_id")
    save(database, content(document("Vorweg: " + TEXT)))
    after = ask(database.path, "SELECT mention_id, start FROM v_mention ORDER BY mention_id")
    assert [m for m, _ in before] == [m for m, _ in after]
    assert [start + len("Vorweg: ") for _, start in before] == [start for _, start in after]


def test_a_text_that_comes_back_is_a_revision_again(database: Database) -> None:
    for one, revision in ((content(), 1), (other(), 2), (content(), 3), (other(), 4)):
        (seen,) = save(database, one)
        assert seen.revision == revision


def test_two_runs_at_once_store_one_text_once(database: Database) -> None:
    with database.write() as connection:
        begun = [runs.begin(connection, "0") for _ in range(2)]
    early, late = begun
    for run_id, stamp in (late, early, late, early):
        with database.write() as connection:
            seen = store.save(connection, content(), run_id, stamp)
        assert seen.revision == 1, "the run that began earlier came later"
    assert ask(database.path, "SELECT last_seen FROM release UNION SELECT last_seen FROM revision") == [(late[1],)]


def test_two_records_of_one_id_in_one_file_do_not_flip_for_ever(database: Database) -> None:
    assert states(*save(database, content(), other())) == ["new", "updated"]
    before = dump(database.path)
    assert states(*save(database, content(), other())) == ["unchanged", "unchanged"]
    assert states(*save(database, other(), content())) == ["unchanged", "unchanged"], "nor when their order changes"
    assert dump(database.path) == before
    assert ask(database.path, "SELECT text FROM v_release") == [(OTHER,)]


@pytest.mark.parametrize("copy", ["file:/b.txt", None])
def test_a_copy_without_an_id_of_its_own_is_the_same_release(database: Database, copy: str | None) -> None:
    save(database, plain(TEXT, "file:/a.txt"))
    before = dump(database.path)
    assert states(*save(database, plain(TEXT, copy, id="b", source="b.txt"))) == ["unchanged"]
    assert dump(database.path) == before


def test_a_copy_becomes_a_release_of_its_own_when_the_first_file_changes(database: Database) -> None:
    new, copy = plain(OTHER, "file:/a.txt"), plain(TEXT, "file:/copy.txt")
    save(database, plain(TEXT, "file:/a.txt"), copy)
    assert states(*save(database, copy, new)) == ["unchanged", "updated"]
    # Now no release holds the copy's text any more: it is stored, and from then on nothing changes in any order.
    assert states(*save(database, copy, new)) == ["new", "unchanged"]
    assert states(*save(database, new, copy)) == ["unchanged", "unchanged"]
    assert sorted(ask(database.path, "SELECT text FROM v_release")) == sorted([(TEXT,), (OTHER,)])


@pytest.mark.parametrize("key", ["id:b", "url:https://klinikum.example/b"])
def test_an_id_of_its_own_is_a_release_of_its_own_even_with_equal_text(database: Database, key: str) -> None:
    assert states(*save(database, content(), content(document(key=key)))) == ["new", "new"]
    clusters = ask(database.path, "SELECT count(DISTINCT release_id), count(DISTINCT cluster_id) FROM v_release")
    assert clusters == [(2, 1)]  # what is equal is a copy, and no confirmation


def test_standard_input_has_only_its_content(database: Database) -> None:
    first, second = save(database, plain(TEXT, None), plain(OTHER, None))
    assert states(first, second) == ["new", "new"]
    assert first.release_id != second.release_id
    assert states(*save(database, plain(TEXT, None))) == ["unchanged"]


def test_release_ids_are_the_same_on_every_machine(database: Database) -> None:
    (seen,) = save(database, content(document(key="id:a")))
    assert seen.release_id == identity.release_id_of(document("ganz anders", key="id:a"))
    assert seen.release_id != identity.release_id_of(document(key="id:b"))
    # A path is of one machine: the release of a file is known by what it held at first.
    here, there = (identity.release_id_of(document(key=f"file:/{place}/a.txt")) for place in ("here", "there"))
    assert here == there


def test_a_changed_file_keeps_the_id_of_its_release(database: Database) -> None:
    first, second = save(database, content(document(TEXT, key="file:/a")), content(document(OTHER, key="file:/a")))
    assert (first.release_id, states(first, second)) == (second.release_id, ["new", "updated"])


def test_a_copy_of_what_a_file_held_once_is_a_release_of_its_own(database: Database) -> None:
    # a and b held the same text; then a changed: b is no copy any more, and its text must stand in a view.
    save(database, plain(TEXT, "file:/a"), plain(TEXT, "file:/b"))
    changed, copy = save(database, plain(OTHER, "file:/a"), plain(TEXT, "file:/b"))
    assert states(changed, copy) == ["updated", "new"]
    assert changed.release_id != copy.release_id
    # and a's old text comes back: a revision again, b stays what it is
    back, same = save(database, plain(TEXT, "file:/a"), plain(TEXT, "file:/b"))
    assert states(back, same) == ["updated", "unchanged"]
    assert (back.release_id, same.release_id) == (changed.release_id, copy.release_id)


def test_a_release_that_breaks_the_law_leaves_no_trace(database: Database) -> None:
    with pytest.raises(ValueError, match="not what stands"):
        save(
            database,
            content(
                mentions=(
                    mention(
                        span("x" + TEXT, "PALAS"),
                    ),
                )
            ),
        )
    assert releases(database) == 0
    assert ask(database.path, "SELECT count(*) FROM raw") == [(0,)]


def decide(database: Database, fact_id: str) -> None:
    with database.write() as connection:
        order = decisions.Order("fact", fact_id, "accepted")
        decisions.decide(connection, [order], reviewer="Ute", stamp="2026-01-01T00:00:00.000Z")


def test_re_extraction_replaces_what_was_found_and_never_a_decision(database: Database) -> None:
    (seen, _) = save(database, content(), other(key="id:b"))
    ((fact_id,),) = ask(database.path, "SELECT fact_id FROM v_fact WHERE predicate = 'leads'")
    decide(database, fact_id)
    changed = content(
        fingerprint="toy:2",
        mentions=(mention(span(TEXT, "PALAS"), "PROJECT"),),
        facts=content().facts[:1],
        findings=(),
    )
    with database.write() as connection:
        assert store.outdated(connection, "toy:1") == []
        assert {s.release_id for s in store.outdated(connection, "toy:2")} >= {seen.release_id}
        store.replace(connection, seen, changed, "2030-01-01T00:00:00.000Z")
        assert seen.release_id not in {s.release_id for s in store.outdated(connection, "toy:2")}
    query = "SELECT quote, kind FROM v_mention JOIN v_entity USING (entity_id) WHERE release_id = ?"
    assert ask(database.path, query, seen.release_id) == [("PALAS", "PROJECT")]
    assert ask(database.path, "SELECT fact_id, status FROM v_fact") == [(fact_id, "accepted")]
    assert ask(database.path, "SELECT count(*) FROM v_discrepancy") == [(0,)]
    assert ask(database.path, "SELECT name FROM v_entity") == [("PALAS",)], "no entity stays that nobody names"
    assert upkeep.check(database.path) == []


def test_re_extraction_with_the_same_result_gives_the_same_rows(database: Database) -> None:
    (seen,) = save(database, content())
    before = dump(database.path)
    with database.write() as connection:
        store.replace(connection, seen, content(), "2030-01-01T00:00:00.000Z")
    assert dump(database.path) == before


def test_an_entity_that_others_name_stays(database: Database) -> None:
    first, _ = save(database, content(), content(document(key="id:b")))
    with database.write() as connection:
        store.replace(connection, first, plain(TEXT, "id:a"), "2030-01-01T00:00:00.000Z")
    assert ask(database.path, "SELECT name, mentions, releases FROM v_entity") == [("Klinikum Nordtal", 2, 1)]


def test_a_stored_document_comes_back_as_it_was_read(database: Database) -> None:
    given: Document = document(url="https://klinikum.example/1", published="2025-07", published_from="text")
    (seen,) = save(database, content(given))
    with database.read() as connection:
        back = store.document_of(connection, seen)
    assert back.raw == b""
    for name in Document.__slots__:
        if name != "raw":
            assert getattr(back, name) == getattr(given, name), name
