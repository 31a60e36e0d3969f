"""What a printed sheet is made of, so that the page on screen and the page on paper say the same words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "sky", "beacon", "clay"]
Width = Literal["half", "full"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; one without a value is not shown."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """A framed part of a sheet: lines, then facts, then blanks to fill in by hand.

    Two halves stand beside each other where there is room.
    """

    key: str
    heading: str
    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    blanks: tuple[str, ...] = ()
    tone: Tone = "plain"
    width: Width = "full"
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet; `title` is the document's, `lede` one line under it, `foot` small print at the end."""

    title: str
    lede: str
    above: str
    parts: tuple[Part, ...]
    foot: str
    is_demo: bool = False


def facts(*pairs: tuple[str, str]) -> tuple[Fact, ...]:
    """Facts of the pairs that have a value."""
    return tuple(Fact(label, value.strip()) for label, value in pairs if value.strip())


def shortened(words: str, most: int, more: str) -> str:
    """The words, cut after a whole one where there are more than `most` letters, `more` saying where the rest is."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    kept = words[: most + 1].rpartition(" ")[0] or words[:most]
    return f"{kept} … {more}".rstrip()
