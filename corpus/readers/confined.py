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

_SIZE: Final = struct.Struct(">Q")
_TASKS: Final = {"pdf": "corpus.readers.pdf_pages"}
"""Modules with a function `extract(raw: bytes) -> Any` whose result JSON can hold."""
_lock = threading.Lock()


class _Child:
    """The running child; `owner` is the process that started it: a fork of that must not talk into its pipes."""

    process: subprocess.Popen[bytes] | None = None
    owner = 0


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
    with _lock:
        child = _started(memory)
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
    found = json.loads(answer)
    if "reason" in found:
        raise Unreadable(found["reason"], found["cure"])
    return found["result"]


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
    command = [sys.executable, "-m", "corpus.readers.confined", str(memory)]
    child = subprocess.Popen(  # noqa: S603 - this very program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    _Child.process, _Child.owner = child, os.getpid()
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


def _serve(memory: int) -> None:
    """The child's life: one file after the other, until there is nobody to ask."""
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while (task := _read(sys.stdin.buffer)) is not None and (raw := _read(sys.stdin.buffer)) is not None:
        try:
            answer = {"result": import_module(_TASKS[task.decode()]).extract(raw)}
        except Unreadable as error:
            answer = {"reason": error.reason, "cure": error.cure}
        except Exception as error:  # noqa: BLE001 - a broken file may make a library raise anything
            reason, cure = (
                f"it is broken ({type(error).__name__}: {str(error)[:200]})",
                "save it again in the program that made it, or as plain text (UTF-8)",
            )
            if _is_memory(error):
                reason, cure = "it takes too much memory to unpack", "save its text as plain text (UTF-8)"
            answer = {"reason": reason, "cure": cure}
        del raw
        _write(answers, json.dumps(answer).encode())


def _is_memory(error: BaseException | None) -> bool:
    """Whether the memory's end is behind an error; libraries wrap it in errors of their own."""
    while error is not None:
        if isinstance(error, MemoryError) or any(isinstance(part, MemoryError) for part in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
