"""Direct quotes and their speakers on a folder of the German news quotation corpus (Petersen-Frey and Biemann 2024).

    .venv/bin/python benchmarks/bench_quotes.py FOLDER [--model none] [--errors]

FOLDER holds one JSON file per article. The corpus is licensed CC BY-NC-SA 4.0: it is read to measure, never copied and
never trained on. A quote is right when both ends are right, marks aside; a speaker is right when the words taken for the
speaker overlap the annotated ones.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corpus.document import Document, ReadFailure, Source  # noqa: E402 - after the path is set
from corpus.readers.dispatch import read  # noqa: E402
from extractors.nlp import load  # noqa: E402
from pipeline.extract import extract  # noqa: E402

MARKS = '„“”"»«‚‘’ \u00a0\n'


def main() -> None:
    """Print precision, recall and F1 of the quotes, and the share of them with the right speaker."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--model", default=None, help="as belegt --model; none for the rules alone")
    arguments.add_argument(
        "--errors", action="store_true", help="list what is missed, too much, and whose speaker is wrong"
    )
    given = arguments.parse_args()
    articles = [json.loads(path.read_text("utf-8")) for path in sorted(given.folder.glob("*.json"))]
    if not articles:
        raise SystemExit(f"{given.folder}: no *.json file in it; name the folder with the articles")
    documents = [_document(article) for article in articles]
    found_all = wanted_all = hits = told = right = 0
    for article, result in zip(articles, extract(documents, load(given.model)), strict=True):
        text = result.document.text
        wanted = {_bare(text, start, end): speakers for start, end, speakers in _annotated(article)}
        found = {_bare(text, m.span.start, m.span.end): m.attributes for m in result.mentions if m.label == "QUOTE"}
        both = wanted.keys() & found.keys()
        found_all, wanted_all, hits = found_all + len(found), wanted_all + len(wanted), hits + len(both)
        for place in sorted(both):
            if not wanted[place]:
                continue
            told += 1
            ours = found[place].get("speaker_start", -1), found[place].get("speaker_end", -1)
            name = str(found[place].get("speaker", ""))
            same = any(
                (ours[0] < end and start < ours[1]) or (name and set(name.split()) & set(text[start:end].split()))
                for start, end in wanted[place]
            )
            right += same
            if given.errors and not same:
                sys.stdout.write(
                    f"speaker  {article['documentName'][:12]} {text[slice(*place)][:70]!r} is {name!r}, not {[text[a:b] for a, b in wanted[place]]}\n"
                )
        if given.errors:
            for kind, places in (("missed", wanted.keys() - found.keys()), ("too much", found.keys() - wanted.keys())):
                for start, end in sorted(places):
                    sys.stdout.write(
                        f"{kind:8} {article['documentName'][:12]} {text[max(0, start - 80) : start]!r} [[{text[start:end][:80]}]] {text[end : end + 50]!r}\n"
                    )
    precision, recall = hits / max(1, found_all), hits / max(1, wanted_all)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    sys.stdout.write(
        f"articles {len(articles)}\ndirect quotes: P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({hits} of {wanted_all}, {found_all} found)\n"
    )
    sys.stdout.write(f"speaker right: {right} of {told} = {right / max(1, told):.3f}\n")


def _document(article: dict[str, Any]) -> Document:
    raw = json.dumps({"id": article["documentName"], "text": article["originalText"], "published": None}).encode()
    document = read(
        Source(article["documentName"], f"id:{article['documentName']}", "application/x-belegt-record", raw)
    )
    if isinstance(document, ReadFailure) or document.text != article["originalText"]:
        raise SystemExit(f"{article['documentName']}: its text is not read as it stands")
    return document


def _annotated(article: dict[str, Any]) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """The direct quotes: start, end, and the spans of the speaker."""
    for annotation in article["annotations"]:
        if annotation["type"] != "Direct":
            continue
        speaker = [(s["charBegin"], s["charEnd"]) for s in (annotation.get("speaker") or {}).get("spans", ())]
        for span in annotation["quote"]["spans"]:
            yield span["charBegin"], span["charEnd"], speaker


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without marks and white space at its edges."""
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return start, end


if __name__ == "__main__":
    main()
