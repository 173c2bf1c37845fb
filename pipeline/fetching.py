"""What the web gives to an ingest: addresses among the arguments, and the named sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.addresses import is_address
from corpus.document import Document, ReadFailure, Source
from corpus.errors import Unreadable
from corpus.manners import Manners
from db.server import Server
from pipeline.errors import BelegtError, SettingsError
from pipeline.wording import plural

if TYPE_CHECKING:
    from corpus.wants import Tally, Want
    from pipeline.settings import Settings


@dataclass(slots=True)
class Inputs:
    """What an ingest reads.

    Attributes:
        arguments: files, folders, patterns, addresses, in the order in which they were given.
        named: sources that are fetched first.
        manners: what fetching keeps to.
        pages: the file of fetched pages; None keeps none.
        links, since: of the addresses among the arguments.
        tallies: of the named sources, filled on the way.
    """

    arguments: Sequence[str]
    manners: Manners
    pages: Path | None = None
    named: "Sequence[Want]" = ()
    links: str | None = None
    since: date | None = None
    tallies: "list[Tally]" = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing is named at all: what is stored is to be looked at again."""
        return not (self.arguments or self.named)

    def documents(self) -> Iterator[Document | ReadFailure]:
        """Everything that is named, one at a time; what cannot be read is a failure."""
        from corpus.readers.dispatch import documents_of

        return documents_of(self._sources())

    def _sources(self) -> Iterator[Source | ReadFailure]:
        from corpus.sources import expand

        if self.named:
            from corpus.wants import Tally
            from corpus.web import sources

            self.tallies.extend(Tally() for _ in self.named)
            yield from sources(self.named, self.manners, self.pages, tallies=self.tallies, ordered=False)
        for fetched, arguments in groupby(self.arguments, is_address):
            if fetched:
                from corpus.wants import Want
                from corpus.web import sources

                wants = [Want(argument, links=self.links, since=self.since) for argument in arguments]
                yield from sources(wants, self.manners, self.pages)
            else:
                yield from chain.from_iterable(map(expand, arguments))

    def report(self) -> Iterator[str]:
        """A line for each named source: what it listed, and how little had to be fetched."""
        if self.named:
            yield ""
            yield "Sources"
        for want, tally in zip(self.named, self.tallies, strict=False):
            parts = [
                f"{plural(tally.listed, 'page')} listed",
                f"{tally.fresh:,} fetched",
                f"{tally.unasked:,} known without asking",
                f"{tally.failed:,} failed",
            ]
            yield f"  {want.name}: {', '.join(parts)}"


def inputs_of(
    settings: "Settings",
    arguments: Sequence[str],
    *,
    all_sources: bool = False,
    links: str | None = None,
    since: date | None = None,
    keep: bool = True,
) -> Inputs:
    """What the arguments and options name.

    Args:
        settings: of the run.
        arguments: files, folders, patterns, addresses.
        all_sources: also the named sources.
        links: the addresses among the arguments are listings, with this pattern.
        since: for the feeds and sitemaps among them.
        keep: whether fetched pages are kept beside the database.

    Raises:
        BelegtError: when the pattern or the file of named sources cannot be used, or names no source.
    """
    if links is not None:
        from corpus.named_sources import check_pattern

        try:
            check_pattern(links, "--links")
        except Unreadable as error:
            raise BelegtError(error.reason, None, error.cure) from error
    wants = list(named_sources(settings).values()) if all_sources else []
    if all_sources and not wants:
        raise BelegtError("there are no named sources", str(settings.sources), "belegt sources add NAME URL")
    pages = pages_of(settings) if keep else None
    return Inputs(arguments, manners_of(settings), pages, wants, links, since)


def manners_of(settings: "Settings") -> Manners:
    """The manners that the settings say."""
    told = {f.name: getattr(settings, f"fetch_{f.name}", None) for f in fields(Manners)}
    told |= {
        "contact": settings.contact,
        "version": version("belegt"),
        "allow_private_hosts": settings.allow_private_hosts,
    }
    found = Manners(**told)  # type: ignore[arg-type]
    if not found.user_agent.isascii() or not found.user_agent.isprintable():
        cure = "write it in plain ASCII, for example post@klinik.example"
        raise SettingsError("it holds what cannot be sent", f"contact ({settings.contact!r})", cure)
    return found


def pages_of(settings: "Settings") -> Path:
    """The file of fetched pages: beside the database's file; of a server's database, in the working folder."""
    if settings.pages is None and isinstance(settings.db, Server):
        return Path("belegt.pages")
    return settings.pages or settings.db.with_name(settings.db.name.removesuffix(".db") + ".pages")


def named_sources(settings: "Settings") -> "dict[str, Want]":
    """The named sources.

    Raises:
        BelegtError: when the file cannot be used.
    """
    from corpus.named_sources import read

    try:
        return read(settings.sources)
    except Unreadable as error:
        raise of(error, settings.sources) from error


def of(error: Unreadable, source: Path) -> BelegtError:
    """An error of the file of named sources, as the command line says it."""
    return BelegtError(error.reason, str(source), error.cure)
