"""How people are ranked for a request, and the sentences for what the database answers when somebody may not go."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_VISIT = "visit_"

# What `ambassadors_why_not` and the trigger on visits say (migration 0002), in words for a coordinator or a teacher.
WHY_NOT: dict[str, str | Promise] = {
    "not_active": _("They are not active at the moment."),
    "too_young": _("They are younger than the scheme allows on that day."),
    "no_rule": _("No rule says which check a visit of this kind needs, so nobody can be sent."),
    "not_cleared": _("They have no decision that this kind of visit needs."),
    "recheck_due": _("Their check is due to be looked at again by that day."),
    "overnight": _("An overnight visit needs a decision that they do not have."),
    "frequent": _("They would be with pupils on more days than the rules allow without a further check."),
    "capacity": _("They have as many visits in that school year as they offered."),
    "no_companion": _("They are under 18 and need an adult companion for the visit."),
    "companion": _("Their companion may not go on that day."),
    "accompanying": _("One of them is with another ambassador at that time."),
    "wrong_day": _("The day does not fit the time in London."),
    "kept_for_safeguarding": _("This record is kept for safeguarding and is not changed or deleted."),
}


def reason_of(error: IntegrityError) -> str | None:
    """Which reason of WHY_NOT the database gave for refusing a row; None when it was something else."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = str(getattr(diagnosis, "constraint_name", None) or "")
    reason = name.removeprefix(_VISIT)
    return reason if reason in WHY_NOT else None
