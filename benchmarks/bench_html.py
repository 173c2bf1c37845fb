"""Measure the reader of web pages on third-party pages, beside trafilatura and htmldate, in one process.

    .venv/bin/python benchmarks/bench_html.py ../shared/data/pages [--no-peer]

Prints one JSON object: snippets of main text (precision, recall, F1, pages per second of processor time), how many pages
we read while trafilatura reads one, lost snippets that lie inside an item or a cell, mean token F1 against the full text
of newspaper pages, share of exact days.
"""

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from corpus.document import Document, Source
from corpus.readers.dispatch import read
from corpus.readers.formats import HTML

_WORD = re.compile(r"\w+")


def flat(text: str) -> str:
    """White space collapsed."""
    return re.sub(r"\s+", " ", text)


def main_text(found: object) -> str:
    """What the blocks say that are neither contact nor boilerplate."""
    if not isinstance(found, Document):
        return ""
    return "\n".join(
        found.text[block.start : block.end] for block in found.blocks if block.kind not in {"contact", "boilerplate"}
    )


def snippets(cases: list[dict[str, Any]], texts: dict[str, str]) -> dict[str, float]:
    """Precision, recall and F1 of the snippets that must and must not be in the main text."""
    count: Counter[str] = Counter()
    for case in cases:
        text = flat(texts[case["file"]])
        count.update("tp" if flat(one) in text else "fn" for one in case.get("with", []))
        count.update("fp" if flat(one) in text else "tn" for one in case.get("without", []))
    precision = count["tp"] / max(1, count["tp"] + count["fp"])
    recall = count["tp"] / max(1, count["tp"] + count["fn"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def lost_cells(cases: list[dict[str, Any]], texts: dict[str, str], raws: dict[str, bytes]) -> list[str]:
    """Snippets of the main text that lie inside an item or a cell of the page and were lost."""
    from lxml.html import document_fromstring

    lost = []
    for case in cases:
        missing = [one for one in case.get("with", []) if flat(one) not in flat(texts[case["file"]])]
        if not missing:
            continue
        cells = [flat(cell.text_content()) for cell in document_fromstring(raws[case["file"]]).iter("li", "td")]
        lost += [f"{case['file']}: {one}" for one in missing if any(flat(one) in cell for cell in cells)]
    return lost


def token_f1(text: str, expected: str) -> float:
    """F1 of the words of two texts, as multisets."""
    ours, theirs = Counter(_WORD.findall(text.lower())), Counter(_WORD.findall(expected.lower()))
    same = sum((ours & theirs).values())
    return 2 * same / max(1, sum(ours.values()) + sum(theirs.values()))


def full_text(article: dict[str, Any], *, title: bool) -> str:
    """The expected text of a newspaper page."""
    body = article.get("body") or {}
    parts = [article.get("title") or ""] if title else []
    parts += body.get("summary") or []
    for section in body.get("sections") or []:
        parts += (section.get("headline") or []) + (section.get("paragraphs") or [])
    return "\n".join(parts)


def newspapers(folder: Path, extract: Callable[[str, bytes], str]) -> dict[str, Any]:
    """Mean token F1 over the newspaper pages whose full text is known, with and without the title, and the worst."""
    with_title, without = {}, {}
    for path in sorted(folder.glob("*.html.gz")):
        name = path.name.split("_")[0]
        versions = json.loads((folder / f"{name}.json").read_text("utf-8"))
        raw = gzip.decompress(path.read_bytes())
        text = None
        best = 0.0
        # The page does not say which version of the expectations is its own: the one that fits it.
        for article in versions.values():
            expected = full_text(article, title=True)
            if not (article.get("body") or {}).get("sections"):
                continue
            text = extract(path.name, raw) if text is None else text
            if (score := token_f1(text, expected)) >= best:
                best = score
                with_title[path.name] = score
                without[path.name] = token_f1(text, full_text(article, title=False))
    worst = sorted(with_title.items(), key=lambda pair: pair[1])[:12]
    return {
        "pages": len(with_title),
        "with_title": round(statistics.mean(with_title.values()), 4),
        "without_title": round(statistics.mean(without.values()), 4),
        "worst": {name: round(score, 3) for name, score in worst},
    }


def timed(
    items: Iterable[tuple[str, bytes]], *works: Callable[[str, bytes], Any]
) -> list[tuple[dict[str, Any], float]]:
    """What each of the works makes of each page, and the processor's seconds for all.

    They take turns page by page, so that whatever else the machine does slows all of them alike.
    """
    made: list[dict[str, Any]] = [{} for _ in works]
    seconds = [0.0 for _ in works]
    for name, raw in items:
        for n, work in enumerate(works):
            start = time.process_time()
            made[n][name] = work(name, raw)
            seconds[n] += time.process_time() - start
    return list(zip(made, seconds, strict=True))


def ours(name: str, raw: bytes) -> object:
    """The document that belegt reads."""
    return read(Source(name, None, HTML, raw))


def trafilatura_text(_name: str, raw: bytes) -> str:
    """The peer's main text."""
    import trafilatura

    return trafilatura.extract(raw, include_comments=False) or ""


def htmldate_day(_name: str, raw: bytes) -> str | None:
    """The peer's day."""
    import htmldate

    found: str | None = htmldate.find_date(raw.decode("utf-8", errors="replace"), original_date=True)
    return found


def load(folder: Path) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """Cases and pages of a folder."""
    cases = json.loads((folder / "cases.json").read_text("utf-8"))
    return cases, {case["file"]: (folder / "html" / case["file"]).read_bytes() for case in cases}


def run(folder: Path, *, peer: bool) -> dict[str, Any]:
    """All measures."""
    result: dict[str, Any] = {}
    cases, raws = load(folder / "main_text")
    ours(
        "warm.html",
        b"<html><p>Aufgew\xc3\xa4rmt wird vor der Messung, damit sie kein Laden von Modellen misst.</p></html>",
    )
    warm = b"<html><p>Auch der andere wird aufgew\xc3\xa4rmt, damit beide nur lesen.</p></html>"
    if peer:
        trafilatura_text("warm.html", warm)
    (found, seconds), *others = timed(raws.items(), ours, *([trafilatura_text] if peer else []))
    texts = {name: main_text(document) for name, document in found.items()}
    result["main_text"] = {**snippets(cases, texts), "pages_per_second": round(len(cases) / seconds, 1)}
    result["lost_in_cells"] = lost_cells(cases, texts, raws)
    for theirs, other in others:
        result["trafilatura"] = {**snippets(cases, theirs), "pages_per_second": round(len(cases) / other, 1)}
        result["pages_per_page_of_trafilatura"] = round(other / seconds, 2)
    result["newspapers"] = newspapers(folder / "newspapers", lambda name, raw: main_text(ours(name, raw)))
    if peer:
        result["newspapers_trafilatura"] = newspapers(folder / "newspapers", trafilatura_text)
    cases, raws = load(folder / "publication_date")
    ((found, _),) = timed(raws.items(), ours)
    right = sum(getattr(found[case["file"]], "published", None) == case["date"] for case in cases)
    result["days"] = {"exact": right, "of": len(cases), "share": round(right / len(cases), 4)}
    if peer:
        ((days, _),) = timed(raws.items(), htmldate_day)
        result["htmldate"] = {"exact": sum(days[case["file"]] == case["date"] for case in cases), "of": len(cases)}
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-peer", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps(run(arguments.folder, peer=not arguments.no_peer), ensure_ascii=False, indent=1))
