"""A web server on this machine that plays what real ones do, hostile ones too, and writes down every request."""

import asyncio
import hashlib
import socket
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Hit:
    """One request as it came in, and the status it got."""

    at: float
    path: str
    headers: dict[str, str]
    status: int


@dataclass(frozen=True)
class Answer:
    """What a path gives: a status, headers, and a body (bytes, or pieces as they come; no length is told for those)."""

    body: bytes | Callable[[], AsyncIterator[bytes]] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """A length that is not true."""


Play = Answer | Callable[[int], Answer]
"""An answer; or, by the number of the request for the path (from 1), one after another."""


def page(title: str, text: str = "", **headers: str) -> Answer:
    """A German release as a page, with an ETag that follows from its content."""
    words = text or f"{title}. Das Klinikum Auental hat zum 1. Juli 2025 eine neue Klinik mit 40 Betten eröffnet."
    raw = (
        f"<!doctype html><html lang='de'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{words}</p></article></body></html>"
    ).encode()
    etag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
    return Answer(raw, headers={"Content-Type": "text/html; charset=utf-8", "ETag": etag} | headers)


class Server:
    """Serves `pages` by path; without an entry it answers 404. Conditional requests are answered as the RFC says."""

    def __init__(self, host: str = "127.0.0.1", log: Path | None = None) -> None:
        self.pages: dict[str, Play] = {}
        self.hits: list[Hit] = []
        self.host = host
        self._log = log
        self._socket = socket.create_server((host, 0))
        self.port = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://{self.host}:{self.port}{path}"

    def asked(self, prefix: str = "/", status: int | None = None) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [
            h.path
            for h in self.hits
            if h.path.startswith(prefix) and h.path != "/robots.txt" and status in {None, h.status}
        ]

    def counts(self, prefix: str = "/", status: int | None = None) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(self.asked(prefix, status))

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, sock=self._socket), self._loop).result()

    def stop(self) -> None:
        """End, whatever is still being sent."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._socket.close()

    async def _end(self) -> None:
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            while await self._one(reader, writer):
                pass
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        play = self.pages.get(path, Answer(b"not here", 404))
        number = 1 + sum(h.path == path for h in self.hits)
        answer = play if isinstance(play, Answer) else play(number)
        etag, modified = answer.headers.get("ETag"), answer.headers.get("Last-Modified")
        same = (etag and headers.get("if-none-match") == etag) or (
            modified and headers.get("if-modified-since") == modified
        )
        if same and answer.status == 200:
            answer = Answer(status=304, headers=answer.headers)
        self.hits.append(Hit(time.monotonic(), path, headers, answer.status))
        if self._log:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(f"{answer.status} {path}\n")
        sent = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        if isinstance(answer.body, bytes):
            length = len(answer.body) if answer.length is None else answer.length
            writer.write(f"HTTP/1.1 {answer.status} -\r\n{sent}Content-Length: {length}\r\n\r\n".encode() + answer.body)
            await writer.drain()
            return answer.length is None
        writer.write(f"HTTP/1.1 {answer.status} -\r\n{sent}Connection: close\r\n\r\n".encode())
        async for piece in answer.body():
            writer.write(piece)
            await writer.drain()
        return False


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Server]:
    """A server, for as long as the block lasts."""
    server = Server(host)
    server.start()
    try:
        yield server
    finally:
        server.stop()
