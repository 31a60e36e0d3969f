"""Watching the quality of visits: what a coordinator saw of somebody at work with pupils."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actions.support import acting, line
from accounts.models import User
from ambassadors.actions.support import require_coordinator
from ambassadors.models import Ambassador, Observation


def record_observation(
    *, by: User, ambassador: Ambassador, observed_on: date, is_good: bool, note: str, today: date
) -> Observation:
    """Write down how somebody was with pupils; "not fit to go on" needs a note. Raises ValidationError by field.

    Suspends nobody: that is a decision of its own, and a worry about safety is a concern.
    """
    require_coordinator(by, ambassador)
    said = line(note, "note", 600, "" if is_good else _("Say what you saw."))
    if observed_on > today:
        raise ValidationError({"observed_on": _("Give a day that is not still to come.")})
    with acting(by, "record_observation"):
        return Observation.objects.create(
            ambassador=ambassador, observed_by=by, observed_on=observed_on, is_good=is_good, note=said
        )
