"""Makes the pictures of the review page that the README shows, from the samples: python docs/screenshots.py.

It needs Debian's chromium (or BELEGT_CHROMIUM=PATH of another) and playwright, which is among the development dependencies.
"""
# ruff: noqa: INP001 - a script beside the pages, no package

import io
import os
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
IMAGES: Final = ROOT / "docs" / "images"
LARGEST: Final = 150_000  # bytes, so that the README opens at once
_WIDTH: Final = 1120
_CONFLICT: Final = (
    "SELECT discrepancy_id FROM v_discrepancy WHERE verdict = 'conflict' AND reason_de LIKE '%2030-06-30%'"
)
_RELEASE: Final = "SELECT release_id FROM v_release WHERE external_id = '2025-01-08_vuv-start-dritte-phase'"


def main() -> None:
    """Write docs/images/review-card.png and docs/images/review-release.png."""
    from playwright.sync_api import sync_playwright

    browser_path = os.environ.get("BELEGT_CHROMIUM", "/usr/bin/chromium")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = _samples(Path(folder) / "samples.db")
        with closing(sqlite3.connect(path)) as connection:
            (conflict,), (release,) = (connection.execute(sql).fetchone() for sql in (_CONFLICT, _RELEASE))
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        with _served(path) as address:
            context = browser.new_context(
                locale="de-DE", color_scheme="light", viewport={"width": _WIDTH, "height": 900}, reduced_motion="reduce"
            )
            context.add_cookies([{"name": "belegt_reviewer", "value": "Anna", "url": address}])
            page = context.new_page()
            for name, asked in (("card", f"/queue?at=discrepancy:{conflict}"), ("release", f"/release/{release}")):
                page.goto(address + asked)
                target = IMAGES / f"review-{name}.png"
                _smaller(page.screenshot(), target)
                if target.stat().st_size > LARGEST:
                    raise SystemExit(f"{target}: {target.stat().st_size:,} bytes, more than {LARGEST:,}")
        browser.close()


def _smaller(png: bytes, target: Path) -> None:
    """With a palette: a third of the bytes, and nobody sees it."""
    from PIL import Image

    Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


def _samples(path: Path) -> Path:
    from corpus.document import Document
    from corpus.readers.dispatch import documents
    from db import engine
    from extractors.nlp import load
    from pipeline.ingest import ingest

    read = (item for item in documents([str(ROOT / "corpus" / "samples")]) if isinstance(item, Document))
    with engine.open(path) as database:
        ingest(read, database, load)
    return path


@contextmanager
def _served(path: Path) -> Iterator[str]:
    """The page on a free port of this machine."""
    import uvicorn

    from review.app import create_app

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(path), log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main()
