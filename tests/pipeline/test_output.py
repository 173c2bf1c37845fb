"""Tables for people: columns where they fit, records where they do not."""

import pytest

from pipeline.output import write_table


def test_columns_are_aligned_where_they_fit(capsys: pytest.CaptureFixture[str]) -> None:
    write_table(("name", "n"), [["Köln", 12], ["Bad Nauheim", None]], width=20)
    assert capsys.readouterr().out == "name         n\n───────────  ──\nKöln         12\nBad Nauheim\n"


def test_columns_that_do_not_fit_are_printed_as_records(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [f"column_{n}" for n in range(17)]
    write_table(
        columns, [["Ein langer Satz über die Klinik Nord und mehr, der nicht auf eine Zeile passt"] * 17] * 2, 60
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "column_0: Ein langer Satz über die Klinik Nord und mehr, der"
    assert lines[1] == "  nicht auf eine Zeile passt"
    assert all(len(line) <= 60 for line in lines)
    assert lines.count("") == 2


def test_a_cell_of_several_lines_keeps_them(capsys: pytest.CaptureFixture[str]) -> None:
    write_table(("text", "n"), [["eins\n\nzwei\x1b[2J", 1]], width=60)
    assert capsys.readouterr().out == "text: eins\n\n  zwei\ufffd[2J\nn: 1\n\n"
