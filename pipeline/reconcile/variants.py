"""Several spellings of one name: every way in which releases write it, inflection and abbreviation apart."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.reconcile.kinship import plain, version_of
from pipeline.reconcile.statements import Between, Place

_WORDS: Final = re.compile(r"[^\W_]+(?:\.\d+)?")
_ENDING: Final = re.compile(r"(?<=\w{3})(?:es|en|em|er|e|s|n)$")


@dataclass(frozen=True, slots=True)
class Form:
    """One place that names an entity.

    Attributes:
        leader: the entity among all releases; label: its kind.
        written: the name as it stands, titles included; name: its fullest base form in that release.
    """

    leader: str
    label: str
    written: str
    name: str
    place: Place


def variants(forms: Iterable[Form]) -> Iterator[Between]:
    """One finding for each entity that is written in several ways."""
    by_leader: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_leader[form.leader].append(form)
    for leader in sorted(by_leader):
        different: dict[str, Form] = {}
        # "VUV 2.0", "VUV 3.0" are phases of one thing, told by their numbers: no two spellings
        phases = len({version_of(form.written) for form in by_leader[leader]} - {""}) > 1
        for form in by_leader[leader]:
            if not _short(form):
                different.setdefault(_bare(plain(form.written) if phases else form.written), form)
        if len(different) > 1:
            yield _finding(leader, list(different.values()))


def _finding(leader: str, forms: list[Form]) -> Between:
    written = [f.written for f in forms]
    name = max((f.name for f in forms), key=lambda n: (len(n), n))
    listed = ", ".join(f"„{w}“" for w in written)
    listed_en = ", ".join(f'"{w}"' for w in written)
    return Between(
        leader, "variant", "name_variant", "variant", name, None, f"Ein Name in mehreren Schreibungen: {listed}.",
        f"One name in several spellings: {listed_en}.", tuple(f.place for f in forms), tuple(written),
    )  # fmt: skip


def _short(form: Form) -> bool:
    """Whether the form abbreviates: "HSMD" beside "Hochschulmedizin Dresden", "Tannhof" beside "Hedwig Tannhof" are no variants of the spelling."""
    words, names = form.written.split(), form.name.split()
    return len(words) == 1 and len(names) > 1 and (form.label != "PERSON" or words[0].rstrip("s’'") in names)


def _bare(written: str) -> str:
    """A name without its inflection; case and hyphens count, for they are what varies."""
    words = _WORDS.findall(unicodedata.normalize("NFC", written))
    hyphens = written.count("-")
    return " ".join(_ENDING.sub("", w) for w in words) + "-" * hyphens
