"""What comes from outside in a format that is taken apart (page, PDF, Word file, e-mail), read in the confined child.

A page may nest, repeat or name attributes until a reader takes minutes or gigabytes; here that costs one document, named,
and nothing beside it. Text and lines of .jsonl are read where they are asked for: their reading is linear.
"""

import json
import struct
from dataclasses import asdict
from typing import Any, Final

from corpus.document import Block, Document, ReadFailure, Source
from corpus.errors import Unreadable
from corpus.readers import confined

SECONDS: Final = confined.SECONDS
"""Wall time for one document. A page takes a twentieth of one."""
MEMORY: Final = confined.MEMORY
"""Bytes of address space, libraries included."""
DOCUMENTS: Final = 2_000
"""After so many a new child goes on: libraries keep what they have seen."""

_HEAD: Final = struct.Struct(">I")


def read(source: Source) -> Document | ReadFailure:
    """As `corpus.readers.dispatch.read`, within limits of time and memory; what exceeds them is a failure."""
    told = json.dumps([source.name, source.key, source.media_type]).encode()
    message = b"".join((_HEAD.pack(len(told)), told, source.raw))
    if confined.served() >= DOCUMENTS:
        confined.end()
    while True:
        fresh = not confined.served()
        try:
            answer = confined.run("document", message, seconds=SECONDS, memory=MEMORY)
        except Unreadable as error:
            return ReadFailure(source.name, "read", error.reason, error.cure)
        if answer["spent"]:
            confined.end()
            if not fresh:
                # What the child had read before may have filled it.
                continue
        if "failure" in answer:
            return ReadFailure(*answer["failure"])
        return _document(source, answer["document"])


def extract(message: bytes) -> dict[str, Any]:
    """The child's part: what is read, in values that JSON can hold."""
    from corpus.readers import dispatch

    (size,) = _HEAD.unpack_from(message)
    at = _HEAD.size + size
    name, key, media_type = json.loads(message[_HEAD.size : at])
    raw = message[at:]
    del message
    found = dispatch.read(Source(name, key, media_type, raw))
    if isinstance(found, ReadFailure):
        spent = found.reason in {dispatch.NO_MEMORY, confined.NO_MEMORY}
        return {"failure": [found.source, found.stage, found.reason, found.cure], "spent": spent}
    plain = {name: value for name, value in asdict(found).items() if name not in {"raw", "blocks"}}
    plain["blocks"] = [[block.start, block.end, block.kind] for block in found.blocks]
    return {"document": plain, "spent": False}


def _document(source: Source, plain: dict[str, Any]) -> Document:
    blocks = tuple(Block(*block) for block in plain.pop("blocks"))
    return Document(**plain, blocks=blocks, raw=source.raw)
