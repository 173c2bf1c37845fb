"""What a host's robots.txt allows, as RFC 9309 has it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from corpus.errors import Unreadable
from corpus.manners import TOKEN

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES: Final = 512_000
"""What is read of a robots.txt: the RFC asks for at least 500 kibibytes, the rest may be left unread."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host.

    Attributes:
        unreachable: why they could not be had, in which case everything is forbidden; None when they are known.
    """

    parsed: "Protego | None" = None
    unreachable: str | None = None

    def check(self, address: str) -> None:
        """Let an allowed address pass.

        Raises:
            Unreadable: when the rules forbid it, or are not to be had.
        """
        if self.unreachable is not None:
            raise Unreadable(
                f"the host's robots.txt cannot be had ({self.unreachable}), and until it can nothing there may be read",
                "try again later",
            )
        if self.parsed is not None and not self.parsed.can_fetch(address, TOKEN):
            raise Unreadable(
                "the host's robots.txt forbids this page",
                "leave it out, ask the publisher, or save the page yourself and name the file",
            )

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 when it asks for none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(TOKEN)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(self.parsed.crawl_delay(TOKEN) or 0.0, per_request)


def rules(status: int, raw: bytes) -> Rules:
    """The rules that an answer gives: 2xx what it says; 4xx none, so everything is allowed; 5xx and all else nothing is."""
    if 200 <= status < 300:
        from protego import Protego

        return Rules(Protego.parse(raw[:MAX_BYTES].decode("utf-8-sig", errors="replace")))
    if 400 <= status < 500:
        return Rules()
    return Rules(unreachable=f"status {status}")
