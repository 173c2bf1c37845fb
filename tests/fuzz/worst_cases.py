"""For a regular expression, texts on which it would take more than linear time if it could: its own parts, repeated."""

import re._constants as c  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final

_REPEATS: Final = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_CATEGORY: Final = {
    c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a", c.CATEGORY_NOT_DIGIT: "a", c.CATEGORY_NOT_SPACE: "a",
    c.CATEGORY_NOT_WORD: ".",
}  # fmt: skip
_TRIED: Final = "aA1 .-,\nÄß„(/_x&;:"
_MANY: Final = 4
_ENDS: Final = ("", "\x01")


def attacks(pattern: Any, most: int = 40) -> list[tuple[str, str, str]]:
    """(beginning, part to be repeated, end): what stands in the expression's repetitions, behind what leads to them."""
    rng = Random(7)  # noqa: S311 - chance that can be had again
    text = pattern.pattern
    tree = parser.parse(
        text.decode("latin-1") if isinstance(text, bytes) else text,
        pattern.flags & ~32 if isinstance(text, bytes) else pattern.flags,
    )
    found: dict[tuple[str, str, str], None] = {}
    for before, body in _repeated(list(tree), ()):
        for part in dict.fromkeys(_sample(body, rng, n) for n in range(_MANY)):
            if part:
                lead = _sample(before, rng, 1)
                # what a repetition runs over may hold the beginning again: "wird wird wird"
                found.setdefault(("", lead + part, "\x01"))
                for start in dict.fromkeys(("", lead)):
                    for end in _ENDS:
                        found.setdefault((start, part, end))
    for n in range(2):
        if whole := _sample(list(tree), rng, n):
            found.setdefault(("", whole, ""))
            found.setdefault(("", whole[:-1] or whole, ""))
    chosen = list(found)
    return chosen if len(chosen) <= most else rng.sample(chosen, most)


def _repeated(tree: Sequence[Any], before: Sequence[Any]) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """(what leads there, what is repeated), for each repetition without a small bound, inner ones too; and neighbours."""
    for n, (op, value) in enumerate(tree):
        here = [*before, *tree[:n]]
        if op in _REPEATS:
            body = list(value[2])
            if value[1] is c.MAXREPEAT or value[1] > _MANY:
                yield here, body
                if n + 1 < len(tree) and tree[n + 1][0] in _REPEATS:
                    yield here, [*body, *tree[n + 1][1][2]]
            yield from _repeated(body, here)
        else:
            for inner in _inside(op, value):
                yield from _repeated(inner, here)


def _inside(op: Any, value: Any) -> list[list[Any]]:
    if op is c.SUBPATTERN:
        return [list(value[3])]
    if op is c.ATOMIC_GROUP:
        return [list(value)]
    if op is c.BRANCH:
        return [list(branch) for branch in value[1]]
    if op in {c.ASSERT, c.ASSERT_NOT}:
        return [list(value[1])]
    if op is c.GROUPREF_EXISTS:
        return [list(branch) for branch in value[1:] if branch]
    return []


def _sample(tree: Sequence[Any], rng: Random, n: int) -> str:
    """A text that the expression matches, as far as looking around and back does not forbid it."""
    out = []
    for op, value in tree:
        if op is c.LITERAL:
            out.append(chr(value))
        elif op is c.NOT_LITERAL:
            out.append(next(s for s in _TRIED if ord(s) != value))
        elif op is c.ANY:
            out.append("a" if n % 2 == 0 else " ")
        elif op is c.IN:
            out.append(_of(value, rng, n))
        elif op in _REPEATS:
            times = max(value[0], 1 if n % 2 == 0 else 0)
            out.append(_sample(list(value[2]), rng, n) * min(times, 8))
        elif op is c.BRANCH:
            branch = value[1][0] if n == 0 else rng.choice(value[1])
            out.append(_sample(list(branch), rng, n))
        elif op is not c.ASSERT and op is not c.ASSERT_NOT and (inner := _inside(op, value)):
            out.append(_sample(inner[0], rng, n))
    return "".join(out)


def _of(members: Sequence[Any], rng: Random, n: int) -> str:
    """A sign of the class: the first that is listed, or any."""
    if members[0][0] is c.NEGATE:
        fits = [s for s in _TRIED if not any(_holds(m, s) for m in members[1:])]
        return fits[n % len(fits)] if fits else "\x02"
    op, value = members[0] if n == 0 else rng.choice(members)
    if op is c.LITERAL:
        return chr(value)
    if op is c.RANGE:
        return chr(value[0] if n % 2 == 0 else value[1])
    return _CATEGORY.get(value, "a")


def _holds(member: Any, sign: str) -> bool:
    op, value = member
    if op is c.LITERAL:
        return ord(sign) == int(value)
    if op is c.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    return {
        c.CATEGORY_DIGIT: sign.isdigit(), c.CATEGORY_NOT_DIGIT: not sign.isdigit(), c.CATEGORY_SPACE: sign.isspace(),
        c.CATEGORY_NOT_SPACE: not sign.isspace(), c.CATEGORY_WORD: sign.isalnum() or sign == "_",
        c.CATEGORY_NOT_WORD: not (sign.isalnum() or sign == "_"),
    }.get(value, False)  # fmt: skip
