"""Connections to the open net: a name is resolved here, and the connection goes to the very address that was checked."""

import asyncio
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

from corpus.addresses import is_public
from corpus.errors import Unreadable


class Private(Unreadable):
    """A target on the own machine or network."""


class Checked(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that a name resolves to, when all of them belong to the open net."""

    def __init__(self, *, allow: bool) -> None:
        self._allow = allow
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the base class has it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect."""
        try:
            async with asyncio.timeout(timeout):
                found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no address for {host} in time") from error
        except OSError as error:
            raise httpcore.ConnectError(f"no address for {host}: {error.strerror}") from error
        targets = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allow and (own := [ip for ip in targets if not is_public(ip)]):
            raise Private(
                f"{host} is an address of this machine or its network ({own[0]}), and those are not asked",
                "say --allow-private-hosts if it is meant",
            )
        fault: Exception = httpcore.ConnectError(f"no address for {host}")
        for ip in targets:
            try:
                return await self._inner.connect_tcp(ip, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault
