"""Writes the pages of docs/reference that follow from the code: python docs/generate.py.

Commands from the command line itself, settings from their one object, words and extractors from where they are defined. What
each word means is told here, and a word that is not told is an error. tests/docs fails when a page is stale.
"""
# ruff: noqa: INP001 - a script beside the pages, no package

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final

PAGES: Final = Path(__file__).parent / "reference"
_MADE: Final = "<!-- Made by: python docs/generate.py -->"

LABELS: Final = {
    "PERSON": "a person's name without titles; `titles`, `given`, `family`, `role` as written",
    "ORG": "organisations, institutions, clinics, institutes, ministries, companies",
    "INFRASTRUCTURE": "named research infrastructures, networks, registries, platforms, biobanks",
    "PROJECT": "named research projects, studies, consortia, programmes",
    "LOC": "cities, states, countries, regions; natural features, streets and buildings too, by `kind`",
    "MISC": "other names that the model finds: events, prizes, works; they become no entities",
    "DATE": "time expressions that are absolute or can be resolved: `type`, `value` (TIMEX3), `earliest`, `latest`, `parts`",
    "TIME": "all other time expressions: clock times, recurring ones, vague ones (`derzeit`)",
    "COUNT": "a number with the thing counted: `value`, `unit`, `approx`, `bound`",
    "MONEY": "an amount: `value`, `currency`, `approx`, `bound`",
    "QUOTE": "quoted speech; `speaker`",
}
PREDICATES: Final = {
    "has_role": ("person", "office; null: only that the person belongs to it", "`organisation`, `since`, `until`"),
    "participates_in": ("organisation", "infrastructure, project or event", ""),
    "leads": ("person or organisation", "the thing led", ""),
    "funds": ("organisation", "the thing paid for", "`amount`"),
    "part_of": ("part", "whole", ""),
    "starts_on": ("thing", "ISO day, month, year or interval", ""),
    "ends_on": ("thing", "ISO day, month, year or interval", ""),
    "lasts": ("thing", "duration: `P5Y`, `P18M`", ""),
    "count": ("thing", '`{"value", "unit"}`', "`approx`, `bound`, `listed`"),
    "abbreviation_of": ("short form", "long form", "`short`, `long`: the places of both"),
    "said": ("person", "the quote", ""),
}
MODALITIES: Final = {
    "asserted": "the text says that it is so",
    "planned": "it is to become so: „soll im März beginnen“",
    "negated": "the text says that it is not so",
    "reported": "the text says that somebody says so",
}
KINDS: Final = {
    "count_vs_list": "a number that is claimed with the items that are listed",
    "duration_vs_dates": "a length with its start and end",
    "date_order": "a start with its end: which is first",
    "sum_check": "a whole with the sum of its parts",
    "weekday_vs_date": "a weekday with its date",
    "impossible_date": "a date with the calendar",
    "value_difference": "values of one thing: dates, numbers, offices, sums; in two releases, or in headline and text",
    "membership": "lists of members: who joined, who left",
    "name_variant": "spellings of one name",
    "possible_identity": "two names that may be one thing",
    "missing_date": "a release that has no date with others that it should be compared with",
    "agreement": "releases that say the same",
}
VERDICTS: Final = {
    "agrees": ("it fits", False),
    "disagrees": ("it does not fit, inside one release", True),
    "incomplete": ("the text does not say enough to check it", True),
    "change": ("a later release has another value: the world went on", True),
    "conflict": ("both cannot hold", True),
    "refines": ("the same, once told more exactly", False),
    "phase": ("values of different phases or years: both can hold", False),
    "incomparable": ("not counted of the same things", False),
    "variant": ("another spelling of the same", True),
    "question": ("only a person can tell", True),
}
STATUSES: Final = {
    "fact": {
        "open": "nobody has decided",
        "accepted": "it stands so in the text",
        "rejected": "it does not; lists and questions leave it out",
        "corrected": "with other values, which the views show; the extracted ones stay beside them",
        "unsure": "somebody looked and could not tell",
        "stale": "decided, but the evidence has changed since: it is asked again",
        "added": "a fact that a person added (extractor `person`)",
    },
    "discrepancy": {
        "left": "the first side holds",
        "right": "the second side holds; of a discrepancy with one side: it is a mistake of the release",
        "both": "both hold, of different things",
        "superseded": "the newer takes the place of the older",
        "dismissed": "it is none",
    },
    "two names": {"same": "one thing", "different": "two things", "unsure": "not to be told"},
}


def commands() -> str:
    """Every command with its arguments and options."""
    import typer

    from pipeline.cli import app

    lines = [
        "# Commands",
        _MADE,
        "",
        "`belegt COMMAND --help` says the same. Data goes to standard output, everything else to standard error. Exit codes: 0 all",
        "well (also when nothing is found), 1 some sources failed (the others, if any, are stored), 2 wrong usage or refused, 3 the database",
        "cannot be used, 130 interrupted.",
        "",
    ]
    for path, command in sorted(walk(typer.main.get_command(app)), key=lambda pair: pair[0]):
        lines += _command(path, command)
    return "\n".join(lines)


def walk(command: Any, path: tuple[str, ...] = ("belegt",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that name it."""
    below: Mapping[str, Any] = getattr(command, "commands", {})
    if not below:
        yield path, command
    for name, one in below.items():
        yield from walk(one, (*path, name))


def _command(path: Sequence[str], command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join((*path, *map(_usage, arguments), *(["[OPTIONS]"] if options else [])))
    yield from (f"## {' '.join(path)}", "", f"    {usage}", "", _cell(command.help), "")
    if arguments or options:
        yield from ("| | | default |", "|---|---|---|")
        for one in arguments:
            yield f"| `{_name(one)}` | {_cell(one.help)} | |"
        for one in options:
            yield f"| {_option(one)} | {_cell(one.help)} | {_default(one)} |"
        yield ""


def _name(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _usage(argument: Any) -> str:
    name = _name(argument)
    if argument.nargs == -1 and not name.startswith("["):
        name += "..."
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _option(option: Any) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    kind = option.type_descriptor.annotation
    if option.is_flag:
        return names
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"{names} " + ", ".join(f"`{member.value}`" for member in kind)
    told = option.metavar or ("FILE" if kind is Path else option.name.upper())
    return f"{names} {told}" + (" (needed)" if option.required else "")


def _default(option: Any) -> str:
    value = option.default
    if option.is_flag or value is None:
        return ""
    return f"`{value.value if isinstance(value, Enum) else value}`"


def settings() -> str:
    """Every setting: its key, its variable, its flag."""
    import typer

    from pipeline.cli import app
    from pipeline.settings import Settings

    flags = {
        option.name: option.opts[0]
        for path, command in walk(typer.main.get_command(app))
        for option in command.params
        if option.param_type_name == "option" and path[1] != "sources"  # `sources add --pages` is another thing
    }
    lines = [
        "# Settings",
        _MADE,
        "",
        "A file `belegt.toml` in the working folder, environment variables and flags; the later ones win. A key that belegt does not",
        "know is an error that names it.",
        "",
        "```toml",
        'db = "register.db"',
        'contact = "presse@klinik.example"',
        "```",
        "",
        "| key of `belegt.toml` | variable | flag | default | what |",
        "|---|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = (
            ""
            if field.default is None
            else f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
        )
        flag = f"`{flags[name]}`" if name in flags else ""
        lines.append(f"| `{name}` | `BELEGT_{name.upper()}` | {flag} | {default} | {_cell(field.description)} |")
    lines += [
        "",
        "Beside these, `belegt review` takes a token from `BELEGT_REVIEW_TOKEN`; it is read from the environment only, for it is a secret.",
        "",
    ]
    return "\n".join(lines)


def vocabulary() -> str:
    """Labels, predicates, modalities, kinds, verdicts, what can be decided, and the extractors."""
    from typing import get_args

    from extractors.base import KINDS as KNOWN_KINDS
    from extractors.base import LABELS as KNOWN_LABELS
    from extractors.base import PREDICATES as KNOWN_PREDICATES
    from extractors.base import VERDICTS as KNOWN_VERDICTS
    from extractors.base import Modality
    from extractors.registry import EXTRACTORS

    lines = [
        "# Labels, predicates, kinds, extractors",
        _MADE,
        "",
        "## Labels of mentions",
        "| label | what |",
        "|---|---|",
    ]
    lines += [f"| `{name}` | {LABELS[name]} |" for name in KNOWN_LABELS]
    lines += ["", "## Predicates of facts", "| predicate | subject | object | qualifiers |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {' | '.join(PREDICATES[name])} |" for name in KNOWN_PREDICATES]
    lines += ["", "## Modality of facts", "| modality | what |", "|---|---|"]
    lines += [f"| `{name}` | {MODALITIES[name]} |" for name in get_args(Modality)]
    lines += ["", "## Kinds of discrepancies", "| kind | compares |", "|---|---|"]
    lines += [f"| `{name}` | {KINDS[name]} |" for name in KNOWN_KINDS]
    lines += ["", "## Verdicts", "| verdict | what | shown without `--all` |", "|---|---|---|"]
    lines += [f"| `{name}` | {VERDICTS[name][0]} | {'yes' if VERDICTS[name][1] else 'no'} |" for name in KNOWN_VERDICTS]
    lines += ["", "## What people decide", "| of | status | what |", "|---|---|---|"]
    lines += [f"| {of} | `{name}` | {told} |" for of, words in STATUSES.items() for name, told in words.items()]
    lines += [
        "", "## Extractors",
        "In the order in which they run; each sees what those before it found. The version rises when the output may change:",
        "`belegt ingest --re-extract` goes by it, and by a digest of the rules and word lists themselves.", "", "| extractor | version | gives | what |", "|---|---|---|---|",
    ]  # fmt: skip
    for one in EXTRACTORS:
        told = (type(one).__doc__ or "").strip().splitlines()[0]
        lines.append(
            f"| `{one.name}` | {one.version} | {', '.join(f'`{label}`' for label in one.labels)} | {_cell(told)} |"
        )
    return "\n".join((*lines, ""))


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|").replace("[", "\\[")


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    return {
        PAGES / "commands.md": commands(),
        PAGES / "settings.md": settings(),
        PAGES / "vocabulary.md": vocabulary(),
    }


if __name__ == "__main__":
    for target, text in pages().items():
        target.write_text(text, "utf-8")
