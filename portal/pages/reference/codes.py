"""What an address may hold where a code stands: text that the database can be asked for."""

from __future__ import annotations


def could_be_code(text: str) -> bool:
    """Whether there is something to look for: not blank, and without NUL or other characters that nobody types."""
    return bool(text.strip()) and text.isprintable()
