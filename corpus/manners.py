"""How pages are asked for: how often, how long, how large, and in whose name. One value; imports nothing."""

from dataclasses import dataclass
from typing import Final

TOKEN: Final = "belegt"  # noqa: S105 - the product token that robots.txt files address
"""The name that a robots.txt speaks to (`User-agent: belegt`)."""


@dataclass(frozen=True, slots=True)
class Manners:
    """What a run keeps to. The defaults are those of a careful guest.

    Attributes:
        contact: an address (mail or web) at which the asker can be reached; it stands in the User-Agent.
        version: of the program, in the User-Agent.
        rate: requests per second to one host; a robots.txt that asks for a longer `Crawl-delay` gets it.
        per_host: requests to one host that may be under way at once; at_once: to all hosts.
        connect_seconds, read_seconds: the longest silence; page_seconds: the longest time for one whole answer.
        max_bytes: the largest answer, counted as sent and as unpacked.
        max_links: pages that one feed, sitemap or listing may lead to.
        redirects: the longest chain.
        attempts: how often one page is asked for when the failure may pass.
        backoff_seconds: the first pause between two attempts; it doubles, with jitter.
        max_wait_seconds: the longest `Retry-After` or `Crawl-delay` that is waited for.
        allow_private_hosts: whether addresses of the own machine and network may be asked.
    """

    contact: str | None = None
    version: str = "0"
    rate: float = 1.0
    per_host: int = 2
    at_once: int = 16
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    page_seconds: float = 60.0
    max_bytes: int = 20_000_000
    max_links: int = 10_000
    redirects: int = 5
    attempts: int = 4
    backoff_seconds: float = 1.0
    max_wait_seconds: float = 120.0
    allow_private_hosts: bool = False

    @property
    def user_agent(self) -> str:
        """Who asks, and where to complain."""
        return f"{TOKEN}/{self.version} ({f'+{self.contact}' if self.contact else 'reader of press releases'})"
