"""Finds ages and years that adverts ask for, apart from the ages of those whom the work is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_YEARS = 4  # from five years asked for, younger people are mostly out (Acas, "Age discrimination: key points")
_YOUNGEST_WORKER = 16
_NUMBER = r"(?P<low>\d{2})"
_SPAN = rf"{_NUMBER}\s?(?:-|–|—|to|and)\s?(?P<high>\d{{2}})"
_SPANS = (
    re.compile(rf"\b(?:aged?|ages)\s(?:between\s)?{_SPAN}\b", re.IGNORECASE),
    re.compile(rf"\b{_SPAN}[\s-](?:years?[\s-]olds?|years? of age)\b", re.IGNORECASE),
)
_LIMITS = (
    re.compile(rf"\b(?:no )?(?:under|over|below|above)[\s-]{_NUMBER}s\b", re.IGNORECASE),
    re.compile(rf"\b(?:under|over|below|above) the age of {_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b(?:younger|older) than {_NUMBER}\b(?!\s(?:months|weeks|days))", re.IGNORECASE),
    re.compile(rf"\bmust be (?:under|below) {_NUMBER}\b(?!\s?(?:kg|stone|miles|minutes))", re.IGNORECASE),
)
_LEAST = re.compile(
    rf"\b(?:must|need to|have to|should) be (?:at least |over |aged )?{_NUMBER}"
    r"(?:\+| or over| or older| years old| years of age| and over|(?=\s*(?:[.,;)]|$)))",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b(?P<low>\d{1,2})\+?\s(?:or more\s|plus\s)?years?['’]?\s(?:of\s)?(?:[\w-]+\s){0,2}experience\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:children|child|pupils?|students?|people|persons?|patients?|clients?|boys|girls|learners?|players?|youngsters|"
    r"adults|residents|babies|those|guests|customers|offenders|visitors|support\w*|teach\w*|for|with|trees|buildings)\W{1,2}"
    r"(?:who are |\w+ )?$",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(
    r"^\W{0,2}(?:children|pupils|students|learners|club|team|squad|football|rugby|unit)", re.IGNORECASE
)
_WANTED = re.compile(
    r"\b(?:applicants?|candidates?|someone|somebody|staff|must be|should be|looking for|seek\w*)\b", re.IGNORECASE
)
_CONTEXT = 40

_NO_AGE: Promise = _("leave ages out, and say what the person will do")
_WHICH_LAW: Promise = _("leave the age out, or name the law or licence that sets it")
_WHAT_SKILL: Promise = _("say what the person has to be able to do, instead of for how many years")


@dataclass(frozen=True, slots=True)
class AgeWording:
    """Where an age or a number of years is asked for; `what` is "refuse", "ask" or "warn"."""

    start: int
    end: int
    what: str
    instead: Promise


def age_wording(text: str) -> Iterator[AgeWording]:
    """Ages that limit who may apply, a least age that a law may set, and five or more years of experience."""
    for pattern in (*_SPANS, *_LIMITS):
        for match in pattern.finditer(text):
            if not _is_about_others(text, match):
                yield AgeWording(match.start(), match.end(), "refuse", _NO_AGE)
    for match in _LEAST.finditer(text):
        if int(match["low"]) >= _YOUNGEST_WORKER:
            yield AgeWording(match.start(), match.end(), "ask", _WHICH_LAW)
    for match in _YEARS.finditer(text):
        if int(match["low"]) > MOST_YEARS:
            yield AgeWording(match.start(), match.end(), "warn", _WHAT_SKILL)


def _is_about_others(text: str, match: re.Match[str]) -> bool:
    """Whether the ages are of those whom the work is for, or too low for anybody at work."""
    high = match.groupdict().get("high")
    if int(high or match["low"]) < _YOUNGEST_WORKER:
        return True
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    if _WANTED.search(before) and not re.search(
        r"\b(?:support|teach|work with|help|care for)\w*\b", before, re.IGNORECASE
    ):
        return False
    return bool(_OTHERS.search(before) or _OTHERS_AFTER.match(text[match.end() : match.end() + _CONTEXT]))
