"""What the training modules say: their text and check questions, kept as data beside the list of modules."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data" / "modules"


class NoModuleTextError(LookupError):
    """There is no text for this module."""


@dataclass(frozen=True, slots=True)
class ModulePart:
    """One part: a heading, paragraphs, then points of a list; plain text throughout."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers; `right` is the index of the right one, `because` says why."""

    question: str
    answers: tuple[str, ...]
    right: int
    because: str


@dataclass(frozen=True, slots=True)
class ModuleText:
    """All that an ambassador reads and answers in one module; `sources` are (title, address or "")."""

    slug: str
    minutes: int
    parts: tuple[ModulePart, ...]
    questions: tuple[Question, ...]
    sources: tuple[tuple[str, str], ...]

    def wrong(self, answers: Mapping[int, int]) -> Collection[int]:
        """The numbers of the questions, from 0, whose answer is missing or wrong; empty when all are right."""
        return [number for number, asked in enumerate(self.questions) if answers.get(number) != asked.right]


@lru_cache(maxsize=16)
def module_text(slug: str) -> ModuleText:
    """The text of a module; raises NoModuleTextError."""
    path = FOLDER / f"{slug}.json"
    if path.parent != FOLDER or not path.is_file():
        raise NoModuleTextError(slug)
    return _text(json.loads(path.read_text(encoding="utf-8")))


def _text(found: dict[str, Any]) -> ModuleText:
    return ModuleText(
        slug=found["slug"],
        minutes=found["minutes"],
        parts=tuple(
            ModulePart(part["heading"], tuple(part["paragraphs"]), tuple(part["points"])) for part in found["parts"]
        ),
        questions=tuple(
            Question(one["question"], tuple(one["answers"]), one["right"], one["because"]) for one in found["questions"]
        ),
        sources=tuple((source["title"], source["address"]) for source in found["sources"]),
    )
