"""Prints what a long command is doing, one line a step, with the time it took; standard library only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def say(line: str) -> None:
    """Print a line at once, also where the output is a file; goes on when the terminal has been closed."""
    with suppress(OSError):
        print(line, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, and say how long it took when it ends well."""
    say(f"==> {title}")
    started = time.monotonic()
    yield
    say(f"    done in {time.monotonic() - started:.1f} s")
