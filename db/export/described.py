"""What the promised views and their columns are, for files that carry it: taken from docs/database.md, kept beside the code."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final

NAME: Final = "described.json"

_VIEW: Final = re.compile(r"^## (v_\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_COLUMN: Final = re.compile(r"^\| `(\w+)` \| (?:text|integer|real) \| (.*?) \|$", re.MULTILINE)


@cache
def views() -> dict[str, dict[str, str]]:
    """By view: its columns with what they are; under `""` what the view is."""
    told: dict[str, dict[str, str]] = json.loads(files("db.export").joinpath(NAME).read_text("utf-8"))
    return told


def from_markdown(text: str) -> dict[str, dict[str, str]]:
    """The same, from the text of docs/database.md."""
    told = {}
    for view, body in _VIEW.findall(text):
        about = " ".join(body.split("|", 1)[0].split())
        told[view] = {"": about} | dict(_COLUMN.findall(body))
    return told


def as_text(told: dict[str, dict[str, str]]) -> str:
    """What stands in the file."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.stdout.write(as_text(from_markdown(Path(sys.argv[1]).read_text("utf-8"))))
