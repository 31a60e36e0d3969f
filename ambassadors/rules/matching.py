"""Why somebody cannot be booked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the reason that the database gives (migration 0002): what a teacher or coordinator reads.
WHY_NOT: Mapping[str, Promise] = MappingProxyType(
    {
        "not_active": _("This ambassador is not available at the moment."),
        "too_young": _("This ambassador, or the adult with them, is too young for a visit on that day."),
        "no_rule": _("No rule about checks is in force there on that day, so nobody can be booked."),
        "not_cleared": _("This ambassador is not available for this kind of visit."),
        "recheck_due": _("This ambassador’s check falls due before that day."),
        "overnight": _("An overnight visit needs a check that this ambassador does not have."),
        "frequent": _("This would be too many days in 30 without the check that is needed from then on."),
        "capacity": _("This ambassador has as many visits this school year as they can do."),
        "no_companion": _("This ambassador is under 18 and comes with an adult, who is not named yet."),
        "companion": _("The adult who comes with this ambassador is not available that day."),
        "wrong_day": _("The day and the time of the visit do not fit."),
    }
)
