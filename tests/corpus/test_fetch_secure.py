"""Over TLS: HTTP/2 where the host speaks it, HTTP/1.1 where it does not, and no host whose certificate does not hold."""

import asyncio
from pathlib import Path

import pytest

from corpus.errors import Unreadable
from corpus.fetch import Fetcher, Page
from corpus.manners import Manners
from corpus.page_cache import PageCache
from tests.corpus.secure import Secure, certificate, serving

PAGE = b"<!doctype html><html lang='de'><body><p>Das Klinikum Auental hat 40 Betten.</p></body></html>"
QUICK = Manners(rate=1000, allow_private_hosts=True, attempts=1)


def fetch(server: Secure, *paths: str) -> list[Page]:
    async def all_of_them() -> list[Page]:
        cache = PageCache(None)
        async with Fetcher(QUICK, cache) as fetcher:
            found = [await fetcher.get(server.url(path)) for path in paths]
        cache.close()
        return found

    return asyncio.run(all_of_them())


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate that is trusted here."""
    found = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(found))
    return found


@pytest.mark.parametrize(
    ("offered", "spoken"), [(("h2", "http/1.1"), "h2"), (("http/1.1",), "http/1.1"), (("h2",), "h2")]
)
def test_the_newest_protocol_that_the_host_offers_is_spoken(key: Path, offered: tuple[str, ...], spoken: str) -> None:
    with serving(key, PAGE, offered) as server:
        pages = fetch(server, "/a", "/b")
        assert [page.raw for page in pages] == [PAGE, PAGE]
        assert [page.media_type for page in pages] == ["text/html", "text/html"]
        assert server.asked == [(spoken, "/robots.txt"), (spoken, "/a"), (spoken, "/b")]
        assert server.connections == 1 or spoken != "h2", "one connection serves them all"


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, "other.example")))
    with serving(certificate(tmp_path), PAGE) as server:
        with pytest.raises(Unreadable, match=r"(?i)certificate"):
            fetch(server, "/a")
        assert server.asked == []
