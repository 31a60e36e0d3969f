"""Reminders in bulk, seen before they are sent; and what lapses when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.mails import News, register_news
from accounts.actions.support import acting
from accounts.models import User
from ambassadors.actions.endings import end_visit
from ambassadors.actions.mails import visit_words, write_to
from ambassadors.actions.support import locked_visit, require_coordinator
from ambassadors.enums import EndReason, VisitState
from ambassadors.models import Ambassador, Visit
from ambassadors.queries.coordinator import ANSWER_DAYS, applications, checks_due, unanswered
from ambassadors.rules.standing import missing_for
from ambassadors.rules.vetting import scheme_value

_DESK, _REQUEST = "/ambassadors/", "/educators/ambassadors/requests/%(request)s/"
_OPEN = gettext_lazy("Open your page")
_NEWS = {
    "reminder_answer": News(
        gettext_lazy("%(school)s waits for your answer"),
        (gettext_lazy("You were asked for %(day)s at %(time)s. Yes or no takes two clicks; both help the school."),),
        _DESK,
        gettext_lazy("Answer"),
    ),
    "reminder_tomorrow_ambassador": News(
        gettext_lazy("Tomorrow: %(school)s at %(time)s"),
        (gettext_lazy("Bring proof of who you are. Your page has the place and who meets you."),),
        _DESK,
        _OPEN,
    ),
    "reminder_tomorrow_school": News(
        gettext_lazy("Tomorrow: %(name)s comes at %(time)s"),
        (gettext_lazy("Your request has the visit pack: one page for reception, staff and visitor."),),
        _REQUEST,
        gettext_lazy("Open your request"),
    ),
    "reminder_check": News(
        gettext_lazy("Your check is looked at again by %(due)s"),
        (
            gettext_lazy("From that day on schools are not offered your time until a new decision is made."),
            gettext_lazy("A coordinator asks you for what is needed. You need do nothing before that."),
        ),
        _DESK,
        _OPEN,
    ),
    "reminder_missing": News(
        gettext_lazy("What is still missing before your first visit"),
        (gettext_lazy("Your page says what to do about each:"),),
        _DESK,
        _OPEN,
    ),
}


def register_all() -> None:
    """Make these news known; called when the apps are ready."""
    register_news(**_NEWS)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One mail that would be sent: to whom, about what, and the event by which it is sent only once."""

    person: User
    name: str
    about: str
    news: str
    words: dict[str, Any]
    once: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reminder; `shows_checks` where its list shows what is held about checks."""

    title: str | Promise
    says: str | Promise
    find: Callable[[datetime, date], Iterator[Reminder]]
    shows_checks: bool = False


def due_reminders(kind: str, now: datetime) -> list[Reminder]:
    """Who would get what; what was sent already is among them. Raises KeyError for an unknown kind.

    People without an account are left out: they have not agreed to mail.
    """
    return list(KINDS[kind].find(now, timezone.localdate(now)))


def send_reminders(*, kind: str, now: datetime, by: User | None = None) -> int:
    """Queue the reminders of a kind, each event once; returns how many were not sent before.

    By a coordinator, or by the clock (None). Raises PermissionDenied, ValidationError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValidationError({"kind": _("Choose a kind of reminder.")})
    if by is None:
        with transaction.atomic(), pghistory.context(action="send_reminders"):
            return _send(kind, now)
    require_coordinator(by)
    with acting(by, "send_reminders"):
        return _send(kind, now)


def remind_of_missing(*, by: User, ambassador: Ambassador, now: datetime) -> bool:
    """Write to one person what is still missing; False when that was sent today. Raises PermissionDenied."""
    require_coordinator(by, ambassador)
    found = _missing_of(ambassador, timezone.localdate(now))
    if found is None:
        raise ValidationError(_("Nothing is missing, or they have no account to write to."))
    with acting(by, "remind_of_missing"):
        return write_to(found.person.email, found.news, found.words, dedupe_key=found.once)


def lapse_proposals(now: datetime) -> int:
    """End proposals that nobody answered in twice the days of the rule, or until the visit; how many. Repeatable.

    The slot is free again, the school is told, the request is with the coordinator. One transaction a visit.
    """
    since = now - timedelta(days=2 * scheme_value(ANSWER_DAYS, timezone.localdate(now)))
    waiting = Visit.objects.filter(state=VisitState.PROPOSED).order_by("pk")
    late = waiting.filter(passed_on_at__lte=since) | waiting.filter(starts_at__lte=now)
    return sum(_lapse(visit, since, now) for visit in late)


def _lapse(visit: Visit, since: datetime, now: datetime) -> int:
    with transaction.atomic(), pghistory.context(action="lapse_proposals"):
        row = locked_visit(visit)
        is_late = row.starts_at <= now or (row.passed_on_at is not None and row.passed_on_at <= since)
        if row.state != VisitState.PROPOSED or not is_late:
            return 0
        end_visit(row, VisitState.CANCELLED, EndReason.NO_ANSWER, now=now)
    return 1


def _send(kind: str, now: datetime) -> int:
    due = due_reminders(kind, now)
    return sum(write_to(one.person.email, one.news, one.words, dedupe_key=one.once) for one in due)


def _answers(now: datetime, today: date) -> Iterator[Reminder]:
    for visit in unanswered(now, today):
        person = visit.ambassador.user
        if person is not None and person.is_active:
            yield _about_visit(visit, person, visit.ambassador.given_name, "reminder_answer", f"{visit.passed_on_at}")


def _tomorrow(now: datetime, today: date) -> Iterator[Reminder]:
    rows = Visit.objects.filter(state=VisitState.CONFIRMED, day=today + timedelta(days=1))
    rows = rows.select_related("request__asked_by", "school", "ambassador__user", "companion__user")
    for visit in rows.order_by("starts_at", "pk"):
        for who in (visit.ambassador, visit.companion):
            if who is not None and who.user is not None and who.user.is_active:
                yield _about_visit(
                    visit, who.user, who.given_name, "reminder_tomorrow_ambassador", f"{visit.starts_at}"
                )
        asker = visit.request.asked_by
        if asker is not None and asker.is_active:
            yield _about_visit(visit, asker, str(asker), "reminder_tomorrow_school", f"{visit.starts_at}")


def _checks(_now: datetime, today: date) -> Iterator[Reminder]:
    for who in checks_due(today).select_related("user"):
        due_on: date = who.due_on  # type: ignore[attr-defined]  # annotated by the query
        if who.user is not None and who.user.is_active and due_on > today:
            due = date_format(due_on, "j F Y")
            words = {"due": due}
            yield Reminder(who.user, who.given_name, due, "reminder_check", words, f"recheck:{who.pk}:{due_on}")


def _missing(_now: datetime, today: date) -> Iterator[Reminder]:
    for who in applications().select_related("user", "companion").prefetch_related("training")[:500]:
        found = _missing_of(who, today)
        if found is not None:
            yield found


def _missing_of(who: Ambassador, today: date) -> Reminder | None:
    """What somebody themselves can do something about."""
    if who.user is None or not who.user.is_active:
        return None
    items = [item for item in missing_for(who, today) if item.state == "missing"]
    if not items:
        return None
    about = "\n".join(f"{item.title}: {item.what_next}" for item in items)
    titles = ", ".join(str(item.title) for item in items)
    return Reminder(who.user, who.given_name, titles, "reminder_missing", {"quote": about}, f"missing:{who.pk}:{today}")


def _about_visit(visit: Visit, person: User, name: str, news: str, event: str) -> Reminder:
    starts = timezone.localtime(visit.starts_at)
    about = f"{visit.school.name}, {date_format(starts, 'j F')}, {time_format(starts, 'H:i')}"
    return Reminder(person, name, about, news, visit_words(visit), f"{news}:{visit.pk}:{person.pk}:{event}")


KINDS: dict[str, Kind] = {
    "answers": Kind(
        gettext_lazy("Answers to schools"),
        gettext_lazy("To ambassadors who were asked and have not said yes or no in time."),
        _answers,
    ),
    "tomorrow": Kind(
        gettext_lazy("Visits tomorrow"),
        gettext_lazy("To both sides of every visit booked for tomorrow. Sent by itself every afternoon."),
        _tomorrow,
    ),
    "checks": Kind(
        gettext_lazy("Checks due in 90 days"),
        gettext_lazy("To active ambassadors whose check is looked at again soon."),
        _checks,
        shows_checks=True,
    ),
    "missing": Kind(
        gettext_lazy("What is missing"),
        gettext_lazy("To people who apply and have something left to do themselves."),
        _missing,
    ),
}
