"""The files of others in the page are the ones that were shipped."""

import hashlib
import re
import shutil
from base64 import b64encode
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from review import vendored
from review.app import create_app
from tests.review.conftest import BASE


@pytest.fixture
def static(tmp_path: Path) -> Path:
    return Path(shutil.copytree(vendored.STATIC, tmp_path / "static"))


def test_what_is_shipped_is_whole(static: Path) -> None:
    vendored.check(static)
    for name, digest in vendored.SHA256.items():
        assert f"sha256 {digest}" in (static / "README.md").read_text("utf-8"), name


def test_no_script_of_others_is_unchecked() -> None:
    ours = {"review.js"}
    assert {path.name for path in vendored.STATIC.glob("*.js")} - ours == set(vendored.SHA256)


def test_another_file_is_told_with_its_cure(static: Path) -> None:
    path = static / "htmx.min.js"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(vendored.VendoredError, match="sha256") as told:
        vendored.check(static)
    assert (told.value.source, "install belegt again" in told.value.cure) == (str(path), True)
    path.unlink()
    with pytest.raises(vendored.VendoredError, match="missing"):
        vendored.check(static)


def test_the_page_does_not_start_with_another_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendored, "SHA256", {"htmx.min.js": "0" * 64})
    with pytest.raises(vendored.VendoredError):
        create_app(path)


def test_the_browser_checks_what_it_loads(path: Path) -> None:
    with TestClient(create_app(path), base_url=BASE) as client:
        tag = re.search(r'<script src="(/static/htmx\.min\.js)" integrity="sha256-([^"]+)"', client.get("/").text)
        assert tag is not None
        loaded = client.get(tag[1]).content
    assert b64encode(hashlib.sha256(loaded).digest()).decode() == tag[2].replace("&#43;", "+")
