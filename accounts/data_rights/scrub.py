"""Taking what identifies a person out of text and JSON, and leaving the rest."""

from __future__ import annotations

import re
from typing import Any

from foundation.personal_data import Person

ERASED = "[erased]"


def scrubbed(value: Any, person: Person) -> Any:
    """The value without the person's addresses anywhere in it, nor their name where it stands alone."""
    if isinstance(value, str):
        return _text(value, person)
    if isinstance(value, list):
        return [scrubbed(item, person) for item in value]
    if isinstance(value, dict):
        return {key: scrubbed(item, person) for key, item in value.items()}
    return value


def _text(value: str, person: Person) -> str:
    if value.strip() in person.names:
        return ERASED
    # Longest first: one address may end with another.
    for address in sorted(person.addresses, key=len, reverse=True):
        value = re.sub(rf"(?<![\w.+-]){re.escape(address)}", ERASED, value, flags=re.IGNORECASE)
    return value
