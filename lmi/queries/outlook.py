"""Reads of outlook (Skills Imperative 2035): always of a sub-major group, never of a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.figures import Figure, Quality, Reason, Unit
from lmi.enums import Level, OutlookBreakdown
from lmi.fallback import outlook_keys
from lmi.models import OutlookFigure
from lmi.queries.context import Facts
from lmi.register import UK

SOURCE = "skills-imperative-2035"
POPULATION = "people in work, all ages, employees and self-employed"


@dataclass(frozen=True, slots=True)
class OutlookPoint:
    """Projected or estimated people in work in one year."""

    year: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class OutlookPart:
    """One category of a split (a sex, a qualification level, a working status) in the first and last year."""

    breakdown: str
    category: str
    first: Figure
    last: Figure


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the projection says of the wider group: rate before count.

    `growth` is the average change a year in per cent over the span; `net_change`, `replacement` and
    `requirement` are people over the whole span. `units` is how many unit groups share the group.
    """

    group: str
    title: str
    units: int
    base_year: int
    end_year: int
    level: Figure
    growth: Figure
    net_change: Figure
    replacement: Figure
    requirement: Figure
    series: tuple[OutlookPoint, ...] = ()
    parts: tuple[OutlookPart, ...] = ()


def outlook_of(facts: Facts, code: str, area: str = UK, *, parts: bool = False) -> Outlook | None:
    """The outlook of the sub-major group that a unit belongs to, in the LSIP area or in England.

    None outside England or where no edition is held. One SQL statement. Raises
    UnknownOccupationError and UnknownAreaError.
    """
    return outlook_of_each(facts, [code], area, parts=parts)[code]


def outlooks_for(facts: Facts, code: str, areas: Sequence[str]) -> tuple[Outlook | None, ...]:
    """`outlook_of` for several areas, in their order; one SQL statement for all."""
    keys = [outlook_keys(facts.soc, facts.places, code, area) for area in areas]
    wanted = [key for of_area in keys for key in of_area]
    found: dict[tuple[str, str], list[OutlookFigure]] = {}
    for row in _rows(facts, {k[0] for k in wanted}, {k[1] for k in wanted}, parts=False):
        found.setdefault((row.soc2020_id, row.area_id), []).append(row)
    return tuple(_first_outlook(facts, found, of_area, code, area) for of_area, area in zip(keys, areas, strict=True))


def outlook_of_each(
    facts: Facts, codes: Sequence[str], area: str = UK, *, parts: bool = False
) -> dict[str, Outlook | None]:
    """`outlook_of` for several groups; one SQL statement for all."""
    keys = {code: outlook_keys(facts.soc, facts.places, code, area) for code in codes}
    wanted = [key for of_code in keys.values() for key in of_code]
    rows = _rows(facts, {k[0] for k in wanted}, {k[1] for k in wanted}, parts=parts)
    found: dict[tuple[str, str], list[OutlookFigure]] = {}
    for row in rows:
        found.setdefault((row.soc2020_id, row.area_id), []).append(row)
    return {code: _first_outlook(facts, found, keys[code], code, area) for code in codes}


def _first_outlook(
    facts: Facts,
    found: Mapping[tuple[str, str], Sequence[OutlookFigure]],
    keys: Sequence[tuple[str, str]],
    code: str,
    area: str,
) -> Outlook | None:
    for key in keys:
        rows = found.get(key, ())
        found_here = _outlook(facts, rows, code, area)
        if found_here is not None and found_here.requirement.value is not None:
            return found_here
    return None


def outlooks_in(facts: Facts, area: str) -> tuple[Outlook, ...]:
    """The outlook of all 26 sub-major groups in the area (LSIP area or England), by code.

    A group held back in an area that has others is listed with the reason. One SQL statement an
    area. Raises UnknownAreaError.
    """
    groups = [group.code for group in facts.soc.level(Level.SUB_MAJOR)]
    keys = outlook_keys(facts.soc, facts.places, groups[0], area) if groups else []
    for where in dict.fromkeys(k[1] for k in keys):
        rows = _rows(facts, groups, {where}, parts=False)
        by_group: dict[str, list[OutlookFigure]] = {}
        for row in rows:
            by_group.setdefault(row.soc2020_id, []).append(row)
        listed = (_outlook(facts, by_group[g], g, area) for g in groups if g in by_group)
        found = tuple(outlook for outlook in listed if outlook is not None)
        if any(outlook.requirement.value is not None for outlook in found):
            return found
    return ()


def _rows(facts: Facts, groups: Iterable[str], areas: Iterable[str], *, parts: bool) -> list[OutlookFigure]:
    rows = OutlookFigure.objects.of_releases(facts.editions.of(SOURCE)).filter(soc2020_id__in=groups, area_id__in=areas)
    if not parts:
        rows = rows.filter(breakdown=OutlookBreakdown.TOTAL)
    return list(rows.order_by("soc2020_id", "breakdown", "category", "base_year", "year"))


def _figure(
    facts: Facts,
    row: OutlookFigure,
    measure: str,
    asked: tuple[str, str],
) -> Figure:
    return _row_figure(facts, row, measure, getattr(row, measure), Unit.PEOPLE, row.marks.get(measure, ""), asked)


def _row_figure(
    facts: Facts,
    row: OutlookFigure,
    measure: str,
    value: float | None,
    unit: Unit,
    mark: str,
    asked: tuple[str, str],
) -> Figure:
    span = f"{row.base_year} to {row.year}" if row.base_year != row.year else str(row.year)
    return facts.figure(
        f"outlook_{measure}",
        value,
        unit,
        release_id=row.release_id,
        code=row.soc2020_id,
        area=row.area_id,
        population=POPULATION,
        period=span,
        mark=mark,
        asked_code=asked[0],
        asked_area=asked[1],
    )


def _outlook(facts: Facts, rows: Sequence[OutlookFigure], code: str, area: str) -> Outlook | None:
    asked = (code, area)
    total = [row for row in rows if row.breakdown == OutlookBreakdown.TOTAL]
    spans = [row for row in total if row.base_year != row.year]
    span = max(spans, key=lambda row: (row.requirement is not None, row.year, -row.base_year), default=None)
    levels = {row.year: row for row in total if row.base_year == row.year}
    if span is None:
        return None
    first, last = levels.get(span.base_year), levels.get(span.year)
    group = facts.soc[span.soc2020_id]
    return Outlook(
        group=group.code,
        title=group.title,
        units=len(facts.soc.units_in(group.code)),
        base_year=span.base_year,
        end_year=span.year,
        level=_figure(facts, last, "people", asked) if last else _absent(facts, code, area),
        growth=_growth(facts, span, first, last, asked),
        net_change=_figure(facts, span, "net_change", asked),
        replacement=_figure(facts, span, "replacement", asked),
        requirement=_figure(facts, span, "requirement", asked),
        series=tuple(OutlookPoint(y, _figure(facts, levels[y], "people", asked)) for y in sorted(levels)),
        parts=_parts(facts, rows, asked),
    )


def _absent(facts: Facts, code: str, area: str) -> Figure:
    return facts.missing("outlook_people", Unit.PEOPLE, Reason.NOT_PUBLISHED, code=code, area=area)


def _growth(
    facts: Facts, span: OutlookFigure, first: OutlookFigure | None, last: OutlookFigure | None, asked: tuple[str, str]
) -> Figure:
    """Average change a year, in per cent: the constant rate that leads from the first level to the last.

    The rate is ours and no better than the levels it is worked out from: their caution, or the reason
    why one is missing, is its own.
    """
    if first is None or last is None or not first.people or last.people is None:
        reasons = (row.marks.get("people", "") for row in (first, last) if row is not None and row.people is None)
        reason = next(filter(None, reasons), Reason.NOT_PUBLISHED)
        return _row_figure(facts, span, "growth", None, Unit.PERCENT_A_YEAR, reason, asked)
    cautioned = any(row.marks.get("people") == Quality.CAUTION for row in (first, last))
    mark = Quality.CAUTION if cautioned else Quality.PROJECTION
    rate = round(100 * ((last.people / first.people) ** (1 / (span.year - span.base_year)) - 1), 2)
    return _row_figure(facts, span, "growth", rate, Unit.PERCENT_A_YEAR, mark, asked)


def _parts(facts: Facts, rows: Sequence[OutlookFigure], asked: tuple[str, str]) -> tuple[OutlookPart, ...]:
    found: dict[tuple[str, str], list[OutlookFigure]] = {}
    for row in rows:
        if row.breakdown != OutlookBreakdown.TOTAL and row.base_year == row.year:
            found.setdefault((row.breakdown, row.category), []).append(row)
    return tuple(
        OutlookPart(
            breakdown, category, _figure(facts, years[0], "people", asked), _figure(facts, years[-1], "people", asked)
        )
        for (breakdown, category), years in found.items()
        if len(years) > 1
    )
