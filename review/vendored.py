"""What the page ships of others, and the proof that it is that: checked when the page starts, and by the browser when it loads it."""

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
SHA256: Final = {"htmx.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"}
"""The files of others in static/, each with the sha256 of what was published (static/README.md says where)."""


class VendoredError(Exception):
    """A file of others is not what was shipped.

    Attributes:
        message: what is wrong; source: the file; cure: what to do about it.
    """

    def __init__(self, message: str, source: str) -> None:
        super().__init__(message)
        self.message, self.source = message, source
        self.cure = "install belegt again (in a checkout: git checkout -- review/static)"


def check(folder: Path = STATIC) -> None:
    """Compares each file with its sha256.

    Raises:
        VendoredError: one is missing, cannot be read, or is another.
    """
    for name, digest in SHA256.items():
        path = folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise VendoredError("it is missing or cannot be read", str(path)) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise VendoredError("its sha256 is not that of what was shipped", str(path))


def integrity(name: str) -> str:
    """The value of a script tag's `integrity`, by which the browser refuses another file."""
    return "sha256-" + b64encode(bytes.fromhex(SHA256[name])).decode()
