"""Reads a gold folder: `gold/ID.json`, what people found in each text, and `texts/ID.txt`, the texts themselves."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import BelegtError

_Value = TypeVar("_Value")


class GoldError(BelegtError):
    """A gold folder that is none, or a gold file that cannot be measured with."""


@dataclass(frozen=True, slots=True)
class GoldMention:
    """One annotated mention; `alt_labels` are the other labels that count as right."""

    start: int
    end: int
    label: str
    alt_labels: tuple[str, ...]
    norm: Any
    titles: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One annotated statement; `at` is the organisation of a `has_role`, `start` and `end` the evidence."""

    subject: str
    predicate: str
    object: Any
    at: str | None
    negated: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """What should be noticed; with the verdict `silent`, what must not be reported.

    Attributes:
        documents: the ids of the texts it is about; None means the one it stands in.
        values: the annotated values, nested as they were written.
    """

    kind: str
    verdict: str
    documents: tuple[str, ...] | None
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated text.

    Attributes:
        published: the publication date, ISO; stated: whether the text itself states it.
        complete: whether every fact of the text is listed, so that any other one is wrong.
        name_groups: names that mean the same in this text, beyond its abbreviations.
        source: the text's path.
    """

    id: str
    source: Path
    text: str
    published: str | None
    stated: bool
    complete: bool
    mentions: tuple[GoldMention, ...]
    facts: tuple[GoldFact, ...]
    name_groups: tuple[tuple[str, ...], ...]
    findings: tuple[ExpectedFinding, ...]


def read_gold(folder: Path) -> dict[str, Gold]:
    """The annotated texts of a gold folder, by id, in the order of their ids.

    Facts whose subject the text hides (null) ask for nothing and are left out.

    Raises:
        GoldError: the folder holds no `gold/*.json`, a text is absent or not UTF-8, a file is no gold file, an offset
            lies outside the text, or a mention's `text` is not what stands there.
    """
    files = sorted((folder / "gold").glob("*.json"))
    if not files:
        raise GoldError("no gold folder", str(folder), "name a folder that holds gold/ID.json and texts/ID.txt")
    return {file.stem: _read(file, folder / "texts" / f"{file.stem}.txt") for file in files}


def _read(file: Path, source: Path) -> Gold:
    try:
        data = json.loads(file.read_bytes().decode())
    except OSError as error:
        raise GoldError(f"cannot be read ({error.strerror})", str(file), "check its rights") from error
    except ValueError as error:
        raise GoldError(f"not UTF-8 JSON ({error})", str(file), "mend or remove the file") from error
    try:
        text = source.read_bytes().decode()
    except OSError as error:
        raise GoldError(f"cannot be read ({error.strerror})", str(source), f"put the text of {file} there") from error
    except ValueError as error:
        raise GoldError(f"not UTF-8 ({error})", str(source), "save the text as UTF-8") from error
    if not isinstance(data, dict):
        raise GoldError("no JSON object", str(file), "write one object with mentions and facts")
    mentions = _each(file, data, "mentions", lambda m: _mention(m, text))
    facts = _each(file, data, "facts", lambda f: _fact(f, text))
    findings = _each(file, data, "expected_findings", _finding)
    groups = _each(file, data, "name_groups", lambda names: tuple(str(name) for name in names))
    return Gold(
        id=file.stem,
        source=source,
        text=text,
        published=data.get("publication_date"),
        stated=data.get("publication_date_source") == "text",
        complete=bool(data.get("facts_complete", True)),
        mentions=tuple(mentions),
        facts=tuple(fact for fact in facts if fact is not None),
        name_groups=tuple(groups),
        findings=tuple(finding for finding in findings if finding is not None),
    )


def _each(file: Path, data: Mapping[str, Any], key: str, make: Callable[[Any], _Value]) -> list[_Value]:
    """The list under `key`, each item made into a value; an error names the item."""
    items = data.get(key, [] if key in ("expected_findings", "name_groups") else None)
    if not isinstance(items, list):
        raise GoldError(f"no list of {key}", str(file), "add one, empty where there are none")
    made = []
    for number, item in enumerate(items):
        try:
            made.append(make(item))
        except KeyError as error:
            raise GoldError(f"{key}[{number}] has no {error}", str(file), "add it") from error
        except (AttributeError, TypeError, ValueError) as error:
            raise GoldError(f"{key}[{number}]: {error}", str(file), "correct it") from error
    return made


def _mention(data: Mapping[str, Any], text: str) -> GoldMention:
    start, end = _span(text, data["start"], data["end"])
    if "text" in data and data["text"] != text[start:end]:
        raise ValueError(f"{data['text']!r} is not what stands at {start}:{end}, {text[start:end]!r}")
    label, norm = data["label"], data.get("norm")
    need = {"COUNT": {"value", "unit"}, "MONEY": {"value", "currency"}}.get(label, set())
    if (label == "DATE" and norm is None) or (need and not (isinstance(norm, dict) and need <= norm.keys())):
        raise ValueError(f"a {label} with the norm {norm!r}")
    return GoldMention(
        start=start,
        end=end,
        label=label,
        alt_labels=tuple(data.get("alt_labels", ())),
        norm=norm,
        titles=data.get("titles"),
        role=data.get("role"),
    )


def _fact(data: Mapping[str, Any], text: str) -> GoldFact | None:
    if data["subject"] is None:
        return None
    start, end = _span(text, *data["evidence"])
    thing = data["object"]
    if data["predicate"] == "count" and not (isinstance(thing, dict) and {"value", "unit"} <= thing.keys()):
        raise ValueError(f"a count with the object {thing!r}")
    return GoldFact(
        subject=data["subject"],
        predicate=data["predicate"],
        object=thing,
        at=data.get("at"),
        negated=data.get("modality") == "negated",
        start=start,
        end=end,
    )


def _finding(data: Mapping[str, Any]) -> ExpectedFinding | None:
    """An expected finding; None for one that was noted in free words only."""
    if "kind" not in data:
        return None
    documents = data.get("docs")
    return ExpectedFinding(
        kind=data["kind"],
        verdict=data["verdict"],
        documents=None if documents is None else tuple(documents),
        values=tuple(data[key] for key in ("values", "value", "claim", "listed") if key in data),
    )


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} lies outside the text of {len(text)} code points")
    return start, end
