"""A child process in which a format is taken apart that could hang, crash or fill the memory.

A PDF file is a program: a page may ask for a billion operations, a stream may unpack to gigabytes, and no library
stops at either. The child has limits that the system enforces; when it breaks them, only it ends. One child serves
all files of a process, so that its start (half a second) is paid once.
"""

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from importlib import import_module
from typing import IO, Any, Final

from corpus.errors import Unreadable

SECONDS: Final = 60
"""Wall time for one file. A release takes one or two."""
MEMORY: Final = 1_500_000_000
"""Bytes of address space that the child may take, its libraries included."""

_LIFE: Final = "import sys; from corpus.readers.confined import serve; serve(int(sys.argv[1]))"
_SIZE: Final = struct.Struct(">Q")
NO_MEMORY: Final = "it takes too much memory to unpack"

_TASKS: Final = {"pdf": "corpus.readers.pdf_pages", "document": "corpus.readers.apart"}
"""Modules with a function `extract(raw: bytes) -> Any` whose result JSON can hold."""
_lock = threading.Lock()


class _Child:
    """The running child; `owner` is the process that started it: a fork of that must not talk into its pipes."""

    process: subprocess.Popen[bytes] | None = None
    owner = 0
    served = 0
    """How many files it was given."""
    inside = False
    """Whether this very process is the child."""


def run(task: str, raw: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Any:
    """What `extract` of the task's module makes of the bytes.

    Args:
        task: a key of the table of tasks.
        raw: the file.
        seconds: wall time that it may take.
        memory: bytes of address space; only looked at when the child is started.

    Raises:
        Unreadable: what the task raised, or that it took too long or too much memory, or crashed.
    """
    if _Child.inside:
        return _result(_answer(task, raw))
    with _lock:
        child = _started(memory)
        _Child.served += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            answer = _ask(child, task.encode(), raw)
        finally:
            timer.cancel()
        if answer is None:
            end()
    if answer is None:
        if late.is_set():
            raise Unreadable(f"reading it took longer than {seconds:g} seconds", "save its text as plain text (UTF-8)")
        raise Unreadable("the program that reads it crashed or was killed", "save its text as plain text (UTF-8)")
    return _result(json.loads(answer))


def _result(answer: dict[str, Any]) -> Any:
    if "reason" in answer:
        raise Unreadable(answer["reason"], answer["cure"])
    return answer["result"]


def served() -> int:
    """How many files the running child was given; 0 when there is none."""
    child = _Child.process
    return _Child.served if child is not None and _Child.owner == os.getpid() and child.poll() is None else 0


def end() -> None:
    """End the child, when there is one."""
    child, _Child.process = _Child.process, None
    if child is None or _Child.owner != os.getpid():
        return
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


atexit.register(end)


def _started(memory: int) -> subprocess.Popen[bytes]:
    child = _Child.process
    if child is not None and _Child.owner == os.getpid() and child.poll() is None:
        return child
    end()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", _LIFE, str(memory)]
    child = subprocess.Popen(  # noqa: S603 - this very program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    _Child.process, _Child.owner, _Child.served = child, os.getpid(), 0
    return child


def _ask(child: subprocess.Popen[bytes], task: bytes, raw: bytes) -> bytes | None:
    """The child's answer, None when it ended before it gave one."""
    if child.stdin is None or child.stdout is None:
        return None
    try:
        _write(child.stdin, task)
        _write(child.stdin, raw)
        return _read(child.stdout)
    except OSError:
        return None


def _write(stream: IO[bytes], message: bytes) -> None:
    stream.write(_SIZE.pack(len(message)))
    stream.write(message)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    message = stream.read(size)
    return message if len(message) == size else None


def serve(memory: int) -> None:
    """The child's life: one file after the other, until there is nobody to ask."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _Child.inside = True
    while (task := _read(sys.stdin.buffer)) is not None and (raw := _read(sys.stdin.buffer)) is not None:
        answer = _answer(task.decode(), raw)
        del raw
        _write(answers, json.dumps(answer).encode())


def _answer(task: str, raw: bytes) -> dict[str, Any]:
    """What the task makes of the bytes, or why it makes nothing."""
    try:
        return {"result": import_module(_TASKS[task]).extract(raw)}
    except Unreadable as error:
        return {"reason": error.reason, "cure": error.cure}
    except Exception as error:  # noqa: BLE001 - a broken file may make a library raise anything
        if _is_memory(error):
            return {"reason": NO_MEMORY, "cure": "save its text as plain text (UTF-8)"}
        reason = f"it is broken ({type(error).__name__}: {str(error)[:200]})"
        return {"reason": reason, "cure": "save it again in the program that made it, or as plain text (UTF-8)"}


def _is_memory(error: BaseException | None) -> bool:
    """Whether the memory's end is behind an error; libraries wrap it in errors of their own."""
    while error is not None:
        if isinstance(error, MemoryError) or any(isinstance(part, MemoryError) for part in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False
