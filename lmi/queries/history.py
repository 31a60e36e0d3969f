"""Reads of every edition at once: what the page with every table shows over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmi.enums import AgeBand
from lmi.models import EmploymentFigure, PayFigure
from lmi.queries.context import Facts
from lmi.queries.employment import BY_INDUSTRY, IndustryShare, by_industry
from lmi.queries.pay import UNIT_TABLE
from lmi.register import UK


def pay_history(facts: Facts, codes: Sequence[str]) -> list[PayFigure]:
    """Every row of the UK tables by occupation for these groups, all editions, latest year first.

    One SQL statement. `lmi.queries.pay.statistics_of` turns a row into figures.
    """
    return list(
        PayFigure.objects.of_releases(facts.editions.of(UNIT_TABLE))
        .filter(soc2020_id__in=codes, area_id=UK, age=AgeBand.ALL)
        .order_by("soc2020_id", "-year", "-release_id", "measure", "hours", "sex")
    )


@dataclass(frozen=True, slots=True)
class IndustryYear:
    """People of a unit by industry section in one year."""

    year: int
    industries: tuple[IndustryShare, ...]


def industry_history(facts: Facts, code: str) -> tuple[IndustryYear, ...]:
    """People of a unit in the UK by industry section in each published year, oldest first; one SQL statement."""
    latest = facts.editions.latest(BY_INDUSTRY)
    rows = EmploymentFigure.objects.of_releases([latest] if latest else []).filter(soc2020_id=code, area_id=UK)
    by_year: dict[int, list[EmploymentFigure]] = {}
    for row in rows.order_by("year", "industry"):
        by_year.setdefault(row.year, []).append(row)
    return tuple(IndustryYear(year, by_industry(facts, code, held)) for year, held in by_year.items())
