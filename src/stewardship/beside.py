"""Half of a long work done by a forked process, while this one does the other half.

A first run over a thousand manifests is nothing but reading and judging them one by one, and most
machines have a second processor for it. The process that is forked has all that is known so far,
hands back what it came to, and leaves no other trace. Whatever keeps it from doing so (it is
killed, there is no memory, it fails) is no answer: then the work is done here, and fails here.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")
WORTH = 200
"""So many things to read or to judge are worth a process; fewer are done sooner than it starts."""


def possible(count: int) -> bool:
    """Whether so many things may be shared with another process: on Linux, with two processors to
    use that are not busy, and no thread whose locks a fork would copy."""
    if count < WORTH or sys.platform != "linux":
        return False
    processors = len(os.sched_getaffinity(0))
    if processors < 2 or os.getloadavg()[0] >= processors:
        return False
    import threading

    return threading.active_count() == 1


class Beside(Generic[T]):
    """The result of a work that another process does meanwhile. A context manager."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._pid = 0
        self._pipe = -1
        with suppress(OSError):  # no more processes or files: no answer, then
            self._pipe, theirs = os.pipe()
            try:
                self._pid = os.fork()
                if not self._pid:
                    _work(work, theirs)
            finally:
                os.close(theirs)

    def __enter__(self) -> Beside[T]:
        return self

    def __exit__(self, *error: object) -> None:
        if self._pid:  # nobody waits for it any more
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)
        self._end()

    def result(self) -> T | None:
        """What the other process came to; None where it came to nothing."""
        if not self._pid:
            return None
        import pickle

        with open(self._pipe, "rb", closefd=False) as pipe:
            told = pipe.read()
        if self._end() or not told:
            return None
        found: T = pickle.loads(told)  # noqa: S301 - of this very program
        return found

    def _end(self) -> int:
        """Let go of the process; its exit status."""
        status = 0
        if self._pid:
            status = os.waitpid(self._pid, 0)[1]
            self._pid = 0
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1
        return status


def _work(work: Callable[[], object], pipe: int) -> None:
    """What the forked process does, and all that it ever does."""
    code = 1
    try:
        import pickle

        told = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with open(pipe, "wb") as out:
            out.write(told)
        code = 0
    finally:
        os._exit(code)  # nothing of the parent's is flushed, closed or reported twice
