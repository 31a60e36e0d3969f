"""Concerns: raised from a visit, routed past whom they are about, dealt with step by step, closed, never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.mails import News, register_news, tell
from accounts.actions.support import acting, line
from accounts.actions.support import words as several_lines
from accounts.enums import MembershipRole
from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import role_names
from ambassadors.actions.standing import suspend_row
from ambassadors.actions.support import is_own, locked_ambassador, refuse_unless
from ambassadors.actions.vetting import log_look
from ambassadors.enums import ConcernAbout, ConcernLevel, ConcernState, ReferralDecision, Standing
from ambassadors.models import Ambassador, Concern, ConcernNote, Visit
from ambassadors.rules.concerns import NoHandlerError, may_deal_with, people_for, route

_NEWS = {
    "concern_waits": News(
        gettext_lazy("A concern waits for you"),
        (
            gettext_lazy("Somebody has raised a concern about a visit. It is routed to you and one other person."),
            gettext_lazy("Open it today. For the safety of everybody in it, this mail says nothing of what happened."),
        ),
        "/ambassadors/coordinate/concerns/%(concern)s/",
        gettext_lazy("Open the concern"),
    ),
    "concern_received": News(
        gettext_lazy("We have your concern"),
        (
            gettext_lazy("Thank you for telling us. Somebody who has no part in it looks at it."),
            gettext_lazy("If somebody is in danger, call 999. Tell the school’s safeguarding lead if you have not."),
        ),
        "/ambassadors/safeguarding/",
        gettext_lazy("How we keep visits safe"),
    ),
}


def register_all() -> None:
    """Make these news known; called when the apps are ready."""
    register_news(**_NEWS)


def may_raise(by: User, visit: Visit) -> bool:
    """Whether somebody may raise a concern about a visit: who was there, the school's staff, a coordinator."""
    if not by.is_active:
        return False
    came = [visit.ambassador, *([visit.companion] if visit.companion else [])]
    if visit.passed_on_at is not None and any(is_own(by, one) for one in came):
        return True
    if by.has_perm(Permission.VISIT_REQUEST, visit.school) or by.has_perm(Permission.AMBASSADOR_COORDINATE):
        return True
    return MembershipRole.SAFEGUARDING_LEAD in role_names(by, organisation=visit.school)


def raise_concern(
    *,
    by: User,
    about: str,
    words: str,
    now: datetime,
    visit: Visit | None = None,
    ambassador: Ambassador | None = None,
    person: User | None = None,
    told_school: bool | None = None,
    suspend: bool = False,
) -> Concern:
    """Write a concern down and route it, telling only the two who deal with it, and the one who raised it.

    From a visit by those who may; without one about an `ambassador`, by a coordinator. `person` is the coordinator it
    is about, where that is known. With `suspend`, a coordinator takes the ambassador out of the scheme in the same
    step. Raises PermissionDenied, ValidationError by field.
    """
    whom = visit.ambassador if visit is not None else ambassador
    _require_raiser(by, visit, whom)
    said = _checked(about, words, whom)
    if whom is not None and about == ConcernAbout.AMBASSADOR:
        person = whom.user
    elif about != ConcernAbout.COORDINATOR or (person and not person.has_perm(Permission.AMBASSADOR_COORDINATE)):
        person = None
    judge = by.pk if about == ConcernAbout.COORDINATOR else None
    region = visit.request.region if visit is not None else (whom.region if whom else "")
    with acting(by, "raise_concern"):
        try:
            found = route(about, visit=visit, region=region, person=person, apart_from=(judge,))
        except NoHandlerError as error:
            says = _("Nobody can take this here now. Tell the school’s safeguarding lead or head, and call us.")
            raise ValidationError(says) from error
        concern = Concern.objects.create(
            visit=visit,
            about=about,
            ambassador=whom if about == ConcernAbout.AMBASSADOR else None,
            person=person,
            raised_by=by,
            raised_at=now,
            words=said,
            told_school=told_school,
            handler=found.handler,
            alternate=found.alternate,
        )
        if suspend and whom is not None and by.has_perm(Permission.CONCERN_HANDLE) and not is_own(by, whom):
            _suspend(concern, now)
        for one in (found.handler, found.alternate):
            tell(one, "concern_waits", {"concern": concern.pk})
        tell(by, "concern_received", {})
    return concern


def look_at_concern(*, by: User, concern: Concern) -> None:
    """Note that somebody opens a concern, before the answer goes out. Raises PermissionDenied for all but its two."""
    if not may_deal_with(by, concern):
        raise PermissionDenied
    log_look(by=by, page=look_page(concern), people=0)


def look_page(concern: Concern) -> str:
    """The name under which looks at a concern are kept; it names nobody."""
    return f"concern {concern.pk}"


def note_concern(*, by: User, concern: Concern, words: str, now: datetime) -> ConcernNote:
    """Write down one step. Raises PermissionDenied, ValidationError."""
    said = several_lines(words, "words", 2000, _("Write what you did or learned."))
    with acting(by, "note_concern"):
        row = _open(by, concern)
        return ConcernNote.objects.create(concern=row, written_by=by, written_at=now, words=said)


def sort_concern(*, by: User, concern: Concern, level: str) -> Concern:
    """Say how grave it is: low-level, or that the harm threshold may be met."""
    if level not in (ConcernLevel.LOW, ConcernLevel.HARM):
        raise ValidationError({"level": _("Choose one.")})
    with acting(by, "sort_concern"):
        row = _open(by, concern)
        row.level = level
        row.save(update_fields=["level"])
    return row


def suspend_for_concern(*, by: User, concern: Concern, now: datetime) -> Concern:
    """Take the ambassador of a concern out of the scheme at once; schools are told only that they cannot come."""
    with acting(by, "suspend_for_concern"):
        row = _open(by, concern)
        if _ambassador_of(row) is None:
            raise ValidationError(_("No ambassador has a part in this concern."))
        _suspend(row, now)
    return row


def decide_referral(*, by: User, concern: Concern, decision: str, reason: str) -> Concern:
    """Decide whether it is referred to the Disclosure and Barring Service or its like; a "no" needs its reason."""
    if decision not in (ReferralDecision.REFERRED, ReferralDecision.NOT_NEEDED):
        raise ValidationError({"referral": _("Choose one.")})
    missing = _("Give the reason.") if decision == ReferralDecision.NOT_NEEDED else ""
    why = line(reason, "referral_reason", 600, missing)
    with acting(by, "decide_referral"):
        row = _open(by, concern)
        row.referral, row.referral_reason = decision, why
        row.save(update_fields=["referral", "referral_reason"])
    return row


def hand_over_concern(*, by: User, concern: Concern, handler: User, alternate: User) -> Concern:
    """Give it to two other people, or swap the two. Raises ValidationError for somebody it must not go to."""
    with acting(by, "hand_over_concern"):
        row = _open(by, concern)
        fit = {one.pk for one in people_for(row)}
        problems = {
            name: _("This person cannot take it. Choose another.")
            for name, one in (("handler", handler), ("alternate", alternate))
            if one.pk not in fit
        }
        if handler.pk == alternate.pk:
            problems["alternate"] = _("Choose two people.")
        if problems:
            raise ValidationError(problems)
        told = [one for one in (handler, alternate) if one.pk not in (row.handler_id, row.alternate_id)]
        row.handler, row.alternate = handler, alternate
        row.save(update_fields=["handler", "alternate"])
        for one in told:
            tell(one, "concern_waits", {"concern": row.pk})
    return row


def close_concern(*, by: User, concern: Concern, outcome: str, now: datetime) -> Concern:
    """End it with an outcome, once it is sorted and a referral decided about. It is kept for good."""
    said = several_lines(outcome, "outcome", 1000, _("Write what came of it."))
    with acting(by, "close_concern"):
        row = _open(by, concern)
        problems = {}
        if row.level == ConcernLevel.UNSORTED:
            problems["level"] = _("Say first how grave it is.")
        if row.referral == ReferralDecision.UNDECIDED:
            problems["referral"] = _("Decide first whether it has to be referred.")
        if problems:
            raise ValidationError(problems)
        row.outcome, row.state, row.closed_at = said, ConcernState.CLOSED, now
        row.save(update_fields=["outcome", "state", "closed_at"])
    return row


def reopen_concern(*, by: User, concern: Concern, now: datetime, words: str) -> Concern:
    """Take a closed concern up again, with the reason as a note."""
    said = several_lines(words, "words", 2000, _("Write why it is opened again."))
    with acting(by, "reopen_concern"):
        row = _locked(by, concern)
        refuse_unless(row.state, (ConcernState.CLOSED,))
        row.state, row.closed_at = ConcernState.OPEN, None
        row.save(update_fields=["state", "closed_at"])
        ConcernNote.objects.create(concern=row, written_by=by, written_at=now, words=said)
    return row


def _require_raiser(by: User, visit: Visit | None, ambassador: Ambassador | None) -> None:
    if visit is not None:
        if not may_raise(by, visit):
            raise PermissionDenied
        return
    if ambassador is None or not by.has_perm(Permission.AMBASSADOR_COORDINATE) or is_own(by, ambassador):
        raise PermissionDenied


def _checked(about: str, words: str, ambassador: Ambassador | None) -> str:
    problems: dict[str, Any] = {}
    if about not in ConcernAbout:
        problems["about"] = _("Choose what it is about.")
    try:
        said = several_lines(words, "words", 4000, _("Say what happened, in a few sentences."))
    except ValidationError as error:
        problems |= error.message_dict
    if problems:
        raise ValidationError(problems)
    return said


def _locked(by: User, concern: Concern) -> Concern:
    """The concern, held; raises PermissionDenied for anybody but its two."""
    row = Concern.objects.select_for_update(of=("self",)).select_related("visit__ambassador", "ambassador")
    found = row.get(pk=concern.pk)
    if not may_deal_with(by, found):
        raise PermissionDenied
    return found


def _open(by: User, concern: Concern) -> Concern:
    row = _locked(by, concern)
    refuse_unless(row.state, (ConcernState.OPEN,))
    return row


def _ambassador_of(concern: Concern) -> Ambassador | None:
    if concern.ambassador is not None:
        return concern.ambassador
    return concern.visit.ambassador if concern.visit is not None else None


def _suspend(concern: Concern, now: datetime) -> None:
    """Suspend, unless they are already; the reason that other coordinators read says nothing of the concern."""
    whom = _ambassador_of(concern)
    if whom is None:
        return
    row = locked_ambassador(whom)
    if row.standing != Standing.SUSPENDED:
        suspend_row(row, reason=_("Suspended while something is looked into."), now=now)
    concern.suspended_at = concern.suspended_at or now
    concern.save(update_fields=["suspended_at"])
