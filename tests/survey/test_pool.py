"""Work on many things by an executor: one that kills its process costs no other."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from stewardship.survey import pool


def double(number: int) -> int:
    """Twice the number; 3 kills the process that works on it."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


@pytest.mark.parametrize("count", [1, 2])
def test_what_kills_its_process_is_broken_and_nothing_else(count: int) -> None:
    found = dict(pool.done(double, [1, 2, 3, 4, 5], count, lambda number: -number))
    assert found == {0: 2, 1: 4, 2: -3, 3: 8, 4: 10}


def test_any_executor_serves() -> None:
    made: list[int] = []

    def threads(count: int) -> Executor:
        made.append(count)
        return ThreadPoolExecutor(count)

    found = dict(pool.done(double, [1, 2], 8, lambda number: 0, threads))
    assert (found, made) == ({0: 2, 1: 4}, [2])


def test_there_is_a_processor() -> None:
    assert pool.processors() >= 1
