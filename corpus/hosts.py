"""What a run knows of one host: how often it may be asked, when again, and whether it is left alone."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Self

from aiolimiter import AsyncLimiter

from corpus.errors import Unreadable
from corpus.manners import Manners

LATER: Final = "try again later"
GIVEN_UP: Final = 5
"""Pages of one host in a row that failed in spite of all attempts: it is down, and is left alone for this run."""


class Fault(Unreadable):
    """An answer that is none; `passing`: whether another attempt may help."""

    def __init__(self, reason: str, cure: str, *, passing: bool = False, status: int = 0) -> None:
        super().__init__(reason, cure)
        self.passing = passing
        self.status = status


@dataclass(slots=True)
class Host:
    """What a run knows of one host."""

    places: asyncio.Semaphore
    limiter: AsyncLimiter
    not_before: float = 0.0
    closed: Unreadable | None = None
    failed: int = 0

    @classmethod
    def of(cls, manners: Manners) -> Self:
        """A host that nothing is known of yet."""
        return cls(asyncio.Semaphore(manners.per_host), _every(1 / manners.rate))

    def slow_down(self, delay: float, manners: Manners) -> None:
        """Obey a crawl delay, in seconds; a host whose delay is too long is left alone."""
        if delay > manners.max_wait_seconds:
            self.closed = Unreadable(
                f"the host's robots.txt asks for {delay:,.0f} seconds between two requests",
                "leave it out, or raise fetch_max_wait_seconds in belegt.toml",
            )
        elif delay > 1 / manners.rate:
            self.limiter, self.places = _every(delay), asyncio.Semaphore(1)
            # The new measure does not know of the request for robots.txt itself.
            self.not_before = max(self.not_before, asyncio.get_running_loop().time() + delay)

    def count(self, fault: Fault) -> None:
        """One page more has failed in spite of all attempts."""
        self.failed += 1
        if self.failed >= GIVEN_UP and self.closed is None:
            reason = (
                f"its host was given up after {GIVEN_UP} pages in a row had failed, the last one because {fault.reason}"
            )
            self.closed = Unreadable(reason, LATER)

    def wait_as_told(self, status: int, retry_after: str | None, manners: Manners) -> None:
        """Leave the whole host alone for as long as it asks; for this run, when that is too long.

        Raises:
            Fault: when it is.
        """
        seconds = _seconds(retry_after)
        if seconds is None and status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = manners.backoff_seconds
        if seconds is None:
            return
        self.not_before = max(self.not_before, asyncio.get_running_loop().time() + seconds)
        if seconds > manners.max_wait_seconds:
            reason = f"the host answers {named(status)} and asks to be left alone for {seconds:,.0f} seconds"
            self.closed = Unreadable(reason, "try again after that time")
            raise Fault(reason, self.closed.cure, status=status)


def named(status: int) -> str:
    """A status with its phrase: `503 Service Unavailable`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _every(seconds: float) -> AsyncLimiter:
    """One request in that time, never two at once to make up for a pause."""
    return AsyncLimiter(1, seconds)


def _seconds(retry_after: str | None) -> float | None:
    """What a `Retry-After` asks for: seconds, or a moment (RFC 9110, 10.2.3)."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after.strip()[:9])
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - time.time())
