"""Reads hours a week, how they lie, where the work is done, and what is said of flexible working and access."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from employers.text.lines import Line, sentences
from employers.text.shapes import Found, HoursRead, Pattern, WorkingFact

_RANGE = r"(?P<low>\d{1,3}(?:\.\d{1,2})?)(?:\s?(?:-|–|—|\bto\b)\s?(?P<high>\d{1,3}(?:\.\d{1,2})?))?"
_A_WEEK = re.compile(
    rf"(?P<upto>\bup to )?\b{_RANGE}[\s-]?(?:hours?|hrs?)\b\.?\s?"
    r"(?:(?:per|a|each|/|in a)\s?(?:week|wk)\b|weekly|p/?w\b|week)",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"(?P<upto>\bup to )?\b{_RANGE}\b", re.IGNORECASE)
_HOURS_LABELS = frozenset(
    ("hours", "hours of work", "working hours", "weekly hours", "working week", "hours per week", "contracted hours")
)
_MOST_HOURS = Decimal(80)
_NOT = re.compile(r"\b(?:no|not|isn't|without|never|cannot be|can't be)\s(?:\w+\s){0,2}$", re.IGNORECASE)
# "Hybrid working is not available", "shift work is unfortunately not required".
_NOT_AFTER = re.compile(
    r"(?:\s[\w-]+){0,3}\s(?:unavailable|(?:not|cannot|can't|isn't)(?:\s\w+){0,2}\s"
    r"(?:available|possible|offered|option|suitable|needed|required|supported|accommodated))\b",
    re.IGNORECASE,
)

_PATTERNS: tuple[tuple[Pattern, str], ...] = (
    (Pattern.FULL_TIME, r"\bfull[- ]time\b"),
    (Pattern.PART_TIME, r"\bpart[- ]time\b"),
    (
        Pattern.SHIFTS,
        r"\b(?:rotating|rotational|continental|early|late|night|hour|split|day|alternating|rota of) "
        r"(?:and \w+ )?shifts?\b"
        r"|\bshift (?:work|pattern|rota|basis)\b|\b\d on,? \d off\b",
    ),
    (Pattern.NIGHTS, r"\bnight shifts?\b|\bnights\b"),
    (
        Pattern.WEEKENDS,
        r"\b(?:alternate |some |every |including |work |one in \w+ )weekends?\b|\bweekend (?:work|rota)",
    ),
    (Pattern.TERM_TIME, r"\bterm[- ]time\b"),
    (
        Pattern.REMOTE,
        r"\b(?:fully|100 ?%) remote\b|\bremote (?:working|role|position|first)\b|\bwork(?:ing)? (?:remotely|"
        r"from home)\b|\bhome[- ]based\b",
    ),
    (Pattern.HYBRID, r"\bhybrid\b(?! (?:vehicle|car|engine|cloud|fleet|power|bus))"),
)
_FACTS: tuple[tuple[WorkingFact, str], ...] = (
    (WorkingFact.FLEXITIME, r"\bflexi[- ]?time\b|\bflexible (?:start|hours|about start)\b"),
    (WorkingFact.FLEXIBLE_REQUESTS, r"\brequests? for flexible working\b|\bflexible working requests?\b"),
    (WorkingFact.JOB_SHARE, r"\bjob[- ]shar(?:e|es|ing)\b"),
    (WorkingFact.COMPRESSED_HOURS, r"\bcompressed hours\b|\bnine[- ]day fortnight\b|\b9[- ]day fortnight\b"),
    (WorkingFact.DISABILITY_CONFIDENT, r"\bdisability confident\b"),
    (
        WorkingFact.GUARANTEED_INTERVIEW,
        r"\bguaranteed? (?:an )?interview\b|\binterview (?:is )?guaranteed\b|\boffer(?:ed)? an interview to\b",
    ),
    (WorkingFact.ADJUSTMENTS, r"\breasonable adjustments?\b"),
    (WorkingFact.STEP_FREE, r"\bstep[- ]free\b|\bwheelchair[- ]accessible\b|\blevel access\b"),
    (WorkingFact.QUIET_ROOM, r"\bquiet room\b"),
)
_Word = TypeVar("_Word", bound=StrEnum)
_PATTERN_WORDS = tuple((one, re.compile(words, re.IGNORECASE)) for one, words in _PATTERNS)
_FACT_WORDS = tuple((one, re.compile(words, re.IGNORECASE)) for one, words in _FACTS)


def read_hours(lines: Sequence[Line]) -> tuple[Found[HoursRead] | None, list[Found[str]]]:
    """The first hours a week; and numbers that cannot be hours a week, left out with the reason."""
    left: list[Found[str]] = []
    for line in lines:
        for sentence in [line.text] if line.label else sentences(line.text):
            found = _A_WEEK.search(sentence)
            if found is None and line.label in _HOURS_LABELS:
                found = _LABELLED.search(line.value)
            if found is None:
                continue
            hours = _hours(found)
            if hours is not None:
                return Found(hours, sentence), left
            left.append(Found(found[0], sentence, _("not a number of hours that a week of work can have")))
    return None, left


def _hours(found: re.Match[str]) -> HoursRead | None:
    low = Decimal(found["low"])
    high = Decimal(found["high"]) if found["high"] else low
    if not 0 < low <= high <= _MOST_HOURS:
        return None
    return HoursRead(None if found["upto"] and not found["high"] else low, high)


def read_patterns(lines: Sequence[Line]) -> tuple[Found[Pattern], ...]:
    """Each pattern once, in the order of the advert; "no nights" and "hybrid is not possible" are no offers."""
    found = _first_of_each(lines, _PATTERN_WORDS)
    for line in lines:
        if line.label in ("location", "place of work", "site") and line.value.lower().startswith("remote"):
            found.setdefault(Pattern.REMOTE, line.text)
    return tuple(Found(pattern, sentence) for pattern, sentence in found.items())


def read_facts(lines: Sequence[Line]) -> tuple[Found[WorkingFact], ...]:
    """What is offered in flexible working and access, each once, in the order of the advert."""
    return tuple(Found(fact, sentence) for fact, sentence in _first_of_each(lines, _FACT_WORDS).items())


def names_a_fact(sentence: str) -> bool:
    """Whether a sentence is about flexible working or access."""
    return any(words.search(sentence) for _fact, words in _FACT_WORDS)


def _first_of_each(lines: Sequence[Line], table: Sequence[tuple[_Word, re.Pattern[str]]]) -> dict[_Word, str]:
    found: dict[_Word, str] = {}
    for line in lines:
        for sentence in sentences(line.text):
            for word, pattern in table:
                match = None if word in found else pattern.search(sentence)
                if match and not _is_denied(sentence, match):
                    found[word] = sentence
    return found


def _is_denied(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[max(0, match.start() - 40) : match.start()]
    return bool(_NOT.search(before) or _NOT_AFTER.match(sentence, match.end()))
