"""Web addresses: their one spelling, what a page's link leads to, and which hosts are nobody else's business."""

import ipaddress
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from corpus.errors import Unreadable

MAX_LENGTH: Final = 4000
"""Code points; longer addresses are mistakes, or attacks on whoever stores them."""

_PORTS: Final = {"http": 80, "https": 443}
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def is_address(argument: str) -> bool:
    """Whether an argument is a web address and not a path."""
    return argument[:8].lower().startswith(("http://", "https://"))


def canonical(address: str) -> str:
    """The one spelling under which an address is known: small scheme and host, no default port, no fragment.

    Raises:
        Unreadable: when it is no address of a page.

    >>> canonical("HTTPS://Klinik.Example:443#top")
    'https://klinik.example/'
    """
    address = address.strip()
    parts, host, port = _split(address)
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in {None, _PORTS[parts.scheme]} else f"{shown}:{port}"
    return urlunsplit((parts.scheme, netloc, _quoted(parts.path) or "/", _quoted(parts.query), ""))


def host_of(address: str) -> str:
    """The host, with its port where that is not the usual one: whom a rate and a robots.txt belong to."""
    return urlsplit(canonical(address)).netloc


def robots_of(address: str) -> str:
    """Where the rules for an address stand (RFC 9309, 2.3)."""
    parts = urlsplit(canonical(address))
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def link(base: str, href: str) -> str | None:
    """The address that a link on a page leads to; None when it leads to no page (mail, script, nonsense)."""
    href = href.strip()
    try:
        # urljoin would take the empty parameter out of "https://host/;", which is then another address
        return canonical(href if is_address(href) else urljoin(base, href))
    except (Unreadable, ValueError):
        return None


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the open net: not private, loopback, link-local, multicast or reserved.

    Addresses that carry another one inside (IPv4-mapped, 6to4, Teredo, NAT64) are judged by that one too.

    >>> is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("9.9.9.9")
    (False, False, True)
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
    outer = address.is_global and not address.is_multicast and not address.is_reserved
    return (outer or address in _NAT64) and all(is_public(str(one)) for one in inner if one)


def _split(address: str) -> tuple[SplitResult, str, int | None]:
    shown = address[:200]
    cure = "write it as https://host/path"
    if len(address) > MAX_LENGTH:
        raise Unreadable(f"the address is longer than {MAX_LENGTH:,} characters: {shown}…", cure)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Unreadable(f"{shown!r} is no web address ({error})", cure) from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unreadable(f"{shown!r} is no web address", cure)
    if parts.username is not None or parts.password is not None:
        raise Unreadable(
            "the address holds a user's name or password", "take it out; pages behind a login are not read"
        )
    try:  # umlauts in host names; what is ASCII passes as it is, underscores included
        host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Unreadable(f"{shown!r} is no web address ({error})", cure) from error
    if any(sign.isspace() or ord(sign) < 33 for sign in host):
        raise Unreadable(f"{shown!r} is no web address: its host name cannot be used", cure)
    return parts, host, port


def _quoted(part: str) -> str:
    """The part with what may not stand in an address as it is (umlauts, spaces) written as UTF-8 in hexadecimal."""
    return "".join(
        sign if "!" <= sign <= "~" else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
        for sign in part
    )
