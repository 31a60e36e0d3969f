"""The shapes that search answers in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.figures import ReleaseRef


class Why(models.TextChoices):
    """Why a unit group is among the results."""

    CODE = "code", _("its code")
    NAME = "name", _("a name of this work")
    SYNONYM = "synonym", _("a word people use for it")
    ALL_WORDS = "all_words", _("all your words")
    SOME_WORDS = "some_words", _("some of your words")
    SPELLING = "spelling", _("a word spelt much like yours")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A unit group found, the name that matched best, and why; a higher score ranks first."""

    soc2020: str
    title: str
    matched_name: str
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A wider group to choose from when a word spans kinds of work, with the units found in it."""

    soc2020: str
    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that a reader may be typing, and the unit group it leads to."""

    text: str
    soc2020: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """Everything an answer page needs.

    `corrected` is what was looked for when the words typed were not found as spelt. `nearest` holds
    names much like the query and is filled only when there are no results. `sources` are the
    editions that the names come from.
    """

    query: str
    results: tuple[SearchHit, ...] = ()
    groups: tuple[GroupChoice, ...] = ()
    corrected: str = ""
    nearest: tuple[Suggestion, ...] = ()
    sources: tuple[ReleaseRef, ...] = ()
