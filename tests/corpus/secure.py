"""A web server on this machine that speaks HTTP/2 over TLS, and HTTP/1.1 where it is told to, with a certificate of its own."""

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived


def certificate(folder: Path, name: str = "localhost") -> Path:
    """A key and a certificate that it has signed itself, for that name and 127.0.0.1, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(tz=dt.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@dataclass
class Secure:
    """Serves one page at every path but robots.txt; `asked` are protocol and path of each request."""

    page: bytes
    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"https://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, in the protocol that was agreed on."""
        self.connections += 1
        agreed = writer.get_extra_info("ssl_object").selected_alpn_protocol()
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await (self._two(reader, writer) if agreed == "h2" else self._one(reader, writer))
        writer.close()

    def _answer(self, protocol: str, path: str) -> tuple[int, bytes]:
        self.asked.append((protocol, path))
        return (404, b"") if path == "/robots.txt" else (200, self.page)

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            status, body = self._answer("http/1.1", head.split(" ")[1])
            fields = f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}"
            writer.write(f"HTTP/1.1 {status} -\r\n{fields}\r\n\r\n".encode() + body)
            await writer.drain()

    async def _two(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = H2Connection(H2Configuration(client_side=False))
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        while data := await reader.read(65_536):
            for event in connection.receive_data(data):
                if isinstance(event, RequestReceived):
                    path = dict(event.headers or ())[b":path"].decode()
                    status, body = self._answer("h2", path)
                    fields = [(":status", str(status)), ("content-type", "text/html; charset=utf-8")]
                    connection.send_headers(event.stream_id or 0, fields)
                    connection.send_data(event.stream_id or 0, body, end_stream=True)
            writer.write(connection.data_to_send())
            await writer.drain()


@contextmanager
def serving(key: Path, page: bytes, protocols: tuple[str, ...] = ("h2", "http/1.1")) -> Iterator[Secure]:
    """A server, for as long as the block lasts.

    Args:
        key: what `certificate` wrote.
        page: smaller than 16 KB, which is one frame.
        protocols: those that it offers.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(key)
    context.set_alpn_protocols(list(protocols))
    found = Secure(page)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(found.serve, "127.0.0.1", 0, ssl=context), loop
    ).result()
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:

        async def end() -> None:
            server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
