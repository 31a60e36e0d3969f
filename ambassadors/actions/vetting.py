"""Deciding about people's checks, and noting who looked at what is held about them."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import acting
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.endings import end_refused_visits
from ambassadors.actions.standing import suspend_row
from ambassadors.actions.support import is_own, locked_ambassador, refuse_unless
from ambassadors.enums import Standing, VettingOutcome
from ambassadors.models import Ambassador, VettingDecision, VettingLook
from ambassadors.rules.days import months_later
from ambassadors.rules.vetting import kinds_known, scheme_value

RECHECK_MONTHS = "recheck-months"


def record_decision(
    *, by: User, ambassador: Ambassador, kind: str, issued_on: date, outcome: str, now: datetime
) -> VettingDecision:
    """Write down what was decided after a check; never anything of the certificate but its kind and issue date.

    A new decision replaces the standing one of its kind, and visits ahead that it does not cover are cancelled. A
    refusal replaces every standing clearance and suspends at once. Raises PermissionDenied (nobody decides about
    themselves) and ValidationError by field: for a kind that no rule of the person's nation knows, or a day to come.
    """
    if not by.has_perm(Permission.VETTING_DECIDE) or is_own(by, ambassador):
        raise PermissionDenied
    today = timezone.localdate(now)
    _check(ambassador, kind, issued_on, outcome, today)
    with acting(by, "record_decision"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.APPLIED, Standing.IN_CHECKS, Standing.ACTIVE, Standing.PAUSED))
        standing = VettingDecision.objects.standing().filter(ambassador=row)
        if outcome == VettingOutcome.CLEARED:
            standing = standing.filter(kind=kind)
        standing.update(replaced_at=now)
        decision = VettingDecision.objects.create(
            ambassador=row,
            kind=kind,
            issued_on=issued_on,
            outcome=outcome,
            decided_by=by,
            decided_at=now,
            recheck_due_on=_due(issued_on, today),
        )
        if outcome == VettingOutcome.REFUSED:
            suspend_row(row, reason=_("A check was decided against."), now=now)
        else:
            end_refused_visits(row, now=now)  # it may fall due before the one that it replaces
    return decision


def log_look(*, by: User, page: str, ambassador: Ambassador | None = None, people: int = 1) -> None:
    """Note, before the answer goes out, that somebody looks at what is held about checks."""
    VettingLook.objects.create(looked_by=by, ambassador=ambassador, people=people, page=page[:120])


def _due(issued_on: date, today: date) -> date:
    return months_later(issued_on, scheme_value(RECHECK_MONTHS, today))


def _check(ambassador: Ambassador, kind: str, issued_on: date, outcome: str, today: date) -> None:
    problems = {}
    if kind not in kinds_known(ambassador.nation, today):
        problems["kind"] = _("No rule in force there accepts this kind of check, so it must not be asked for.")
    if issued_on > today:
        problems["issued_on"] = _("Give a day that is not still to come.")
    elif _due(issued_on, today) <= today:
        problems["issued_on"] = _("A check this old has fallen due already. Ask for a new one.")
    if outcome not in VettingOutcome:
        problems["outcome"] = _("Choose one.")
    if problems:
        raise ValidationError(problems)
