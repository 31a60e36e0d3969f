"""Whom a document is about, and what of them is never printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody by name; of somebody under 18 the family name is not kept, whatever was given."""

    given_name: str
    family_name: str = ""
    is_under_18: bool = False

    def __post_init__(self) -> None:
        if self.is_under_18:
            object.__setattr__(self, "family_name", "")

    @property
    def name(self) -> str:
        """As it is printed."""
        return f"{self.given_name} {self.family_name}".strip()
