"""Reads of pay in a measure of the reader's choice: a year, a week, an hour, or paid hours."""

from __future__ import annotations

from collections.abc import Sequence

from lmi.enums import Hours, PayMeasure
from lmi.fallback import PAY_MEASURES, pay_keys
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.context import Facts
from lmi.queries.occupation import MOST_COMPARED, ComparedOccupation, Comparison, _sharing
from lmi.register import UK


def measures_for(measure: str) -> tuple[tuple[str, str], ...]:
    """Where a measure is looked for: annual pay by the policy of `lmi.fallback`, others full-time and then everyone."""
    if measure == PayMeasure.ANNUAL:
        return PAY_MEASURES
    return ((measure, Hours.FULL_TIME), (measure, Hours.ALL))


def comparison_in_measure(facts: Facts, codes: Sequence[str], area: str, measure: str) -> Comparison:
    """`occupation_comparison` with pay and its series in another measure; six SQL statements however many codes.

    Raises UnknownOccupationError, UnknownAreaError, and ValueError for none or more than four.
    """
    unique = list(dict.fromkeys(codes))
    if not 1 <= len(unique) <= MOST_COMPARED:
        raise ValueError(f"between 1 and {MOST_COMPARED} occupations can be compared")
    pay_at = {code: pay_keys(facts.soc, facts.places, code, area, measures_for(measure)) for code in unique}
    hours_at = {code: pay_keys(facts.soc, facts.places, code, UK, pay.HOURS_MEASURES) for code in unique}
    rows = pay._rows_at(facts, [key for keys in (*pay_at.values(), *hours_at.values()) for key in keys])
    people = employment.people_in_each(facts, unique, area)
    outlooks = outlook.outlook_of_each(facts, unique, area)
    advertised = adverts.adverts_of_each(facts, unique, people)
    series = pay.pay_series(facts, unique, measure=measure)
    columns = tuple(
        ComparedOccupation(
            group=facts.soc[code],
            pay=pay._range_at(facts, pay_at[code], rows, code, area),
            hours=pay._hours_at(facts, hours_at[code], rows, code),
            people=people[code],
            outlook=outlooks[code],
            adverts=advertised[code],
            pay_series=series[code],
        )
        for code in unique
    )
    return Comparison(area, columns, _sharing(columns))
