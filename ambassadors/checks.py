"""Checks at deployment: that rules about checks are in force today, and that somebody answerable confirmed them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.utils import timezone

from ambassadors.enums import Nation, Pattern, Setting
from ambassadors.models import SchemeRule, VettingRule
from ambassadors.seeds import scheme_rules

# Without a row for many days nothing is counted, which a nation's law may well say; the others must be there.
NEEDED = (Pattern.ONE_OFF, Pattern.OVERNIGHT)


# At deployment only: an error that stopped `migrate` would stop the very thing that brings the rules in.
@register(Tags.database, deploy=True)
def rules_in_force(*, databases: Iterable[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Errors where no rule is in force today: nobody could be booked there. Needs `check --database default`."""
    return [*missing_rules(timezone.localdate())] if _can_be_read(databases) else []


@register(Tags.database, deploy=True)
def rules_confirmed(*, databases: Iterable[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning while rules in force today wait for the safeguarding lead. Needs `check --database default`."""
    waiting = unconfirmed_rules(timezone.localdate()) if _can_be_read(databases) else 0
    if not waiting:
        return []
    says = f"{waiting} rules of the ambassadors' scheme wait to be confirmed by the owner's safeguarding lead."
    return [Warning(says, hint="How: docs/guides/safeguarding.md.", id="ambassadors.W001")]


def missing_rules(on: date) -> list[CheckMessage]:
    """One error for each nation, setting and pattern, and each number of the scheme, without a rule on a day."""
    columns = ("nation", "setting", "pattern")
    held = set(VettingRule.objects.in_force(on).values_list(*columns))
    wanted = [(nation, setting, pattern) for nation in Nation for setting in Setting for pattern in NEEDED]
    numbers = set(SchemeRule.objects.in_force(on).values_list("name", flat=True))
    return [
        *(
            Error(f"No rule says which check is needed on {on}: {', '.join(row)}.", id="ambassadors.E001")
            for row in wanted
            if row not in held
        ),
        *(
            Error(f"The scheme's number {name} is not set on {on}.", id="ambassadors.E002")
            for name in sorted({row.name for row in scheme_rules()} - numbers)
        ),
    ]


def unconfirmed_rules(on: date) -> int:
    """How many rules in force on a day nobody answerable has confirmed."""
    return sum(
        (
            VettingRule.objects.in_force(on).filter(is_confirmed=False).count(),
            SchemeRule.objects.in_force(on).filter(is_confirmed=False).count(),
        )
    )


def _can_be_read(databases: Iterable[str] | None) -> bool:
    """Whether the check was asked to look into the database, and its tables are there."""
    return bool(databases) and VettingRule._meta.db_table in connection.introspection.table_names()
