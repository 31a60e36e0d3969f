"""Asking for a visit: draft, send, take back, close, repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import acting, line
from accounts.models import Organisation, User
from accounts.permissions import Permission
from ambassadors.actions.endings import end_visit
from ambassadors.actions.mails import request_words, tell_teacher
from ambassadors.actions.support import locked_request, refuse_unless, require_coordinator, require_school
from ambassadors.enums import HOLDING, EndReason, RequestState, VisitState
from ambassadors.models import Ambassador, RequestWindow, SchoolPlace, VisitRequest
from ambassadors.places import where_is
from ambassadors.rules.requests import missing_in, problems_in

MOST_OPEN = 60  # drafts and open requests of one school at a time
FIELDS = frozenset(
    {
        *("activity", "mode", "subject", "topic", "occupation", "route", "phase", "year_groups", "pupils", "aims"),
        *("benchmarks", "language", "outcode", "is_overnight", "minutes", "access_needs", "staff_name", "staff_phone"),
        *("safeguarding_name", "safeguarding_contact", "says_present", "says_risk_assessed", "says_conduct"),
        *("says_identity", "says_online_rules", "wished", "wished_starts_at", "step"),
    }
)
_COPIED = FIELDS - {"wished", "wished_starts_at", "step"} - {name for name in FIELDS if name.startswith("says_")}
_PLACED = ("latitude", "longitude", "area", "region", "nation")


def place_school(*, by: User, school: Organisation, outcode: str, address: str = "") -> SchoolPlace:
    """Say where a school is, for its requests from now on. Raises PermissionDenied, ValidationError by field."""
    if not by.has_perm(Permission.VISIT_REQUEST, school):
        raise PermissionDenied
    where = where_is(outcode)
    with acting(by, "place_school"):
        place, _made = SchoolPlace.objects.update_or_create(
            organisation=school,
            defaults={**where.fields(), "address": line(address, "address", 300), "basis": "stated"},
        )
    return place


def save_request(
    *,
    by: User,
    school: Organisation,
    changes: Mapping[str, Any],
    today: date,
    windows: Sequence[Mapping[str, Any]] | None = None,
    request: VisitRequest | None = None,
) -> VisitRequest:
    """Save some answers of a draft; half a request is fine. `windows`, where given, replace those it had.

    Raises ValidationError by field ("windows.0.last_day"), PermissionDenied for another school's.
    """
    if not by.has_perm(Permission.VISIT_REQUEST, school) or (request and request.school_id != school.pk):
        raise PermissionDenied
    if unknown := set(changes) - FIELDS:
        raise ValidationError({name: _("This cannot be changed here.") for name in unknown})
    with acting(by, "save_request"):
        row = locked_request(request) if request else _new(by, school)
        refuse_unless(row.state, (RequestState.DRAFT,))
        for name, value in changes.items():
            setattr(row, name, value)
        _place(row, changes)
        rows = list(row.windows.all()) if row.pk else []
        if windows is not None:
            rows = [RequestWindow(request=row, **one) for one in windows]
        _check(row, rows, today, set(changes) | ({"windows"} if windows is not None else set()))
        row.save()
        if windows is not None:
            row.windows.all().delete()
            RequestWindow.objects.bulk_create(rows)
    return row


def send_request(*, by: User, request: VisitRequest, now: datetime) -> VisitRequest:
    """Hand a complete request to the coordinator; with a wished ambassador and time, their slot is held at once.

    Raises ValidationError by field for what is missing, and SlotTakenError (of `visits`) when the slot has just
    gone: the draft is as it was.
    """
    from ambassadors.actions.visits import propose_wished

    require_school(by, request)
    today = timezone.localdate(now)
    with acting(by, "send_request"):
        row = locked_request(request)
        refuse_unless(row.state, (RequestState.DRAFT, RequestState.UNMET))
        if not row.school.is_verified:
            raise ValidationError(_("Your school or college is not verified yet. You can send this once it is."))
        windows = list(row.windows.all())
        wrong = missing_in(row, windows, today) | problems_in(row, windows, today)
        if wrong:
            raise ValidationError({name: str(says) for name, says in wrong.items()})
        row.state, row.sent_at, row.end_reason = RequestState.SENT, now, ""
        row.save()
        if row.wished is not None and row.wished_starts_at is not None:
            propose_wished(by=by, request=row, now=now)
        tell_teacher(row.asked_by, "request_received", request_words(row))
    return row


def withdraw_request(*, by: User, request: VisitRequest, now: datetime) -> VisitRequest:
    """Take a request back; what was booked for it is cancelled and the ambassador told."""
    require_school(by, request)
    with acting(by, "withdraw_request"):
        row = locked_request(request)
        refuse_unless(row.state, (RequestState.DRAFT, RequestState.SENT, RequestState.PROPOSED, RequestState.BOOKED))
        _end_visits_of(row, EndReason.SCHOOL_CANCELLED, now)
        row.state, row.end_reason = RequestState.WITHDRAWN, EndReason.SCHOOL_CANCELLED
        row.save(update_fields=["state", "end_reason", "changed_at"])
    return row


def close_request(*, by: User, request: VisitRequest, reason: str, now: datetime) -> VisitRequest:
    """Say, as a coordinator, that nobody was found, and why. The school can send it again with other dates."""
    require_coordinator(by)
    if reason not in EndReason:
        raise ValidationError({"reason": _("Choose a reason.")})
    with acting(by, "close_request"):
        row = locked_request(request)
        refuse_unless(row.state, (RequestState.SENT, RequestState.PROPOSED))
        _end_visits_of(row, EndReason.COORDINATOR, now)
        row.state, row.end_reason = RequestState.UNMET, reason
        row.save(update_fields=["state", "end_reason", "changed_at"])
        tell_teacher(row.asked_by, "request_unmet", request_words(row))
    return row


def repeat_request(*, by: User, request: VisitRequest, today: date) -> VisitRequest:
    """A new draft like an earlier request, its days moved by whole years to the same weekdays, safety asked anew."""
    require_school(by, request)
    with acting(by, "repeat_request"):
        row = _new(by, request.school)
        for name in (*_COPIED, *_PLACED):
            setattr(row, name, getattr(request, name))
        row.repeats = request
        if request.wished_id and Ambassador.objects.cleared(today).filter(pk=request.wished_id).exists():
            row.wished = request.wished
        row.save()
        windows = [
            RequestWindow(
                request=row,
                first_day=_moved(window.first_day, window.last_day, today),
                last_day=_moved(window.last_day, window.last_day, today),
                weekdays=window.weekdays,
                morning=window.morning,
                afternoon=window.afternoon,
            )
            for window in request.windows.all()
        ]
        RequestWindow.objects.bulk_create(windows)
    return row


def _moved(day: date, last_day: date, today: date) -> date:
    """A day moved on by so many times 52 weeks that `last_day`, moved alike, is still to come."""
    weeks = 52
    while last_day + timedelta(weeks=weeks) <= today:
        weeks += 52
    return day + timedelta(weeks=weeks)


def _new(by: User, school: Organisation) -> VisitRequest:
    Organisation.objects.select_for_update().get(pk=school.pk)  # so that the limit holds for two at once
    open_states = (RequestState.DRAFT, RequestState.SENT, RequestState.PROPOSED)
    if VisitRequest.objects.filter(school=school, state__in=open_states).count() >= MOST_OPEN:
        said = _("Your school has %(most)d requests open. Finish or withdraw some first.")
        raise ValidationError(said % {"most": MOST_OPEN})
    row = VisitRequest(school=school, asked_by=by)
    place = SchoolPlace.objects.filter(organisation=school).first()
    if place is not None:
        for name in ("outcode", *_PLACED):
            setattr(row, name, getattr(place, name))
    return row


def _place(row: VisitRequest, changes: Mapping[str, Any]) -> None:
    if changes.get("outcode"):
        for name, value in where_is(changes["outcode"]).fields().items():
            setattr(row, name, value)


def _check(row: VisitRequest, windows: list[RequestWindow], today: date, changed: set[str]) -> None:
    problems: dict[str, Any] = {}
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.name not in changed])
    except ValidationError as error:
        problems |= error.message_dict
    for number, window in enumerate(windows if "windows" in changed else ()):
        try:
            window.full_clean(exclude=["request"])
        except ValidationError as error:
            problems |= {f"windows.{number}.{name}": says for name, says in error.message_dict.items()}
    wrong = {} if problems else problems_in(row, windows, today)
    problems |= {name: [str(says)] for name, says in wrong.items() if name in changed}
    if problems:
        raise ValidationError(problems)


def _end_visits_of(row: VisitRequest, reason: EndReason, now: datetime) -> None:
    related = ("request__asked_by", "school", "ambassador__user")
    for visit in row.visits.select_for_update(of=("self",)).select_related(*related).filter(state__in=HOLDING):
        end_visit(visit, VisitState.CANCELLED, reason, now=now)
    row.refresh_from_db()
