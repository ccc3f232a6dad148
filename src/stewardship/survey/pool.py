"""The same work on many things, by any ``concurrent.futures`` executor: one that breaks stops none.

Processes are forked, not started anew: a new interpreter would look for modules in the folder that
one stands in, and that may be one of the checkouts.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processes(count: int) -> Executor:
    """So many processes, which leave an interrupt to this one."""
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(count, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))


def done(
    work: Callable[[T], R],
    items: Sequence[T],
    count: int,
    broken: Callable[[T], R],
    executor: Callable[[int], Executor] = processes,
) -> Iterator[tuple[int, R]]:
    """Number and result of each item, as it is done.

    A process that is killed takes all others of its executor with it. What that left undone is
    tried again, each in an executor of its own; what kills even that is ``broken``.
    """
    undone = []
    with executor(max(1, min(count, len(items)))) as pool:
        futures = {pool.submit(work, item): number for number, item in enumerate(items)}
        try:
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except BrokenExecutor:
                    undone.append(futures[future])
        except BaseException:  # an interrupt, or nobody who waits: begin nothing more
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for number in sorted(undone):
        with executor(1) as alone:
            try:
                yield number, alone.submit(work, items[number]).result()
            except BrokenExecutor:
                yield number, broken(items[number])
