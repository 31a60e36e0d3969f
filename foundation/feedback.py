""" "Was this page right?": what readers answer, without a trace of who they are, and what the desk makes of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

from foundation.access import Audience, declared_access
from foundation.models import FeedbackReason, PageFeedback
from foundation.network import may_send

MOST_CHARACTERS = 300
MOST_AN_HOUR = 60  # answers of one network address; a class of thirty behind one address may answer twice

# What reads as a way to reach somebody. Too much taken out is better than too little.
_EMAIL = re.compile(r"[^\s@<>]+\s*(?:@|\(at\)|\[at\])\s*[^\s@<>]+\.[^\s@<>]+", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_PHONE = re.compile(r"(?<![\w.])\(?\+?\d[\d\s().\-/]{5,}\d(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_FEWEST_FIGURES = 9  # of a telephone number; a year range or a salary has fewer


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """What readers said about one page: counts of answers, and how many "no" still wait for somebody."""

    path: str
    right: int
    not_right: int
    waiting: int
    oldest: date | None
    latest: date


def without_contact_details(text: str) -> str:
    """The text with mail and web addresses, handles, telephone numbers and postcodes taken out.

    Written in compatibility form first, so that full-width letters and figures hide nothing.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter if letter.isprintable() else " " for letter in plain)
    gone = gettext("[taken out]")
    for pattern in (_EMAIL, _WEB, _HANDLE, _POSTCODE):
        plain = pattern.sub(gone, plain)
    plain = _PHONE.sub(lambda found: gone if _figures(found[0]) >= _FEWEST_FIGURES else found[0], plain)
    return " ".join(plain.split())


def _figures(text: str) -> int:
    return sum(letter.isdecimal() for letter in text)


def public_path(address: str) -> str:
    """The path of one of our public pages, without its query; raises ValidationError for anything else."""
    path = address.partition("?")[0].partition("#")[0]
    try:
        if not path.startswith("/") or path.startswith("//") or len(path) > MOST_CHARACTERS:
            raise Resolver404
        access = declared_access(resolve(path).func, path)
    except Resolver404:
        access = None
    if access is None or access.audience is not Audience.PUBLIC or path.startswith(("/api/", "/static/")):
        raise ValidationError({"page": gettext("This is not one of our pages.")})
    return path


@transaction.atomic
def give_feedback(*, path: str, was_right: bool, reason: str = "", text: str = "", today: date) -> PageFeedback:
    """Keep one answer about a page, with nothing about who gave it.

    Contact details are taken out of `text` first. Raises ValidationError, by field (page, reason,
    text), for a page that is not ours, "no" without a reason, or more than 300 characters.
    """
    page = public_path(path)
    if was_right:
        return PageFeedback.objects.create(path=page, was_right=True, day=today)
    if reason not in FeedbackReason.values:
        raise ValidationError({"reason": gettext("Choose what was not right.")})
    if len(text) > MOST_CHARACTERS:
        words = gettext("Use no more than %(most)s characters; you used %(used)s.")
        raise ValidationError({"text": words % {"most": MOST_CHARACTERS, "used": len(text)}})
    said = without_contact_details(text)[:MOST_CHARACTERS]
    return PageFeedback.objects.create(path=page, was_right=False, reason=reason, text=said, day=today)


def may_answer(address: str, now: datetime) -> bool:
    """Count an answer of a network address; False past the hourly limit."""
    return may_send("feedback", address, MOST_AN_HOUR, now)


def pages_with_answers(*, waiting_only: bool = True) -> list[PageAnswers]:
    """Answers by page, the page with most that wait first; one SQL statement."""
    waits = Q(was_right=False, handled_at=None)
    found = PageFeedback.objects.values("path").annotate(
        right=Count("pk", filter=Q(was_right=True)),
        not_right=Count("pk", filter=Q(was_right=False)),
        waiting=Count("pk", filter=waits),
        oldest=Min("day", filter=waits),
        latest=Max("day"),
    )
    if waiting_only:
        found = found.filter(waiting__gt=0)
    return [PageAnswers(**row) for row in found.order_by("-waiting", "oldest", "path")]


@transaction.atomic
def handle_feedback(*, by: Any, answers: list[int], done: bool, note: str, now: datetime) -> int:
    """Say that "no" answers are dealt with, or that they are not after all; returns how many changed.

    Raises ValidationError when answers are marked as done without a note on what was done.
    """
    if done and not note.strip():
        raise ValidationError({"note": gettext("Say in a few words what was done.")})
    rows = PageFeedback.objects.filter(pk__in=answers, was_right=False)
    if done:
        return rows.filter(handled_at=None).update(handled_at=now, handled_by=by.pk, note=note.strip()[:300])
    return rows.exclude(handled_at=None).update(handled_at=None, handled_by=None)


def waiting_since_days(now: datetime) -> list[datetime]:
    """For the queue: one moment for each "no" that waits; its day is all that is known."""
    days = PageFeedback.objects.filter(was_right=False, handled_at=None).values_list("day", flat=True)
    # The wait is counted from noon of the day, whose hour is not kept.
    return [now - max(timedelta(0), timedelta(days=(now.date() - day).days)) for day in days]
