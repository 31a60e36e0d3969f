"""Visits: proposed, passed on, accepted, confirmed, done; or ended with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.support import acting
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.endings import end_visit
from ambassadors.actions.mails import tell_ambassador, tell_teacher, visit_words
from ambassadors.actions.support import (
    hold_people,
    is_own,
    locked_request,
    locked_visit,
    refuse_unless,
    require_coordinator,
    require_own,
    require_school,
)
from ambassadors.enums import HOLDING, EndReason, RequestState, Side, VisitState
from ambassadors.models import Ambassador, MessageTemplate, Visit, VisitFeedback, VisitMessage, VisitRequest
from ambassadors.rules.days import london_day
from ambassadors.rules.matching import WHY_NOT, reason_of
from ambassadors.rules.requests import setting_of
from ambassadors.rules.rota import TAKES_MANY

MOST_AHEAD = timedelta(days=400)
COORDINATOR = "coordinator"  # as MessageTemplate.sent_by has it
_SLOT = "one_visit_at_a_time"
# Reasons that say nothing about a person's checks or age.
_TOLD = frozenset({"not_active", "no_rule", "capacity", "wrong_day"})


class SlotTakenError(ValidationError):
    """Somebody else has just been promised this time."""


class NotAllowedError(ValidationError):
    """The database refuses the visit; `code` is the reason (see `ambassadors.rules.matching.WHY_NOT`)."""


def propose_visit(
    *,
    by: User,
    request: VisitRequest,
    ambassador: Ambassador,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    companion: Ambassador | None = None,
) -> Visit:
    """Hold a time of an ambassador for a request. By a coordinator it is passed on at once, by a school it waits.

    The companion of somebody under 18 is the one in their profile unless another is given. Raises SlotTakenError,
    NotAllowedError with a sentence, PermissionDenied.
    """
    coordinates = by.has_perm(Permission.AMBASSADOR_COORDINATE)
    if is_own(by, ambassador):
        raise PermissionDenied
    if not coordinates:
        require_school(by, request)
    with acting(by, "propose_visit"):
        hold_people(ambassador.pk, companion.pk if companion else ambassador.companion_id)
        row = locked_request(request)
        many = (RequestState.BOOKED,) if row.activity in TAKES_MANY else ()
        refuse_unless(row.state, (RequestState.SENT, RequestState.PROPOSED, *many))
        visit = _held(by, row, ambassador, starts_at, ends_at, now, companion)
        if coordinates:
            _pass_on(visit, by, now)
    return visit


def propose_wished(*, by: User, request: VisitRequest, now: datetime) -> Visit:
    """Hold the time that a teacher picked, within the sending of their request."""
    starts_at, length = request.wished_starts_at, request.minutes
    if request.wished is None or starts_at is None or length is None:
        raise ValueError("nobody was wished for")
    if is_own(by, request.wished):
        raise PermissionDenied
    return _held(by, request, request.wished, starts_at, starts_at + timedelta(minutes=length), now, None)


def pass_on_visit(*, by: User, visit: Visit, now: datetime) -> Visit:
    """Let the ambassador see what a school proposed, and ask them."""
    require_coordinator(by, visit.ambassador)
    with acting(by, "pass_on_visit"):
        row = locked_visit(visit)
        refuse_unless(row.state, (VisitState.PROPOSED,))
        if row.passed_on_at is None:
            _pass_on(row, by, now)
    return row


def accept_visit(*, by: User, visit: Visit, now: datetime) -> Visit:
    """Say yes, as the ambassador; the school confirms next."""
    require_own(by, visit.ambassador)
    with acting(by, "accept_visit"), refusals_in_words():
        row = locked_visit(visit)
        refuse_unless(row.state, (VisitState.PROPOSED,))
        if row.passed_on_at is None:
            raise PermissionDenied
        _refuse_past(row.starts_at, now)
        row.state, row.answered_at = VisitState.ACCEPTED, now
        _save(row, "state", "answered_at")
        tell_teacher(row.request.asked_by, "visit_accepted", visit_words(row))
    return row


def decline_visit(*, by: User, visit: Visit, reason: str, now: datetime) -> Visit:
    """Say no, with a reason; the request goes back to the coordinator."""
    require_own(by, visit.ambassador)
    with acting(by, "decline_visit"):
        row = locked_visit(visit)
        refuse_unless(row.state, (VisitState.PROPOSED,))
        if row.passed_on_at is None:
            raise PermissionDenied
        row.answered_at = now
        _save(row, "answered_at")
        end_visit(row, VisitState.DECLINED, _reason(reason), now=now)
    return row


def confirm_visit(*, by: User, visit: Visit, now: datetime) -> Visit:
    """Book it, as the school: other proposals for the same request end. The database looks at everything again."""
    _require_other_side(by, visit)
    with acting(by, "confirm_visit"), refusals_in_words():
        row = locked_visit(visit)
        refuse_unless(row.state, (VisitState.ACCEPTED,))
        _refuse_past(row.starts_at, now)
        row.state, row.confirmed_at = VisitState.CONFIRMED, now
        _save(row, "state", "confirmed_at")
        request = locked_request(row.request)
        request.state, request.met_at = RequestState.BOOKED, request.met_at or now
        request.save(update_fields=["state", "met_at", "changed_at"])
        tell_ambassador(row.ambassador, "visit_confirmed", visit_words(row))
        if row.companion is not None:
            tell_ambassador(row.companion, "visit_companion", visit_words(row))
        _end_others(request, row, now)
    return row


def cancel_visit(*, by: User, visit: Visit, reason: str, now: datetime) -> Visit:
    """Call a visit off, as either side or a coordinator, with a reason; the request is with the coordinator again."""
    sender = _sender(by, visit)
    with acting(by, "cancel_visit"):
        row = locked_visit(visit)
        refuse_unless(row.state, HOLDING)
        if row.state == VisitState.CONFIRMED and row.starts_at <= now and sender != COORDINATOR:
            raise ValidationError(_("This visit has begun. Say whether it took place."))
        end_visit(row, VisitState.CANCELLED, _reason(reason), now=now)
    return row


def finish_visit(*, by: User, visit: Visit, minutes: int, pupils_reached: int, now: datetime) -> Visit:
    """Say that a visit took place: how long, and how many pupils. Raises ValidationError by field.

    Whoever says it first; afterwards the school or a coordinator may put it right, not the ambassador whose hours
    they are.
    """
    sender = _sender(by, visit)
    problems = {}
    if not 5 <= minutes <= 600:
        problems["minutes"] = _("Give the length in minutes, from 5 to 600.")
    if not 0 <= pupils_reached <= 2000:
        problems["pupils_reached"] = _("Give the number of pupils, from 0 to 2,000.")
    if problems:
        raise ValidationError(problems)
    with acting(by, "finish_visit"):
        row = locked_visit(visit)
        corrects = () if sender == Side.AMBASSADOR else (VisitState.DONE,)
        refuse_unless(row.state, (VisitState.CONFIRMED, *corrects))
        if row.starts_at > now:
            raise ValidationError(_("This visit is still to come."))
        row.state, row.minutes, row.pupils_reached = VisitState.DONE, minutes, pupils_reached
        row.ended_at = row.ended_at or now
        _save(row, "state", "minutes", "pupils_reached", "ended_at")
        VisitRequest.objects.filter(pk=row.request_id).update(state=RequestState.DONE)
    return row


def mark_no_show(*, by: User, visit: Visit, reason: str, now: datetime) -> Visit:
    """Say that a confirmed visit did not take place, and why."""
    _sender(by, visit)
    with acting(by, "mark_no_show"):
        row = locked_visit(visit)
        refuse_unless(row.state, (VisitState.CONFIRMED,))
        if row.starts_at > now:
            raise ValidationError(_("This visit is still to come."))
        end_visit(row, VisitState.NO_SHOW, _reason(reason), now=now)
    return row


def give_feedback(*, by: User, visit: Visit, side: str, answers: Mapping[str, Any], now: datetime) -> VisitFeedback:
    """Say how a visit was, once a side; saying it again replaces it. Raises ValidationError by field."""
    if side == Side.SCHOOL:
        _require_other_side(by, visit)
    else:
        require_own(by, visit.ambassador)
    with acting(by, "give_feedback"):
        row = locked_visit(visit)
        refuse_unless(row.state, (VisitState.DONE,))
        known = VisitFeedback.objects.filter(visit=row, side=side).first()
        feedback = known or VisitFeedback(visit=row, side=side)
        for name, value in answers.items():
            if name not in _ANSWERS[Side(side)]:
                raise ValidationError({name: _("This cannot be answered here.")})
            setattr(feedback, name, value)
        feedback.given_by, feedback.given_at = by, now
        feedback.full_clean()
        feedback.save()
    return feedback


def send_message(*, by: User, visit: Visit, template: MessageTemplate, now: datetime) -> VisitMessage:
    """Send one of the scheme's own messages about a visit to the other side. Nobody writes words of their own."""
    sender = _sender(by, visit)
    if template.sent_by != sender or not template.is_active:
        raise ValidationError({"template": _("Choose a message from the list.")})
    if visit.state not in (*HOLDING, VisitState.DONE):
        raise ValidationError(_("This visit has ended."))
    with acting(by, "send_message"):
        row = locked_visit(visit)
        message = VisitMessage.objects.create(visit=row, template=template, sent_by=by, sent_at=now)
        words = visit_words(row) | {"title": template.title, "quote": template.text}
        if sender != Side.SCHOOL:
            tell_teacher(row.request.asked_by, "visit_message_school", words)
        if sender != Side.AMBASSADOR and row.passed_on_at is not None:
            tell_ambassador(row.ambassador, "visit_message_ambassador", words)
    return message


_SHARED_ANSWERS = frozenset({"went_well", "well_prepared", "would_repeat", "staff_present"})
_ANSWERS = {
    Side.AMBASSADOR: _SHARED_ANSWERS,
    Side.SCHOOL: _SHARED_ANSWERS
    | {"right_level", "routes_covered", "pupils_asked", "pupils_new_job", "pupils_could_do", "pupils_next_step"},
}


@contextmanager
def refusals_in_words(*, in_full: bool = False) -> Iterator[None]:
    """Turn the database's own refusal of a visit into a sentence; what was written within the block is undone.

    Only `in_full` does the sentence say what about somebody's checks stands in the way.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        reason = reason_of(error)
        if reason == "accompanying" or _SLOT in str(error):
            raise SlotTakenError(_("This time has just been taken. Choose another."), code="taken") from error
        if reason is None:
            raise
        # What is held about somebody's checks is the coordinator's to know.
        said = WHY_NOT[reason] if in_full or reason in _TOLD else WHY_NOT["not_cleared"]
        raise NotAllowedError(str(said), code=reason) from error


def _held(
    by: User,
    request: VisitRequest,
    ambassador: Ambassador,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    companion: Ambassador | None,
) -> Visit:
    """A new visit that holds its slot, for a locked request."""
    _refuse_past(starts_at, now)
    if starts_at > now + MOST_AHEAD:
        raise ValidationError(_("Choose a time within the next 13 months."))
    day = london_day(starts_at)
    if companion is None and ambassador.is_minor(day):
        companion = ambassador.companion
    with refusals_in_words(in_full=by.has_perm(Permission.AMBASSADOR_COORDINATE)):
        visit = Visit.objects.create(
            request=request,
            ambassador=ambassador,
            companion=companion,
            school=request.school,
            day=day,
            starts_at=starts_at,
            ends_at=ends_at,
            nation=request.nation,
            setting=setting_of(request.activity, request.mode),
            is_overnight=request.is_overnight,
            proposed_by=by,
            proposed_at=now,
        )
    if request.state == RequestState.SENT:
        request.state = RequestState.PROPOSED
        request.save(update_fields=["state", "changed_at"])
    return visit


def _pass_on(visit: Visit, by: User, now: datetime) -> None:
    visit.passed_on_by, visit.passed_on_at = by, now
    _save(visit, "passed_on_by", "passed_on_at")
    tell_ambassador(visit.ambassador, "visit_asked", visit_words(visit))


def _end_others(request: VisitRequest, kept: Visit, now: datetime) -> None:
    related = ("request__asked_by", "school", "ambassador__user")
    others = request.visits.select_for_update(of=("self",)).select_related(*related).exclude(pk=kept.pk)
    if request.activity in TAKES_MANY:
        others = others.exclude(day=kept.day)
    for other in others.filter(state__in=(VisitState.PROPOSED, VisitState.ACCEPTED)):
        end_visit(other, VisitState.CANCELLED, EndReason.COORDINATOR, now=now)


def _save(visit: Visit, *fields: str) -> None:
    visit.sequence += 1
    visit.save(update_fields=[*fields, "sequence", "changed_at"])


def _reason(reason: str) -> EndReason:
    if reason not in EndReason:
        raise ValidationError({"reason": _("Choose a reason.")})
    return EndReason(reason)


def _refuse_past(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})


def _sender(by: User, visit: Visit) -> str:
    """On which side of a visit somebody stands; raises PermissionDenied for nobody."""
    if visit.passed_on_at is not None and is_own(by, visit.ambassador):
        return Side.AMBASSADOR
    if by.has_perm(Permission.VISIT_REQUEST, visit.school):
        return Side.SCHOOL
    if by.has_perm(Permission.AMBASSADOR_COORDINATE):
        return COORDINATOR
    raise PermissionDenied


def _require_other_side(by: User, visit: Visit) -> None:
    """Raise PermissionDenied unless somebody acts for the school, and is not the visitor: nobody is both sides."""
    require_school(by, visit.request)
    if is_own(by, visit.ambassador):
        raise PermissionDenied
