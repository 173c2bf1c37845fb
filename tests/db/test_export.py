"""Exports: the same bytes twice, counts as in the views, and each is read back by its own library."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from db import engine
from db.engine import Database
from db.errors import DatabaseError, RefusedError, UnwritableError
from db.export import as_csv, as_ftm, as_jsonld, described, reading
from db.export.formats import FORMATS, export
from tests.db.export_made import HOSTILE, fill
from tests.db.make import ask

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with engine.open(tmp_path_factory.mktemp("export") / "belegt.db") as database:
        fill(database)
        yield database


@pytest.fixture(scope="module")
def views(filled: Database) -> dict[str, int]:
    names = [name for (name,) in ask(filled.path, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")]
    return {name: ask(filled.path, f"SELECT count(*) FROM {name}")[0][0] for name in names}  # noqa: S608 - our views


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(database: Database, folder: Path, how: str) -> dict[str, bytes]:
    export(database.path, folder, how, 1)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("how", FORMATS)
def test_the_same_database_gives_the_same_bytes(filled: Database, tmp_path: Path, how: str) -> None:
    first = written(filled, tmp_path / "a", how)
    assert first
    assert all(first.values()) or how == "jsonl"  # an empty view is an empty file there
    assert written(filled, tmp_path / "b", how) == first
    assert written(filled, tmp_path / "a", how) == first  # over the old ones


@pytest.mark.parametrize("how", ["csv", "jsonl", "parquet"])
def test_one_file_for_each_view(filled: Database, views: dict[str, int], tmp_path: Path, how: str) -> None:
    files = set(written(filled, tmp_path / "a", how)) - {"datapackage.json"}
    assert files == {f"{view}.{how}" for view in views}


def test_csv_holds_what_the_views_hold(filled: Database, views: dict[str, int], tmp_path: Path) -> None:
    export(filled.path, tmp_path, "csv", 1)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["contract_version"] == 1
    told = {one["name"]: [field["name"] for field in one["schema"]["fields"]] for one in package["resources"]}
    for view, count in views.items():
        with (tmp_path / f"{view}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == told[view] == [n for (n,) in ask(filled.path, "SELECT name FROM pragma_table_info(?)", view)]
        assert len(rows) - 1 == count, view
    facts = table(tmp_path / "v_fact.csv")
    stored = ask(filled.path, "SELECT fact_id, quote, value, object FROM v_fact")
    assert {row["fact_id"]: (row["quote"], row["value"], row["object"]) for row in facts} == {
        i: (quote, "" if value is None else str(value), obj or "") for i, quote, value, obj in stored
    }


def test_csv_cells_are_kept_as_they_are(filled: Database, tmp_path: Path) -> None:
    export(filled.path, tmp_path, "csv", 1)
    titles = {row["title"] for row in table(tmp_path / "v_release.csv")}
    assert HOSTILE in titles
    assert "xlsx" in as_csv._NOTE


def test_jsonl_holds_values_and_not_texts_of_them(filled: Database, views: dict[str, int], tmp_path: Path) -> None:
    export(filled.path, tmp_path, "jsonl", 1)
    rows = {v: [json.loads(line) for line in (tmp_path / f"{v}.jsonl").read_text("utf-8").splitlines()] for v in views}
    assert {view: len(found) for view, found in rows.items()} == views
    corrected = next(row for row in rows["v_fact"] if row["status"] == "corrected")
    assert corrected["object"] == {"value": 13, "unit": "Häuser"}
    assert corrected["extracted_object"]["value"] in {12, 14}
    assert all(isinstance(row["values"], list) for row in rows["v_discrepancy"])
    assert {row["new_value"]["object"]["value"] for row in rows["v_decision"] if row["new_value"]} == {13}


def test_parquet_says_what_it_holds(filled: Database, views: dict[str, int], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    export(filled.path, tmp_path, "parquet", 1)
    for view, count in views.items():
        table = pq.read_table(tmp_path / f"{view}.parquet")
        assert table.num_rows == count, view
        about = table.schema.metadata
        assert (about[b"belegt.contract_version"], about[b"belegt.view"]) == (b"1", view.encode())
        assert about[b"belegt.description"].decode() == described.views()[view][""]
    facts = pq.read_table(tmp_path / "v_fact.parquet")
    assert facts.schema.field("quote").metadata[b"description"]
    assert {str(facts.schema.field(name).type) for name in ("start", "version")} == {"int64"}
    assert {str(facts.schema.field(name).type) for name in ("score", "value")} == {"double"}
    assert sorted(v for v in facts.column("value").to_pylist() if v is not None) == [
        v for (v,) in ask(filled.path, "SELECT value FROM v_fact WHERE value IS NOT NULL ORDER BY value")
    ]


@pytest.fixture
def sheets(filled: Database, tmp_path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook

    export(filled.path, tmp_path, "xlsx", 1)
    book = load_workbook(tmp_path / "belegt.xlsx")
    yield book
    book.close()


def test_the_register_has_a_row_for_everything(sheets: Any, views: dict[str, int], filled: Database) -> None:
    assert sheets.sheetnames == ["Fakten", "Widersprüche", "Personen & Ämter", "Beteiligungen", "Releases", "Anleitung"]
    rows = {page.title: page.max_row - 1 for page in sheets}
    ((offices,),) = ask(filled.path, "SELECT count(*) FROM v_fact WHERE predicate = 'has_role'")
    assert rows["Fakten"] == views["v_fact"]
    assert rows["Widersprüche"] == views["v_discrepancy"]
    assert rows["Personen & Ämter"] == offices
    assert rows["Releases"] == views["v_release"]
    matrix = [[cell.value for cell in row] for row in sheets["Beteiligungen"].iter_rows()]
    assert matrix == [["Organisation", "PALAS", "Tag der Netze"], ["Institut Nord", 3, 3]]


def test_the_register_is_laid_out_for_people(sheets: Any) -> None:
    for page in sheets:
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref
    rules = sheets["Fakten"].data_validations.dataValidation
    lists = {rule.formula1 for rule in rules}
    assert '"bestätigt,abgelehnt,korrigiert,unsicher"' in lists
    assert '"links gilt,rechts gilt,beide gelten,überholt,kein Widerspruch,unsicher"' in {
        rule.formula1 for rule in sheets["Widersprüche"].data_validations.dataValidation
    }


def test_a_formula_in_a_release_is_words_in_the_register(sheets: Any) -> None:
    cells = [cell for page in sheets for row in page.iter_rows() for cell in row if cell.value == HOSTILE]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [
        cell for page in sheets for row in page.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink
    ]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    from db.export.as_xlsx import _short

    assert _short("x" * 32_000) == "x" * 32_000
    assert len(_short("x" * 40_000)) < 32_767
    assert _short("x" * 40_000).endswith("…")


@pytest.fixture
def entities(filled: Database, tmp_path: Path) -> list[dict[str, Any]]:
    export(filled.path, tmp_path, "ftm", 1)
    return [json.loads(line) for line in (tmp_path / "entities.ftm.json").read_text("utf-8").splitlines()]


def test_ftm_passes_its_own_validator(entities: list[dict[str, Any]]) -> None:
    from followthemoney import model

    known, used = set(), set()
    for data in entities:
        schema = model.get(data["schema"])
        assert schema is not None
        assert set(data["properties"]) <= set(schema.properties)
        schema.validate(cast("Any", data))
        proxy = model.get_proxy(data, cleaned=False)
        for name, values in data["properties"].items():
            assert sorted(proxy.get(name)) == sorted(values), (data["schema"], name)  # nothing is cleaned away
            assert as_ftm.TYPES.get(name, "string") == schema.properties[name].type.name
        assert all(proxy.get(name) for name in schema.required), data
        known.add(proxy.id)
        used |= {value for prop, value in proxy.itervalues() if prop.type.name == "entity"}
    assert used
    assert used <= known


def test_ftm_counts_are_those_of_the_views(
    entities: list[dict[str, Any]], views: dict[str, int], filled: Database
) -> None:
    ids = Counter(data["id"].partition("-")[0] for data in entities)
    left_out = ask(
        filled.path, "SELECT count(*) FROM v_fact WHERE status = 'rejected' OR modality = 'negated'"
    )[0][0]  # fmt: skip
    assert left_out == 4
    assert (ids["r"], ids["e"], ids["f"]) == (views["v_release"], views["v_entity"], views["v_fact"] - left_out)
    schemata = Counter(data["schema"] for data in entities if data["id"].startswith("f-"))
    assert set(schemata) == {"Membership", "ProjectParticipant", "UnknownLink", "Documentation"}
    role = next(data for data in entities if data["schema"] == "Membership")["properties"]
    assert (role["role"], role["startDate"]) == (["Leiterin"], ["2024-05"])
    assert role["description"] == ["Ute Amsel leitet das Institut Nord"]


def test_ftm_statements_are_those_that_the_library_makes(filled: Database, tmp_path: Path) -> None:
    from followthemoney.statement.serialize import read_csv_statements

    export(filled.path, tmp_path, "ftm", 1)
    # It leaves what it reads open: bytes need no closing.
    statements = list(read_csv_statements(io.BytesIO((tmp_path / "statements.csv").read_bytes())))
    assert all(one.id == one.generate_key() for one in statements)
    entities = [json.loads(line) for line in (tmp_path / "entities.ftm.json").read_text("utf-8").splitlines()]
    assert len(statements) == sum(1 + sum(map(len, data["properties"].values())) for data in entities)


def test_json_ld_is_read_without_the_network(filled: Database, views: dict[str, int], tmp_path: Path) -> None:
    from pyld import jsonld

    def nothing(address: str, options: Any = None) -> Any:
        raise AssertionError(f"{address} was asked for ({options})")

    export(filled.path, tmp_path, "jsonld", 1)
    data = json.loads((tmp_path / as_jsonld.NAME).read_text("utf-8"))
    nodes = jsonld.flatten(data, options={"documentLoader": nothing})
    types = Counter(kind.rpartition("/")[2] for node in nodes for kind in node.get("@type", []))
    assert types["Article"] == views["v_release"]
    assert (types["Person"], types["ResearchProject"]) == (1, 2)
    facts = {node["@id"] for node in nodes if node["@id"].startswith("urn:belegt:f_")}
    assert len(facts) == views["v_fact"] - 4
    schema = "https://schema.org/"
    evidenced = [node for node in nodes if node["@id"] in facts]
    assert all(schema + "subjectOf" in node for node in evidenced)
    by_id = {node["@id"]: node for node in nodes}
    quotations = [by_id[node[schema + "subjectOf"][0]["@id"]] for node in evidenced]
    assert all(q["@type"] == [schema + "Quotation"] and q[schema + "text"] for q in quotations)
    assert {q[schema + "citation"][0]["@id"] for q in quotations if schema + "citation" in q} == {
        "https://nord.example/a"
    }
    assert not [node["@id"] for node in nodes if "@type" not in node]


def test_what_a_graph_leaves_out_is_told(filled: Database, tmp_path: Path) -> None:
    for how in ("ftm", "jsonld"):
        assert export(filled.path, tmp_path, how, 1)[0].note == "left out: 1 rejected and 3 negated facts"


def test_a_failed_export_leaves_the_old_files(
    filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(filled, tmp_path / "a", "csv")
    real = reading.Snapshot.rows

    def failing(self: reading.Snapshot, view: reading.View) -> Iterator[tuple[Any, ...]]:
        if view.name == "v_mention":
            raise OSError(28, "No space left on device")
        return real(self, view)

    monkeypatch.setattr(reading.Snapshot, "rows", failing)
    with pytest.raises(UnwritableError, match="No space left"):
        export(filled.path, tmp_path / "a", "csv", 1)
    assert {path.name: path.read_bytes() for path in sorted((tmp_path / "a").iterdir())} == before


def test_wrong_targets_are_refused(filled: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(RefusedError, match="it is a file"):
        export(filled.path, tmp_path / "file", "csv", 1)
    with pytest.raises(RefusedError, match="no format 'pdf'"):
        export(filled.path, tmp_path / "x", "pdf", 1)
    with pytest.raises(DatabaseError, match="no database here"):
        export(tmp_path / "none.db", tmp_path / "x", "csv", 1)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_number_that_became_words_is_null_in_columns_of_numbers() -> None:
    assert reading.typed("REAL")("about ten") is None
    assert reading.typed("REAL")(12) == 12
    assert reading.typed("TEXT")(12) == "12"
    assert reading.typed("INTEGER")("x") is None


def test_descriptions_are_those_of_the_document() -> None:
    text = (ROOT / "docs" / "database.md").read_text("utf-8")
    fresh = described.as_text(described.from_markdown(text))
    stored = (ROOT / "db" / "export" / described.NAME).read_text("utf-8")
    assert stored == fresh, "stale: python -m db.export.described docs/database.md > db/export/described.json"
