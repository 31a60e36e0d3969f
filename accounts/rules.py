"""Rules about accounts that laws set and this site keeps."""

from __future__ import annotations

from datetime import date

from accounts.queries import digital_consent_age

# In England the youngest pupil of Year N has turned N + 4 by the first day of September.
_YEAR_TO_YOUNGEST_AGE = 4
YEAR_GROUPS = tuple(range(7, 14))

__all__ = ["YEAR_GROUPS", "digital_consent_age", "may_have_account"]


def may_have_account(year_group: int, on: date) -> bool:
    """Whether every pupil of a year group is old enough for an account of their own on a day."""
    return year_group + _YEAR_TO_YOUNGEST_AGE >= digital_consent_age(on)
