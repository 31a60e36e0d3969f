"""Keeps the demo set alive: its dates go along with the calendar, by whole weeks, so that weekdays stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from ambassadors.enums import HOLDING, EndReason, VisitState
from ambassadors.models import OfferSlot, Visit
from ambassadors.rules.days import LONDON

WEEK = 7
# Which rows of a table are the demo set's; what visitors of a demonstration add later is told by its day.
_OURS = "ambassador_id IN (SELECT id FROM ambassadors_ambassador WHERE is_demo)"
_VISITS = "visit_id IN (SELECT id FROM ambassadors_visit WHERE is_demo)"
_VISIT_TIMES = ("starts_at", "ends_at", "proposed_at", "passed_on_at", "answered_at", "confirmed_at", "ended_at")
_WHICH = {
    "vettingdecision": _OURS + " AND decided_at < %(until)s",
    "training": _OURS + " AND (done_on IS NULL OR done_on < %(until)s)",
    "availability": _OURS,
    "requestwindow": "request_id IN (SELECT r.id FROM ambassadors_visitrequest r JOIN accounts_organisation o"
    " ON o.id = r.school_id WHERE o.is_demo AND r.created_at < %(until)s)",
    "visitrequest": "created_at < %(until)s AND school_id IN (SELECT id FROM accounts_organisation WHERE is_demo)",
    "visit": "is_demo AND state NOT IN ('proposed', 'accepted', 'confirmed')",
    "visitfeedback": _VISITS,
    "visitmessage": _VISITS,
    "observation": _OURS,
    "concernnote": "concern_id IN (SELECT c.id FROM ambassadors_concern c JOIN ambassadors_visit v"
    " ON v.id = c.visit_id WHERE v.is_demo)",
    "concern": _VISITS,
    "peerwish": _OURS,
    "peermeeting": "pair_id IN (SELECT p.id FROM ambassadors_peerpair p JOIN ambassadors_ambassador a"
    " ON a.id = p.first_id WHERE a.is_demo)",
    "peerpair": "first_id IN (SELECT id FROM ambassadors_ambassador WHERE is_demo)",
    "duplicatepair": "first_id IN (SELECT id FROM ambassadors_ambassador WHERE is_demo)",
    "encounteroffer": "organisation_id IN (SELECT id FROM accounts_organisation WHERE is_demo)",
    "story": "is_demo AND created_at < %(until)s",
    "ambassador": "is_demo",
}
# Columns of days and columns of moments. Visits that hold their slot and offers' times are moved one by one.
_COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "vettingdecision": (("issued_on", "recheck_due_on"), ("decided_at", "replaced_at")),
    "training": (("done_on", "due_on"), ()),
    "availability": (("first_day", "last_day"), ()),
    "requestwindow": (("first_day", "last_day"), ()),
    "visitrequest": ((), ("sent_at", "met_at", "wished_starts_at", "created_at")),
    "visit": (("day",), _VISIT_TIMES),
    "visitfeedback": ((), ("given_at",)),
    "visitmessage": ((), ("sent_at",)),
    "observation": (("observed_on",), ()),
    "concernnote": ((), ("written_at",)),
    "concern": ((), ("raised_at", "suspended_at", "closed_at")),
    "peerwish": ((), ("asked_at",)),
    "peermeeting": (("met_on",), ()),
    "peerpair": ((), ("paired_at", "ended_at")),
    "duplicatepair": ((), ("found_at", "decided_at")),
    "encounteroffer": ((), ("created_at", "approved_at")),
    "story": ((), ("created_at", "consented_at", "submitted_at", "published_at")),
    "ambassador": (("adult_from",), ("applied_at", "consented_at", "standing_since", "created_at")),
}


def weeks_behind(written: datetime, today: date) -> int:
    """How many whole weeks a demo set that was written then lies behind today; never below 0."""
    return max((today - written.astimezone(LONDON).date()).days // WEEK, 0)


def move_on(written: datetime, weeks: int) -> None:
    """Move every date of the demo set by so many weeks; times of the day in London stay.

    The moved rows are the ones that were there when the set was `written`. One transaction is the caller's part.
    """
    days = timedelta(days=WEEK * weeks)
    moved: dict[str, int | str | datetime] = {
        "days": days.days,
        "by": f"{days.days} days",
        "until": written + timedelta(days=1),
    }
    with connection.cursor() as cursor:
        for table, (on_days, at_moments) in _COLUMNS.items():
            sets = [f"{name} = {name} + %(days)s::integer" for name in on_days]
            sets += [
                f"{name} = ({name} AT TIME ZONE 'Europe/London' + %(by)s::interval) AT TIME ZONE 'Europe/London'"
                for name in at_moments
            ]
            # Put together of this module's own words; values are passed beside it.
            statement = f"UPDATE ambassadors_{table} SET {', '.join(sets)} WHERE {_WHICH[table]}"  # noqa: S608 - see above
            cursor.execute(statement, moved)
    _move_slots(days)
    _move_held(days)  # last: the database looks at the checks, which have moved along by now


def _move_held(days: timedelta) -> None:
    """The latest first: moved all at once, a visit would meet the next one of the same person on its way.

    One that cannot be any more, since a visitor paused its ambassador or the like, is called off instead.
    """
    for visit in Visit.objects.filter(is_demo=True, state__in=HOLDING).order_by("-starts_at", "pk"):
        for name in _VISIT_TIMES:
            value = getattr(visit, name)
            if value is not None:
                setattr(visit, name, _later(value, days))
        visit.day += days
        changed = ["day", *_VISIT_TIMES]
        try:
            with transaction.atomic():
                visit.save(update_fields=changed)
        except IntegrityError:
            visit.state, visit.end_reason, visit.ended_at = (
                VisitState.CANCELLED,
                EndReason.COORDINATOR,
                visit.proposed_at,
            )
            visit.save(update_fields=[*changed, "state", "end_reason"])


def _move_slots(days: timedelta) -> None:
    for slot in OfferSlot.objects.filter(offer__organisation__is_demo=True).order_by("-starts_at", "pk"):
        slot.starts_at, slot.ends_at = _later(slot.starts_at, days), _later(slot.ends_at, days)
        slot.save(update_fields=["starts_at", "ends_at"])


def _later(value: datetime, days: timedelta) -> datetime:
    """The same time of the day in London so many days on."""
    return value.astimezone(LONDON) + days
