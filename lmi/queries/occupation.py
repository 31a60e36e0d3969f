"""The occupation page's facts, gathered once for page and API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.figures import Figure
from lmi.models import JobTitle, OccupationNote, RelatedOccupation
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.context import Facts
from lmi.queries.outlook import Outlook
from lmi.queries.pay import PayBreak, PayPoint, PayRange, SexShare
from lmi.register import UK, Group


@dataclass(frozen=True, slots=True)
class Related:
    """Another unit with why it is shown; `strength` 0 to 1 is null when only the group is shared."""

    soc2020: str
    title: str
    basis: str
    strength: float | None


@dataclass(frozen=True, slots=True)
class Names:
    """Other names of a unit: a few to show, and how many there are."""

    shown: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Note:
    """A caveat of the unit, with what it rests on."""

    kind: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class OccupationFacts:
    """Everything the occupation page shows of a unit, in its order."""

    group: Group
    area: str
    names: Names
    notes: tuple[Note, ...]
    pay: PayRange
    hours: Figure
    people: Figure
    outlook: Outlook | None
    adverts: adverts.Adverts | None
    pay_series: tuple[PayPoint, ...]
    pay_by_region: tuple[PayBreak, ...]
    regions: tuple[employment.PlaceShare, ...]
    industries: tuple[employment.IndustryShare, ...]
    sex: SexShare | None
    related: tuple[Related, ...]
    near_outlook: Outlook | None = None


def notes_of(code: str) -> tuple[Note, ...]:
    """Caveats of a unit; one SQL statement."""
    rows = OccupationNote.objects.filter(soc2020_id=code).order_by("kind")
    return tuple(Note(row.kind, row.text, row.basis) for row in rows)


def names_of(facts: Facts, code: str, most: int = 12) -> Names:
    """Other names of a unit, plain ones first, no name twice; one SQL statement."""
    releases = facts.editions.of("soc-2020-related-titles", "soc-2020-index")
    rows = list(
        JobTitle.objects.filter(release_id__in=releases, soc2020_id=code).values_list("title", "origin", "qualifier")
    )
    plain = sorted((row for row in rows if not row[2]), key=lambda r: (r[1] != "related", len(r[0]), r[0]))
    seen: dict[str, str] = {}
    for title, _origin, _qualifier in plain:
        seen.setdefault(title.lower(), title)
    seen.pop(facts.soc[code].title.lower(), None)
    return Names(tuple(seen.values())[:most], len(rows))


def related_to(facts: Facts, code: str, most: int = 8) -> tuple[Related, ...]:
    """Units that resemble this one (adapted from O*NET), else the rest of its minor group; one SQL statement."""
    releases = facts.editions.of("onet-related")
    rows = RelatedOccupation.objects.filter(release_id__in=releases, soc2020_id=code).order_by("-strength", "other_id")
    found = [Related(row.other_id, facts.soc[row.other_id].title, row.basis, row.strength) for row in rows[:most]]
    held = {related.soc2020 for related in found} | {code}
    for group in facts.soc.units_in(code[:3]):
        if len(found) >= most:
            break
        if group.code not in held:
            found.append(Related(group.code, group.title, "same_group", None))
    return tuple(found)


def occupation_facts(facts: Facts, code: str, area: str = UK, *, near: str = "") -> OccupationFacts:
    """All facts of a unit; 12 SQL statements however many rows there are.

    `near` is an area whose outlook is read along with the rest, as `near_outlook`.

    Raises UnknownOccupationError and UnknownAreaError.
    """
    group = facts.soc[code]
    rows = employment.industry_rows(facts, [code])[code]
    people = employment.people_at_least(facts, code, rows)
    typical, hours = pay.pay_and_hours(facts, [code], area)[code]
    ahead = outlook.outlooks_for(facts, code, [area, *([near] if near else [])])
    return OccupationFacts(
        group=group,
        area=area,
        names=names_of(facts, code),
        notes=notes_of(code),
        pay=typical,
        hours=hours,
        people=people,
        outlook=ahead[0],
        adverts=adverts.adverts_of(facts, code, people),
        pay_series=pay.pay_series(facts, [code])[code],
        pay_by_region=pay.pay_by_region(facts, code),
        regions=employment.by_region(facts, code),
        industries=employment.by_industry(facts, code, rows),
        sex=pay.women_and_men(facts, code),
        related=related_to(facts, code),
        near_outlook=ahead[1] if near else None,
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Up to four occupations side by side; `shared_outlook` names pairs that share a projection group."""

    area: str
    columns: tuple[ComparedOccupation, ...]
    shared_outlook: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ComparedOccupation:
    """One column of a comparison."""

    group: Group
    pay: PayRange
    hours: Figure
    people: Figure
    outlook: Outlook | None
    adverts: adverts.Adverts | None
    pay_series: tuple[PayPoint, ...]


MOST_COMPARED = 4


def occupation_comparison(facts: Facts, codes: Sequence[str], area: str = UK) -> Comparison:
    """Up to four occupations in an area; six SQL statements however many there are.

    Raises UnknownOccupationError, UnknownAreaError, and ValueError for none or more than four.
    """
    unique = list(dict.fromkeys(codes))
    if not 1 <= len(unique) <= MOST_COMPARED:
        raise ValueError(f"between 1 and {MOST_COMPARED} occupations can be compared")
    paid = pay.pay_and_hours(facts, unique, area)
    people = employment.people_in_each(facts, unique, area)
    outlooks = outlook.outlook_of_each(facts, unique, area)
    advertised = adverts.adverts_of_each(facts, unique, people)
    series = pay.pay_series(facts, unique)
    columns = [
        ComparedOccupation(
            group=facts.soc[code],
            pay=paid[code][0],
            hours=paid[code][1],
            people=people[code],
            outlook=outlooks[code],
            adverts=advertised[code],
            pay_series=series[code],
        )
        for code in unique
    ]
    return Comparison(area, tuple(columns), _sharing(columns))


def _sharing(columns: Sequence[ComparedOccupation]) -> tuple[tuple[str, ...], ...]:
    by_group: dict[str, list[str]] = {}
    for column in columns:
        if column.outlook is not None:
            by_group.setdefault(column.outlook.group, []).append(column.group.code)
    return tuple(tuple(codes) for codes in by_group.values() if len(codes) > 1)
