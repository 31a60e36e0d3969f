"""What the demo set is drawn from: invented names, jobs of STEM work, real outcodes of England, school days."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from ambassadors.rules.days import LONDON
from ambassadors.topics import TOPICS
from evidence.queries import Editions, current_editions
from lmi.enums import AreaKind
from lmi.models import Outcode
from lmi.placenames import kilometres
from lmi.register import Gazetteer, gazetteer
from pathways.enums import LinkKind
from pathways.models import Link
from pathways.near import KM_PER_MILE

FOLDER = Path(__file__).resolve().parent
SEED = "ambassadors of the demo set"
ENGLAND, LINKS = "E92000001", "waymark-links"
MARK = " (demo)"
# When schools of England are closed, near enough: at Christmas and in summer, as (month, day).
_CLOSED = (((1, 1), (1, 3)), ((7, 22), (8, 31)), ((12, 20), (12, 31)))


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of STEM work: its unit group, field, usual level, share of the demo set, and titles."""

    soc2020: str
    discipline: str
    level: int
    share: int
    titles: tuple[str, ...]

    @property
    def topics(self) -> list[str]:
        """Curriculum topics that this work has to do with; those of its field where none names it."""
        named = [slug for slug, topic in TOPICS.items() if self.soc2020 in topic.soc2020]
        return named or [slug for slug, topic in TOPICS.items() if self.discipline in topic.disciplines]


@dataclass(frozen=True, slots=True)
class Place:
    """An outcode of England with its centre, authority and region; `share` is its number of postcodes."""

    outcode: str
    latitude: float
    longitude: float
    area: str
    region: str
    share: int

    def fields(self) -> dict[str, Any]:
        """The same by field name, as records hold it."""
        names = ("outcode", "latitude", "longitude", "area", "region")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class World:
    """All that is drawn from, read once: places by region too, and routes by occupation as pathways names them."""

    places: list[Place]
    by_region: dict[str, list[Place]]
    routes: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def in_region(self, rng: Random, region: str) -> Place:
        """A place of a region, by how many postcodes it has."""
        place: Place = weighted(rng, self.by_region[region])
        return place


def rng_for(*words: object) -> Random:
    """The draws of one thing, always the same: independent of how many other things there are."""
    return Random(":".join(map(str, (SEED, *words))))  # noqa: S311 - invented people, nothing secret


def weighted(rng: Random, things: Sequence[Any]) -> Any:
    """One of these, by their `share`."""
    return rng.choices(things, weights=[thing.share for thing in things])[0]


@lru_cache(maxsize=1)
def jobs() -> tuple[Job, ...]:
    """All jobs, in the file's order."""
    return tuple(
        Job(row["soc2020"], row["discipline"], int(row["level"]), int(row["share"]), tuple(row["titles"].split("|")))
        for row in rows("jobs.csv")
    )


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this module."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=8)
def texts(name: str) -> Any:
    """A JSON file beside this module."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_world() -> World:
    """Places of England and routes of occupations, from the editions published now; five SQL statements.

    Raises ValueError where no outcodes are held.
    """
    editions = current_editions()
    places = list(_places(editions))
    if not places:
        raise ValueError("the demo set needs the outcodes' centres")
    by_region: dict[str, list[Place]] = {}
    for place in places:
        by_region.setdefault(place.region, []).append(place)
    return World(places, by_region, _routes(editions))


def _places(editions: Editions) -> list[Place]:
    register = gazetteer(editions)
    found = Outcode.objects.filter(release_id__in=editions.of("outcodes"), authority__nation=ENGLAND).order_by("code")
    regions = {code: _region(register, code) for code in {row.authority_id for row in found} if code}
    return [
        Place(row.code, row.latitude, row.longitude, row.authority_id, regions[row.authority_id], row.postcodes or 1)
        for row in found
        if row.authority_id and regions[row.authority_id]
    ]


def _region(register: Gazetteer, authority: str) -> str:
    return next((place.code for place in register.widening(authority) if place.kind == AreaKind.REGION), "")


def _routes(editions: Editions) -> dict[tuple[str, str], list[str]]:
    kinds = {
        LinkKind.OCCUPATION_STANDARD: "standard",
        LinkKind.OCCUPATION_TLEVEL: "tlevel",
        LinkKind.OCCUPATION_DEGREE: "degree",
    }
    found = Link.objects.filter(
        release_id__in=editions.of(LINKS), kind__in=list(kinds), role__in=("qualifies", "towards", "usual", "required")
    ).order_by("kind", "source", "target")
    routes: dict[tuple[str, str], list[str]] = {}
    for kind, source, target in found.values_list("kind", "source", "target"):
        prefix = kinds[LinkKind(kind)]
        routes.setdefault((source, prefix), []).append(f"{prefix}:{target}")
    return routes


def employer_of(rng: Random, discipline: str) -> str:
    """An employer's name, invented and marked."""
    names = texts("names.json")
    return f"{rng.choice(names['stems'])} {rng.choice(names['trades'][discipline])}{MARK}"


def miles_between(one: Any, other: Any) -> float:
    """Miles between two things with a latitude and a longitude."""
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude) / KM_PER_MILE


def school_day(day: date, *, later: bool) -> date:
    """The day itself, or the next (or last) one on which schools of England are usually open."""
    step = timedelta(days=1 if later else -1)
    while day.weekday() > 4 or any(first <= (day.month, day.day) <= last for first, last in _CLOSED):
        day += step
    return day


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of a day in London."""
    return datetime.combine(day, time(hour, minute), LONDON)
