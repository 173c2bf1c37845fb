"""Who may use a page that others can reach: a password or a token, kept as argon2 hashes; sessions in signed cookies."""

import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Final

SESSION: Final = "belegt_session"
SESSION_SECONDS: Final = 12 * 3600
"""A working day: then the password is asked for again."""

TRIES: Final = 5
TRIES_SECONDS: Final = 300
"""So many wrong passwords in so many seconds, from one address or in all ten times as many, and no more are looked at."""

BUSY_SECONDS: Final = 2.0
"""So long a try waits for the one that is looked at. Each takes 64 MB, so they are looked at one by one."""

_OF_ALL: Final = "*"


class NotNowError(Exception):
    """The password was not looked at: too many were wrong, or others are looked at just now.

    Attributes:
        seconds: after which to try again.
        wrong: whether too many were wrong.
    """

    def __init__(self, seconds: int, *, wrong: bool) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds
        self.wrong = wrong


class PasswordFileError(Exception):
    """The password file cannot be read or holds no hash; its message says what to do."""


def hashed(password: str) -> str:
    """The argon2 hash of a password, as a line of the password file."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def read_passwords(path: Path) -> tuple[str, ...]:
    """The hashes in a password file, one a line; empty lines and lines with # do not count.

    Raises:
        PasswordFileError: when there is no such file, or a line is no argon2 hash.
    """
    from argon2 import extract_parameters
    from argon2.exceptions import InvalidHashError

    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordFileError(f"it cannot be read: {error.__class__.__name__}") from error
    found = tuple(line for line in lines if line and not line.startswith("#"))
    try:
        for line in found:
            extract_parameters(line)
    except InvalidHashError as error:
        raise PasswordFileError("it holds a line that is no argon2 hash") from error
    if not found:
        raise PasswordFileError("it holds no password")
    return found


class Doorkeeper:
    """Looks at passwords and sessions.

    Args:
        hashes: argon2 hashes of what opens the door; none: the door is open.
        key: signs the sessions; another one at every start, so that a restart ends them all.
        clock: seconds, for the limit of tries.
    """

    def __init__(
        self, hashes: Iterable[str] = (), *, key: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        from itsdangerous import TimestampSigner

        self._hashes = tuple(hashes)
        self._signer = TimestampSigner(key or secrets.token_hex(32), salt="belegt.session")
        self._clock = clock
        self._failed: dict[str, deque[float]] = {}
        self._lock = Lock()

    @property
    def closed(self) -> bool:
        """Whether a password is asked for at all."""
        return bool(self._hashes)

    def admits(self, session: str | None) -> bool:
        """Whether a session's cookie is one that was given out, and not too old."""
        from itsdangerous import BadSignature

        if not self.closed:
            return True
        try:
            return session is not None and bool(self._signer.unsign(session, max_age=SESSION_SECONDS))
        except BadSignature:
            return False

    def wait(self, address: str) -> int:
        """How many seconds an address must wait before its next try; 0: none."""
        with self._lock:
            return self._waits(address)

    def open(self, password: str, address: str) -> str | None:
        """A new session's cookie, or None when the password is wrong.

        One at a time from the look at the limit until a wrong try is counted: else guesses sent at once would all pass.

        Raises:
            NotNowError: when the password was not looked at.
        """
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise NotNowError(1, wrong=False)
        try:
            if seconds := self._waits(address):
                raise NotNowError(seconds, wrong=True)
            return self._look(password, address)
        finally:
            self._lock.release()

    def _look(self, password: str, address: str) -> str | None:
        from argon2 import PasswordHasher
        from argon2.exceptions import VerificationError

        hasher = PasswordHasher()
        for line in self._hashes:
            try:
                hasher.verify(line, password)
            except VerificationError:
                continue
            return self._signer.sign(secrets.token_urlsafe(16)).decode()
        for name in (address, _OF_ALL):
            self._failed.setdefault(name, deque()).append(self._clock())
        return None

    def _waits(self, address: str) -> int:
        return max(self._wait(address, TRIES), self._wait(_OF_ALL, TRIES * 10))

    def _wait(self, name: str, tries: int) -> int:
        failed = self._failed.get(name)
        if failed is None:
            return 0
        while failed and failed[0] <= self._clock() - TRIES_SECONDS:
            failed.popleft()
        if not failed:
            del self._failed[name]
            return 0
        return 0 if len(failed) < tries else int(failed[-tries] + TRIES_SECONDS - self._clock()) + 1
