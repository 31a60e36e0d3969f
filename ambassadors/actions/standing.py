"""Where an ambassador stands: in checks, active, paused, suspended, left. Each acts on the next request."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.support import acting, line
from accounts.models import User
from accounts.permissions import Permission
from ambassadors.actions.endings import end_visits
from ambassadors.actions.mails import tell_ambassador
from ambassadors.actions.partnering import end_pairs_of
from ambassadors.actions.support import is_own, locked_ambassador, refuse_unless, require_coordinator, require_own
from ambassadors.enums import ConcernState, EndReason, PairState, Standing, VettingOutcome
from ambassadors.models import Ambassador, Concern, DuplicatePair
from ambassadors.rules.standing import missing_for


def begin_checks(*, by: User, ambassador: Ambassador, now: datetime) -> Ambassador:
    """Take an application up. Raises PermissionDenied, ValidationError."""
    require_coordinator(by, ambassador)
    with acting(by, "begin_checks"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.APPLIED,))
        if row.applied_at is None:
            raise ValidationError(_("This application has not been sent in yet."))
        _set(row, Standing.IN_CHECKS, now)
        tell_ambassador(row, "ambassador_checks", {})
    return row


def activate(*, by: User, ambassador: Ambassador, now: datetime) -> Ambassador:
    """Let schools be offered somebody's time, once nothing is missing. Raises ValidationError naming what is."""
    require_coordinator(by, ambassador)
    with acting(by, "activate"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.IN_CHECKS,))
        if _may_be_barred(row):
            raise ValidationError(_("This may be somebody who is suspended or was refused. Look at the pair first."))
        missing = missing_for(row, timezone.localdate(now))
        if missing:
            said = ", ".join(str(item.title) for item in missing)
            raise ValidationError(_("Still missing: %(things)s.") % {"things": said})
        _set(row, Standing.ACTIVE, now)
        tell_ambassador(row, "ambassador_active", {})
    return row


def pause_ambassador(*, by: User, ambassador: Ambassador, now: datetime, reason: str = "") -> Ambassador:
    """Stop offering somebody's time until they come back, for themselves or by a coordinator.

    Their visits ahead are cancelled and the schools told: nobody paused is ever booked.
    """
    _require_either(by, ambassador)
    with acting(by, "pause_ambassador"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.ACTIVE,))
        _set(row, Standing.PAUSED, now, line(reason, "reason", 300))
        end_visits(row, reason=EndReason.AMBASSADOR_CANCELLED, now=now)
    return row


def resume_ambassador(*, by: User, ambassador: Ambassador, now: datetime) -> Ambassador:
    """End a pause; what has fallen due meanwhile has to be done first."""
    _require_either(by, ambassador)
    with acting(by, "resume_ambassador"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.PAUSED,))
        missing = missing_for(row, timezone.localdate(now))
        _set(row, Standing.IN_CHECKS if missing else Standing.ACTIVE, now)
    return row


def suspend_ambassador(*, by: User, ambassador: Ambassador, reason: str, now: datetime) -> Ambassador:
    """Take somebody out at once: gone from every list by the next request, visits ahead cancelled, schools told.

    Schools read no reason but that the ambassador is not available. Raises PermissionDenied, ValidationError.
    """
    if not (by.has_perm(Permission.AMBASSADOR_COORDINATE) or by.has_perm(Permission.CONCERN_HANDLE)):
        raise PermissionDenied
    if is_own(by, ambassador):
        raise PermissionDenied
    why = line(reason, "reason", 300, _("Give the reason. Only coordinators read it."))
    with acting(by, "suspend_ambassador"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, tuple(one for one in Standing if one != Standing.SUSPENDED))
        suspend_row(row, reason=why, now=now)
    return row


def restore_ambassador(*, by: User, ambassador: Ambassador, now: datetime) -> Ambassador:
    """End a suspension: back to checks, from where only a coordinator's look at everything makes active again."""
    require_coordinator(by, ambassador)
    with acting(by, "restore_ambassador"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.SUSPENDED,))
        _refuse_while_looked_into(by, row)
        _set(row, Standing.IN_CHECKS, now)
        tell_ambassador(row, "ambassador_restored", {})
    return row


def leave_scheme(*, by: User, ambassador: Ambassador, now: datetime) -> Ambassador:
    """Leave for good (or until applying again); visits ahead are cancelled, hours stay on record."""
    require_own(by, ambassador)
    with acting(by, "leave_scheme"):
        row = locked_ambassador(ambassador)
        refuse_unless(row.standing, (Standing.APPLIED, Standing.IN_CHECKS, Standing.ACTIVE, Standing.PAUSED))
        _set(row, Standing.LEFT, now)
        end_visits(row, reason=EndReason.AMBASSADOR_CANCELLED, now=now)
        end_pairs_of(ambassador=row, now=now)
        tell_ambassador(row, "ambassador_left", {})
    return row


def suspend_row(row: Ambassador, *, reason: str, now: datetime) -> None:
    """Suspend a locked row within a transaction that has said who acts."""
    _set(row, Standing.SUSPENDED, now, reason)
    end_visits(row, reason=EndReason.NOT_CLEARED, now=now)
    end_pairs_of(ambassador=row, now=now)
    tell_ambassador(row, "ambassador_suspended", {})


def _refuse_while_looked_into(by: User, row: Ambassador) -> None:
    """Who was suspended for a concern stays so until those who deal with it say otherwise; nobody else knows of it."""
    part = Q(ambassador=row) | Q(ambassador=None, visit__ambassador=row)
    concerns = Concern.objects.filter(part, state=ConcernState.OPEN, suspended_at__isnull=False)
    if concerns.exclude(Q(handler=by) | Q(alternate=by)).exists():
        raise ValidationError(_("Something is still looked into. Whoever does that ends the suspension."))


def _may_be_barred(row: Ambassador) -> bool:
    """Whether this may be a person whom we know as suspended or refused: a possible duplicate that still waits."""
    pairs = DuplicatePair.objects.filter(Q(first=row) | Q(second=row), state=PairState.WAITING)
    others = {number for pair in pairs.values_list("first", "second") for number in pair} - {row.pk}
    refused = Q(decisions__replaced_at=None, decisions__outcome=VettingOutcome.REFUSED)
    return Ambassador.objects.filter(Q(standing=Standing.SUSPENDED) | refused, pk__in=others).exists()


def _require_either(by: User, ambassador: Ambassador) -> None:
    if not is_own(by, ambassador):
        require_coordinator(by)


def _set(row: Ambassador, standing: Standing, now: datetime, reason: str = "") -> None:
    row.standing, row.standing_since, row.standing_reason = standing, now, reason
    row.save(update_fields=["standing", "standing_since", "standing_reason"])
