"""Which of two records' answers a merged person gets by default, and what is never a matter of choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import STRICTNESS, Standing
from ambassadors.models import Ambassador

Words = str | Promise
KEPT, ABSORBED = "kept", "absorbed"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a coordinator takes from one of the two records, whole: `fields` of the model go together."""

    slug: str
    title: Words
    fields: tuple[str, ...]


CHOICES: tuple[Choice, ...] = (
    Choice("given_name", _("First name"), ("given_name",)),
    Choice("family_name", _("Last name"), ("family_name",)),
    Choice("email", _("Email address"), ("email",)),
    Choice("phone", _("Telephone number"), ("phone",)),
    Choice("employer", _("Employer"), ("employer_name", "employer_id")),
    Choice("job_title", _("Job title"), ("job_title",)),
    Choice("occupations", _("Occupations"), ("occupations",)),
    Choice("discipline", _("Field of work"), ("discipline",)),
    Choice("routes", _("Routes taken"), ("routes", "route_references")),
    Choice("level", _("Highest level"), ("level",)),
    Choice("subjects", _("School subjects"), ("subjects",)),
    Choice("topics", _("Topics"), ("topics",)),
    Choice("activities", _("Activities offered"), ("activities",)),
    Choice("phases", _("Ages"), ("phases",)),
    Choice("languages", _("Languages"), ("languages",)),
    Choice("modes", _("In person or online"), ("in_person", "online")),
    Choice("place", _("Where they start from"), ("outcode", "latitude", "longitude", "area", "region", "nation")),
    Choice("travel_miles", _("Miles they would travel"), ("travel_miles",)),
    Choice("yearly_limit", _("Visits a year at most"), ("yearly_limit",)),
    Choice("access_needs", _("What they need to take part"), ("access_needs",)),
)
BY_SLUG: Mapping[str, Choice] = {one.slug: one for one in CHOICES}


def kept_first(first: Ambassador, second: Ambassador) -> tuple[Ambassador, Ambassador]:
    """Which record to keep unless somebody says otherwise: the one with an account, then an active one, the older."""

    def order(row: Ambassador) -> tuple[bool, bool, int]:
        return row.user_id is None, row.standing != Standing.ACTIVE, row.pk

    one, other = sorted((first, second), key=order)
    return one, other


def default_side(choice: Choice, kept: Ambassador, absorbed: Ambassador) -> str:
    """From where an answer comes unless somebody says otherwise.

    The only one that is there; of two the newer record's. What somebody said under their own account goes before
    what a list says of them.
    """
    here, there = answer(kept, choice), answer(absorbed, choice)
    if not there or here == there:
        return KEPT
    if not here:
        return ABSORBED
    if (kept.user_id is None) != (absorbed.user_id is None):
        return KEPT if kept.user_id is not None else ABSORBED
    return ABSORBED if (absorbed.created_at, absorbed.pk) > (kept.created_at, kept.pk) else KEPT


def answer(row: Ambassador, choice: Choice) -> tuple[Any, ...]:
    """A record's answer as something to compare; empty where there is none."""
    values = tuple(getattr(row, name) for name in choice.fields)
    return tuple(tuple(one) if isinstance(one, list) else one for one in values) if any(values) else ()


def says_nothing_of_standing(row: Ambassador) -> bool:
    """Whether a record came by a list and nobody has claimed it, decided or noted anything about it.

    Its "in checks" is where every list's people begin, no finding: it must not take an active ambassador, with visits
    ahead, out of the lists. Whatever anybody did about it makes its standing count.
    """
    if row.user_id is not None or row.standing != Standing.IN_CHECKS or row.applied_at or row.standing_reason:
        return False
    if row.standing_since != row.created_at or not row.schemes.exists():
        return False
    noted = (row.decisions, row.training, row.observations, row.concerns, row.visits, row.accompanied)
    return not any(rows.exists() for rows in noted)


def stricter(first: Ambassador, second: Ambassador) -> Ambassador:
    """The record whose standing the merged person has: the stricter of the two (ambassadors.enums.STRICTNESS)."""
    counted = [row for row in (first, second) if not says_nothing_of_standing(row)] or [first, second]
    return max(counted, key=lambda row: STRICTNESS.index(Standing(row.standing)))
