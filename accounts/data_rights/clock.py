"""The time the law gives to answer a request."""

from __future__ import annotations

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_on(asked: date) -> date:
    """The last day for an answer: one month from the day of asking (UK GDPR Articles 12(3) and 12A).

    The Information Commissioner allows the next working day where that one is a weekend or a holiday;
    we do not count on it.
    """
    return months_after(asked, 1)


def extended_due_on(asked: date) -> date:
    """The last day after an extension by two further months, for complex or numerous requests (Article 12(3))."""
    return months_after(asked, 3)
