"""What evidence tells packages that build on it; it knows nothing of who listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from django.db import transaction
from django.dispatch import Signal

log = structlog.get_logger(__name__)

# Sent after the commit with `sources`, a frozenset of slugs whose published editions are others now.
editions_changed = Signal()
# Sent when the starter tables are in, whether or not any of them was new.
starter_loaded = Signal()

_gathered: ContextVar[set[str] | None] = ContextVar("gathered", default=None)


def announce(source: str) -> None:
    """Say that other editions of a source are published now, once the transaction is committed."""
    transaction.on_commit(lambda: _send(source))


@contextmanager
def announced_together() -> Iterator[None]:
    """Hold back announcements and make one of them at the end: for loading many editions in a row."""
    gathered: set[str] = set()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
        if gathered:
            tell(editions_changed, sources=frozenset(gathered))


def tell(signal: Signal, **what: object) -> None:
    """Send to every listener; what fails in one is logged, for the editions are published whatever it says."""
    for listener, answer in signal.send_robust(sender=None, **what):
        if isinstance(answer, Exception):
            log.error("a listener failed", listener=getattr(listener, "__qualname__", ""), exc_info=answer)


def _send(source: str) -> None:
    gathered = _gathered.get()
    if gathered is None:
        tell(editions_changed, sources=frozenset({source}))
    else:
        gathered.add(source)
