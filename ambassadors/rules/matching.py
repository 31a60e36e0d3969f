"""How people are ranked for a request, and the sentences for what the database answers when somebody may not go.

Fit is a sum of points for what the school asked for and the person offers; nothing else about them enters it: not
gender, ethnicity, the kind of school, or who pays. Among people of equal fit those come first who were asked least
often in the 365 days before, and among those the order of their random codes decides, the same for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import IntegrityError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import Activity, RouteTaken

# Points, as the guide prints them. A subject or topic that is near what was asked for counts for less than the thing.
POINTS: Mapping[str, int] = MappingProxyType(
    {
        "topic": 30,  # named by the person
        "topic_work": 18,  # their occupation is one that works with the topic
        "topic_field": 10,  # their field is one of the topic's
        "subject": 20,
        "occupation": 30,
        "occupation_near": 14,  # the same minor group of SOC 2020
        "route": 20,
        "language": 25,
    }
)
# Points for being near, by the bands of pathways.near in miles; only where people meet in person.
NEAR_POINTS: Mapping[int, int] = MappingProxyType({5: 12, 10: 9, 25: 5, 50: 2})
FAIRNESS_DAYS = 365

OFFERS: Mapping[str, Promise] = MappingProxyType(
    {
        Activity.TALK: _("gives talks"),
        Activity.CAROUSEL: _("takes part in careers carousels"),
        Activity.MOCK_INTERVIEW: _("offers mock interviews"),
        Activity.LAB_VISIT: _("shows pupils a lab or workplace"),
        Activity.ONLINE_MENTORING: _("mentors groups online"),
        Activity.PROJECT: _("supports projects and challenges"),
        Activity.SHADOWING: _("hosts work shadowing"),
    }
)
# How somebody came into their work, after "an electrical engineer who".
TOOK: Mapping[str, Promise] = MappingProxyType(
    {
        RouteTaken.APPRENTICESHIP: _("%(job)s who took an apprenticeship"),
        RouteTaken.DEGREE_APPRENTICESHIP: _("%(job)s who took a degree apprenticeship"),
        RouteTaken.T_LEVEL: _("%(job)s who took a T Level"),
        RouteTaken.COLLEGE: _("%(job)s who took a college course"),
        RouteTaken.HIGHER_TECHNICAL: _("%(job)s who took a higher technical course"),
        RouteTaken.DEGREE: _("%(job)s who took a degree"),
        RouteTaken.STRAIGHT_TO_WORK: _("%(job)s who went straight into work"),
        RouteTaken.CHANGED_CAREER: _("%(job)s who changed career"),
        RouteTaken.RETURNED: _("%(job)s who came back after a break"),
        RouteTaken.ARMED_FORCES: _("%(job)s who came from the armed forces"),
    }
)
ON_WEEKDAYS: tuple[Promise, ...] = (
    _("free on Mondays"),
    _("free on Tuesdays"),
    _("free on Wednesdays"),
    _("free on Thursdays"),
    _("free on Fridays"),
    _("free on Saturdays"),
    _("free on Sundays"),
)

# What `ambassadors_why_not` and the trigger on visits say (migration 0002): what a teacher or coordinator reads. It
# tells schools nothing of what is held about somebody's checks.
WHY_NOT: Mapping[str, str | Promise] = MappingProxyType(
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
        "accompanying": _("This ambassador, or the adult with them, is elsewhere at that time."),
        "wrong_day": _("The day and the time of the visit do not fit."),
        "kept_for_safeguarding": _("This record is kept for safeguarding and is not changed or deleted."),
    }
)
_VISIT = "visit_"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the published order of the list: what counts, and for how many points."""

    title: Promise
    points: int


def published_order() -> tuple[Criterion, ...]:
    """What counts for how much, the heaviest first, for the page that says how the list is ordered."""
    near = max(NEAR_POINTS.values())
    return (
        Criterion(_("speaks about the topic (fewer points for working with it or in its field)"), POINTS["topic"]),
        Criterion(_("does the work (fewer points for work of the same kind)"), POINTS["occupation"]),
        Criterion(_("speaks the language"), POINTS["language"]),
        Criterion(_("links to the subject"), POINTS["subject"]),
        Criterion(_("took the route"), POINTS["route"]),
        Criterion(_("is near (fewer points further away)"), near),
    )


def reason_of(error: IntegrityError) -> str | None:
    """Which reason of WHY_NOT the database gave for refusing a row; None when it was something else."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = str(getattr(diagnosis, "constraint_name", None) or "")
    reason = name.removeprefix(_VISIT)
    return reason if reason in WHY_NOT else None
