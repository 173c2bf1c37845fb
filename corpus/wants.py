"""What is to be fetched, and what became of it."""

from dataclasses import dataclass
from datetime import date

from corpus.listing import Kind


@dataclass(frozen=True, slots=True)
class Want:
    """What is to be fetched.

    Attributes:
        address: of a page, feed, sitemap or listing.
        kind: which of these; None: what the bytes turn out to be (a listing only with `links`).
        links: the regular expression that the addresses of a listing's releases hold.
        since: what a feed or sitemap says to be older is left out.
        pages: how many pages of a listing are followed (`rel="next"`).
        name: the source's, None for an address on the command line.
    """

    address: str
    kind: Kind | None = None
    links: str | None = None
    since: date | None = None
    pages: int = 1
    name: str | None = None


@dataclass(slots=True)
class Tally:
    """What became of a want: pages it led to, those that needed no request, that came anew, that failed; and the kind."""

    kind: Kind = "page"
    listed: int = 0
    unasked: int = 0
    fresh: int = 0
    failed: int = 0
    newest: str | None = None
