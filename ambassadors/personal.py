"""Which fields of the ambassadors' scheme are personal, and how each is erased."""

from __future__ import annotations


def declare() -> None:
    """Declare all of it."""
