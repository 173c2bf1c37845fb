"""What disagrees inside one release: sums, dates, headline against text, one thing counted twice, names in several forms."""

from typing import TYPE_CHECKING

import pytest

from corpus.document import Document
from corpus.readers.dispatch import documents
from pipeline.extract import Extraction, extract

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

CASES: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "parts make the whole": (
        "Beteiligt sind zehn Kliniken, davon sechs in Hessen und vier in Thüringen.",
        {("sum_check", "agrees")},
    ),
    "parts make less": (
        "Beteiligt sind zehn Kliniken, davon vier in Hessen und fünf in Thüringen.",
        {("sum_check", "disagrees")},
    ),
    "darunter names only some": ("Beteiligt sind zehn Kliniken, darunter vier in Hessen und fünf in Thüringen.", set()),
    "parts of two kinds": ("Der Beirat hat 20 Mitglieder, davon zwölf Frauen und neun Studierende.", set()),
    "rund leaves room": (
        "Der Bau kostet rund 10 Millionen Euro. Davon übernimmt der Bund 6 Millionen Euro und das Land 4,2 Millionen Euro.",
        {("sum_check", "agrees")},
    ),
    "amounts": (
        "Der Bau kostet 10 Millionen Euro. Davon übernimmt der Bund 6 Millionen Euro und das Land 3 Millionen Euro.",
        {("sum_check", "disagrees")},
    ),
    "amounts of other things": ("Der Bau kostet 10 Millionen Euro. Für Geräte gab der Bund 2 Millionen Euro aus.", set()),
    "shares": (
        "Die Mittel verteilen sich auf drei Bereiche: 40 Prozent entfallen auf die Lehre, 35 Prozent auf die Pflege und 30 Prozent auf die Technik.",
        {("sum_check", "disagrees")},
    ),
    "an end before its start": ("Die Schau läuft vom 15. September 2026 bis zum 31. August 2026.", {("date_order", "disagrees")}),
    "headline against text": (
        "Zwölf Standorte gründen ein Netz\n\nGestern haben elf Standorte das Netz gegründet. Sie arbeiten seit Jahren zusammen.",
        {("value_difference", "disagrees")},
    ),
    "headline and text agree": (
        "Zwölf Standorte gründen ein Netz\n\nGestern haben zwölf Standorte das Netz gegründet. Sie arbeiten seit Jahren zusammen.",
        {("agreement", "agrees")},
    ),
    "headline and what joined": (
        "Zwölf Standorte im Netz\n\nDrei weitere Standorte sind gestern beigetreten. Sie arbeiten seit Jahren zusammen.",
        set(),
    ),
    "stages": (
        "Auf die Ausschreibung gingen 40 Bewerbungen ein. Die Jury wählte daraus fünf Gewinnerinnen und lud sie ein.",
        {("value_difference", "phase")},
    ),
    "could be listed": (
        "Das Bündnis besteht aus 15 Einrichtungen. Sie arbeiten seit Jahren zusammen.",
        {("count_vs_list", "incomplete")},
    ),
    "one season in two ways": ("Im Jagdjahr 2020/2021 war es so. Nach 2020/21 kam es anders.", {("name_variant", "variant")}),
    "two editions": ("Die Thementage 2024 waren gut. Die Thementage 2025 waren besser.", set()),
    "part for a region": ("Am Treffen nahm GARNIUM-EU teil. Eine Gruppe von GARNIUM sprach auch.", {("possible_identity", "question")}),
    "initials": (
        "Die Medizinische Fakultät der Nord-Universität Talheim lädt ein. Am Campus der NUT gibt es Kaffee, und die NUT freut sich auf Gäste.",
        {("name_variant", "variant")},
    ),
}  # fmt: skip


def found(text: str, nlp: "Language", folder: "Path") -> Extraction:
    (folder / "text.txt").write_text(text, "utf-8")
    read = [d for d in documents([str(folder / "text.txt")]) if isinstance(d, Document)]
    return next(iter(extract(read, nlp)))


@pytest.mark.parametrize("name", CASES)
def test_inside(name: str, nlp: "Language", tmp_path: "Path") -> None:
    text, expected = CASES[name]
    extraction = found(text, nlp, tmp_path)
    assert extraction.problems == ()
    assert {(f.kind, f.verdict) for f in extraction.findings} == expected
    assert all(f.reason_de and f.reason_en and len(f.evidence) >= len(f.values) - 1 for f in extraction.findings)
