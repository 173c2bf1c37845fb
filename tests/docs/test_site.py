"""The site is built strictly, its links lead somewhere, and a reader's browser asks nobody else."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import ROOT

MARKDOWN = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
LARGEST = 150_000


class Links(HTMLParser):
    """What a page leads to, what it loads, and the places in it."""

    def __init__(self) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(str(values["id"]))
        target = values.get("href") or values.get("src")
        if target:
            (self.leads if tag == "a" else self.loads).append(target)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Links]:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    found = {}
    for path in folder.rglob("*.html"):
        found[path] = Links()
        found[path].feed(path.read_text("utf-8"))
    return found


def test_every_link_inside_leads_somewhere(site: dict[Path, Links]) -> None:
    assert len(site) > 12
    for path, page in site.items():
        if path.name == "404.html":  # its addresses begin at the root of wherever the site lies
            continue
        for target in (*page.leads, *page.loads):
            parts = urlsplit(target)
            if parts.scheme or target.startswith("//"):
                continue
            to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert to.exists(), f"{path.name}: {target}"
            if parts.fragment and to in site:
                assert unquote(parts.fragment) in site[to].ids, f"{path.name}: {target}"


def test_nothing_is_loaded_from_elsewhere(site: dict[Path, Links]) -> None:
    for path, page in site.items():
        assert [one for one in page.loads if urlsplit(one).netloc] == [], path.name
    folder = next(iter(site)).parent
    for style in folder.rglob("*.css"):
        assert not re.search(r"url\([\'\"]?(?:https?:)?//|@import", style.read_text("utf-8")), style.name


@pytest.mark.parametrize("name", MARKDOWN)
def test_links_of_the_repository_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not urlsplit(target).scheme:
            assert (ROOT / target.partition("#")[0]).exists(), target


def test_pictures_are_small_and_described() -> None:
    pictures = sorted((ROOT / "docs" / "images").glob("*.png"))
    assert len(pictures) == 2
    text = (ROOT / "README.md").read_text("utf-8")
    for picture in pictures:
        assert picture.stat().st_size < LARGEST
        assert re.search(rf"!\[[^\]]{{20,}}\]\(docs/images/{picture.name}\)", text)
