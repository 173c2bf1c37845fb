"""Every regular expression of the program, where it stands, and how it is applied."""

import ast
import gc
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

PACKAGES: Final = ("corpus", "extractors", "pipeline", "db", "review")
_METHODS: Final = frozenset({"search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"})
_DEPTH: Final = 5


@dataclass(frozen=True, slots=True)
class Use:
    """A compiled expression, its name in the code, and the ways in which it is applied there: search, match, fullmatch."""

    where: str
    pattern: "re.Pattern[Any]"
    ways: frozenset[str]


def modules() -> Iterator[ModuleType]:
    """All modules of the program but the migrations."""
    for package in map(importlib.import_module, PACKAGES):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name:
                yield importlib.import_module(found.name)


@cache
def uses() -> tuple[Use, ...]:
    """All of them, each once a module."""
    loaded = list(modules())
    gc.disable()  # half a million nodes, none of which is garbage
    try:
        nodes = {m.__name__: _nodes(Path(str(m.__file__)).read_text("utf-8")) for m in loaded if m.__file__}
    finally:
        gc.enable()
    called = _called(nodes)
    found: dict[tuple[str, Any, int], Use] = {}
    for module in loaded:
        for where, pattern in _held(module):
            name = where.removeprefix(f"{module.__name__}.").split(".")[-1].split("[")[0]
            ways = called.get((module.__name__, name)) or called.get(("", name)) or frozenset({"search"})
            found.setdefault((module.__name__, pattern.pattern, pattern.flags), Use(where, pattern, ways))
        named = {text for name, text, _ in found if name == module.__name__}
        for where, pattern, way in _written(module, nodes[module.__name__], named):
            found.setdefault((module.__name__, pattern.pattern, pattern.flags), Use(where, pattern, frozenset({way})))
    return tuple(found.values())


def _nodes(source: str) -> list[ast.AST]:
    """What applies expressions, or goes through several of them."""
    if "re." not in source and not any(f".{method}" in source for method in _METHODS):
        return []
    kinds = (ast.Attribute, ast.Call, ast.For, ast.comprehension, ast.GeneratorExp, ast.ListComp, ast.SetComp)
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]


def _held(module: ModuleType) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    """Those in the module's names, in its classes, and inside tables and values, however deep."""
    seen: set[int] = set()

    def look(where: str, value: Any, depth: int) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
        if depth > _DEPTH or id(value) in seen or isinstance(value, str | bytes | int | float | ModuleType):
            return
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            yield where, value
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from look(f"{where}[{str(key)[:20]!r}]", inner, depth + 1)
                yield from look(f"{where}[key]", key, depth + 1)
        elif isinstance(value, list | tuple | set | frozenset):
            for n, inner in enumerate(value):
                yield from look(f"{where}[{n}]", inner, depth + 1)
        elif type(value).__module__.split(".")[0] in PACKAGES:
            names = [
                *getattr(value, "__dict__", ()),
                *(s for c in type(value).__mro__ for s in getattr(c, "__slots__", ())),
            ]
            for name in names:
                yield from look(f"{where}.{name}", getattr(value, name, None), depth + 1)
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for name, inner in vars(value).items():
                yield from look(f"{where}.{name}", inner, depth + 1)
        elif getattr(value, "__self__", None).__class__ is re.Pattern:  # a bound method: _WHOLE.fullmatch
            yield where, value.__self__

    for name, value in list(vars(module).items()):
        yield from look(f"{module.__name__}.{name}", value, 0)


def _called(nodes: dict[str, list[ast.AST]]) -> dict[tuple[str, str], frozenset[str]]:
    """{(module, name of an expression): how it is applied there}, and for public names ("", name): anywhere.

    By calls of the form NAME.search(...) or self.NAME.search(...), by methods handed on, and by those of a loop's
    variable: `for pattern in (_ONE, _TWO): pattern.match(...)`.
    """
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for module, own in nodes.items():
        for node in own:
            if isinstance(node, ast.Attribute) and node.attr in _METHODS:
                name = getattr(node.value, "id", getattr(node.value, "attr", None))
                if name:
                    found["" if name[0] != "_" else module, name].add(_way(node.attr))
            for target, names in _loops(node):
                ways = {
                    _way(inner.attr)
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Attribute)
                    and inner.attr in _METHODS
                    and getattr(inner.value, "id", None) == target
                }
                for name in names:
                    found["" if name[0] != "_" else module, name] |= ways
    return {name: frozenset(ways) for name, ways in found.items() if ways}


def _loops(node: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """(variable, names of what it goes through) of a loop over names, or over a table by its name."""
    heads = [node] if isinstance(node, ast.For) else getattr(node, "generators", ())
    for head in heads:
        over = head.iter.elts if isinstance(head.iter, ast.Tuple | ast.List) else [head.iter]
        names = [name.id for name in over if isinstance(name, ast.Name)]
        targets = head.target.elts if isinstance(head.target, ast.Tuple) else [head.target]
        for target in targets if names else ():
            if isinstance(target, ast.Name):
                yield target.id, names


def _written(module: ModuleType, nodes: list[ast.AST], named: set[Any]) -> Iterator[tuple[str, "re.Pattern[Any]", str]]:
    """Those that stand in a call such as re.sub(r"...", ...), as far as they are known without running it."""
    for node in nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if getattr(node.func.value, "id", None) != "re" or node.func.attr not in {*_METHODS, "compile"}:
            continue
        try:
            # the project's own source, with the module's own names
            text = eval(compile(ast.Expression(node.args[0]), "pattern", "eval"), dict(vars(module)))  # noqa: S307
            pattern = re.compile(text)
        except (NameError, AttributeError, TypeError, re.error):
            continue  # made while it runs, of words that are escaped
        if pattern.pattern not in named:
            yield f"{module.__name__}:{node.lineno}", pattern, _way(node.func.attr)


def _way(method: str) -> str:
    return method if method in {"match", "fullmatch"} else "search"
