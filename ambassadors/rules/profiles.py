"""Which answers of a profile are possible, and which go together."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ambassadors.choices import LANGUAGES
from ambassadors.enums import Standing
from ambassadors.models import Ambassador
from ambassadors.rules.vetting import scheme_value
from ambassadors.topics import SUBJECTS, TOPICS
from lmi.enums import Level
from lmi.queries.context import facts

MINIMUM_AGE = "minimum-age"
_ADULT = 18
MOST_OCCUPATIONS = 3


def check_profile(ambassador: Ambassador, today: date, changed: set[str] | None) -> None:
    """Raise ValidationError by field for answers that cannot be; of `changed` fields only, or of all for None."""
    problems: dict[str, Any] = {}
    try:
        ambassador.clean_fields(exclude=_exclude(ambassador, changed))
    except ValidationError as error:
        problems |= error.message_dict
    for name, says in _own_rules(ambassador, today).items():
        if (changed is None or name in changed) and name not in problems:
            problems[name] = [says]
    if problems:
        raise ValidationError(problems)


def earliest_adult_day(today: date) -> date:
    """The latest day somebody may turn 18 and still be old enough today (the scheme's rule in force)."""
    years = _ADULT - scheme_value(MINIMUM_AGE, today)
    try:
        return today.replace(year=today.year + years)
    except ValueError:  # 29 February
        return date(today.year + years, 3, 1)


def _exclude(ambassador: Ambassador, changed: set[str] | None) -> list[str]:
    names = [field.name for field in ambassador._meta.concrete_fields]
    blank = {name for name in ("given_name", "email") if not getattr(ambassador, name)}
    return [name for name in names if (changed is not None and name not in changed) or name in blank]


def _own_rules(ambassador: Ambassador, today: date) -> dict[str, str]:
    problems = {}
    if len(ambassador.occupations) > MOST_OCCUPATIONS or not _are_units(ambassador.occupations):
        problems["occupations"] = _("Choose one to three occupations from the list.")
    if not set(ambassador.subjects) <= set(SUBJECTS):
        problems["subjects"] = _("Choose subjects from the list.")
    if not set(ambassador.topics) <= set(TOPICS):
        problems["topics"] = _("Choose topics from the list.")
    if not set(ambassador.languages) <= set(LANGUAGES):
        problems["languages"] = _("Choose languages from the list.")
    if ambassador.adult_from is not None and ambassador.adult_from > earliest_adult_day(today):
        years = scheme_value(MINIMUM_AGE, today)
        problems["adult_from"] = _("Ambassadors are at least %(years)d. You are welcome from then on.") % {
            "years": years
        }
    other = ambassador.companion
    if other is not None and (other.pk == ambassador.pk or other.is_minor(today) or other.standing == Standing.LEFT):
        problems["companion"] = _("Give the code of an adult ambassador.")
    return problems


def _are_units(codes: list[str]) -> bool:
    """Whether these are unit groups; reads the classification only where there are any."""
    return not codes or set(codes) <= {group.code for group in facts().soc.level(Level.UNIT)}
