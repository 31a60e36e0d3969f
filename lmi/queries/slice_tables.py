"""The four figure tables as slices: what filters them, how a row is written, and where stand-ins are looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from evidence.figures import Reason, Unit
from lmi import fallback
from lmi.enums import AgeBand, Hours, Sex
from lmi.models import AdvertFigure, EmploymentFigure, OutlookFigure, PayFigure
from lmi.models.figures import ALL_INDUSTRIES
from lmi.queries import adverts, employment, outlook, pay
from lmi.queries.context import Facts
from lmi.queries.json_sql import (
    Pieces,
    chosen,
    code,
    either,
    fixed,
    joined,
    literal,
    measure,
    sql,
    text,
    unit_of,
    written,
)
from lmi.register import UK

Keys = Callable[[Facts, str, str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A figure table, `f` in its SQL.

    `filters` maps a parameter to a condition, `computed` names values worked out once a row, `row`
    writes one row as JSON, `keys` gives the places where the fallback policy looks, best first.
    """

    name: str
    order: tuple[str, ...]
    filters: Mapping[str, str]
    row: str
    keys: Keys
    computed: Mapping[str, str] = field(default_factory=dict)


_LEVEL = written(
    {"code": code("g.code"), "title": text("g.title"), "level": code("g.level")},
    {"asked": ("asked_g.code IS NOT NULL", text("asked_g.title"))},
)
_AREA = written(
    {"code": code("a.code"), "name": text("a.name"), "kind": code("a.kind")},
    {"asked": ("asked_a.code IS NOT NULL", text("asked_a.name"))},
)
_HEAD = {"soc2020": code("f.soc2020_id"), "level": _LEVEL, "area": _AREA}
_RELEASE = {"release": code("r.key")}
_LEVEL_FILTER = {"level": "f.soc2020_id IN (SELECT code FROM lmi_occupationgroup WHERE level = {})"}
_POPULATIONS = {
    f"{sex}|{hours}|{age}": pay.population(sex, hours, age)
    for sex, hours, age in product(Sex.values, Hours.values, AgeBand.values)
}
_PAY_UNITS = {str(name): unit_of(fixed(unit)) for name, unit in pay.UNITS.items()}
STATISTICS = ("median", "mean", "p10", "p20", "p25", "p30", "p40", "p60", "p70", "p75", "p80", "p90")


def _pay_keys(facts: Facts, code: str, area: str) -> Sequence[tuple[str, str]]:
    keys = fallback.pay_keys(facts.soc, facts.places, code, area)
    return list(dict.fromkeys((key.code, key.area) for key in keys))


def _employment_keys(facts: Facts, code: str, area: str) -> Sequence[tuple[str, str]]:
    return fallback.employment_keys(facts.soc, facts.places, code, area)


def _outlook_keys(facts: Facts, code: str, area: str) -> Sequence[tuple[str, str]]:
    return fallback.outlook_keys(facts.soc, facts.places, code, area)


def _advert_keys(facts: Facts, code: str, area: str) -> Sequence[tuple[str, str]]:
    return fallback.advert_keys(facts.soc, code, dict.fromkeys((area, UK)))


def _words(pieces: Pieces) -> str:
    return "".join(piece.words for piece in pieces)


PAY = Table(
    name=PayFigure._meta.db_table,
    order=("soc2020_id", "area_id", "year", "measure", "sex", "hours", "age", "release_id"),
    filters={**_LEVEL_FILTER, **{name: f"f.{name} = {{}}" for name in ("year", "measure", "sex", "hours", "age")}},
    computed={
        "population": chosen("f.sex || '|' || f.hours || '|' || f.age", _POPULATIONS),
        "present": chosen("f.measure", {name: _words(present) for name, (present, _) in _PAY_UNITS.items()}),
        "absent": chosen("f.measure", {name: _words(absent) for name, (_, absent) in _PAY_UNITS.items()}),
    },
    row=joined(
        written(
            {
                **_HEAD,
                "year": sql("f.year"),
                "period": text("r.period"),
                **{name: code(f"f.{name}") for name in ("measure", "sex", "hours", "age")},
                "population": code("f.population"),
                **_RELEASE,
                "jobs": measure("jobs", *unit_of(fixed(Unit.JOBS)), factor=1000),
                **{name: measure(name, sql("f.present"), sql("f.absent")) for name in STATISTICS},
            }
        )
    ),
    keys=_pay_keys,
)
_PEOPLE = unit_of(fixed(Unit.PEOPLE))
EMPLOYMENT = Table(
    name=EmploymentFigure._meta.db_table,
    order=("soc2020_id", "area_id", "year", "industry", "release_id"),
    filters={**_LEVEL_FILTER, "year": "f.year = {}", "industry": "f.industry = {}"},
    row=joined(
        written(
            {
                **_HEAD,
                "industry": either(
                    f"f.industry = {literal(ALL_INDUSTRIES)}",
                    fixed("null"),
                    written({"code": code("f.industry"), "title": sql("coalesce(to_json(i.title)::text, 'null')")}),
                ),
                "year": sql("f.year"),
                "period": text(
                    f"CASE WHEN r.source_id = {literal(employment.BY_INDUSTRY)} "
                    "THEN 'January to December ' || f.year ELSE r.period END"
                ),
                "population": fixed(f'"{employment.POPULATION}"'),
                **_RELEASE,
                "people": measure("people", *_PEOPLE),
            }
        )
    ),
    keys=_employment_keys,
)
# A row of one year holds the level of that year; only a row of a span holds what changes over it.
_NO_SPAN = (
    f"CASE WHEN f.base_year = f.year THEN {literal(Reason.NOT_APPLICABLE)} ELSE {literal(Reason.NOT_PUBLISHED)} END"
)
OUTLOOK = Table(
    name=OutlookFigure._meta.db_table,
    order=("soc2020_id", "area_id", "breakdown", "category", "base_year", "year", "release_id"),
    filters={
        **_LEVEL_FILTER,
        "year": "f.year = {}",
        "breakdown": "f.breakdown = {}",
        "category": "f.category = {}",
        # Women and men are categories of one split; "all" is the total of everyone.
        "sex": "({0}, f.breakdown, f.category) IN (('all', 'total', 'all'), ({0}, 'sex', {0}))",
    },
    row=joined(
        written(
            {
                **_HEAD,
                "breakdown": code("f.breakdown"),
                "category": text("f.category"),
                "base_year": sql("f.base_year"),
                "year": sql("f.year"),
                "period": code(
                    "CASE WHEN f.base_year = f.year THEN f.year::text ELSE f.base_year || ' to ' || f.year END"
                ),
                "population": fixed(f'"{outlook.POPULATION}"'),
                **_RELEASE,
                "people": measure("people", *_PEOPLE),
                **{
                    name: measure(name, *_PEOPLE, missing=_NO_SPAN)
                    for name in ("net_change", "replacement", "requirement")
                },
            }
        )
    ),
    keys=_outlook_keys,
)
ADVERTS = Table(
    name=AdvertFigure._meta.db_table,
    order=("soc2020_id", "area_id", "month", "release_id"),
    filters={**_LEVEL_FILTER, "year": "date_part('year', f.month) = {}"},
    row=joined(
        written(
            {
                **_HEAD,
                "month": code("to_char(f.month, 'YYYY-MM')"),
                "period": code("to_char(f.month, 'FMMonth YYYY')"),
                "population": fixed(f'"{adverts.POPULATION}"'),
                **_RELEASE,
                "adverts": measure("adverts", *unit_of(fixed(Unit.ADVERTS))),
            }
        )
    ),
    keys=_advert_keys,
)
