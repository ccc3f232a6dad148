"""How far a long run is, on a terminal: bytes, rate and time left, in one line that goes again."""

from __future__ import annotations

import sys
import time

from stewardship.verify.said import amount

OFTEN = 0.2  # seconds between two looks
SLOW = 0.5  # seconds before anything is shown


class Meter:
    """A context manager; ``show`` is told how far it is. Silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._started = self._shown = time.monotonic()
        self._width = 0
        self._tells = sys.stderr.isatty()

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *error: object) -> None:
        if self._width:
            self._put("")

    def show(self, done: int, total: int) -> None:
        """Say that so many bytes of so many are read."""
        now = time.monotonic()
        if not self._tells or now - self._started < SLOW or now - self._shown < OFTEN:
            return
        self._shown = now
        self._put(line(done, total, now - self._started))

    def _put(self, text: str) -> None:
        sys.stderr.write(f"\r{text.ljust(self._width)}" + ("" if text else "\r"))
        sys.stderr.flush()
        self._width = len(text)


def line(done: int, total: int, seconds: float) -> str:
    """What is shown: `1.2 GiB of 4.0 GiB · 2.6 GiB/s · 1 s left`."""
    rate = done / seconds if seconds else 0
    left = f" · {_span((total - done) / rate)} left" if rate else ""
    share = f"{min(done / total, 1):4.0%} " if total else ""
    return f"{share} {amount(done)} of {amount(total)} · {amount(rate)}/s{left}"


def _span(seconds: float) -> str:
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
