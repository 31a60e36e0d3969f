"""The two registers every query looks things up in: the classification and the areas, read once an edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.text import slugify

from evidence.figures import AreaRef, LevelRef
from evidence.queries import Editions
from lmi.enums import AreaKind, Level
from lmi.models import Area, AreaMembership, Industry, OccupationGroup

UK = "K02000001"
ENGLAND = "E92000001"
ALL_OCCUPATIONS = "0"


class UnknownOccupationError(Exception):
    """There is no group with this code in SOC 2020."""


class UnknownAreaError(Exception):
    """There is no area with this code."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the classification."""

    code: str
    title: str
    level: str

    @property
    def slug(self) -> str:
        """The readable end of an address."""
        return slugify(self.title)

    @property
    def chain(self) -> tuple[str, ...]:
        """Its code and those of ever wider groups: ("5241", "524", "52", "5")."""
        return tuple(self.code[:n] for n in range(len(self.code), 0, -1))


@dataclass(frozen=True, slots=True)
class Place:
    """One area with the wider areas that figures may fall back to."""

    code: str
    name: str
    kind: str
    nation: str
    parent: str
    edition: str = ""
    latitude: float | None = None
    longitude: float | None = None
    groups: tuple[str, ...] = ()  # combined authority and LSIP area it lies in

    @property
    def in_england(self) -> bool:
        """Whether England's projections, routes and services apply."""
        return ENGLAND in (self.code, self.nation)


@dataclass(frozen=True, slots=True)
class Classification:
    """SOC 2020 by code."""

    groups: dict[str, Group]

    def __getitem__(self, code: str) -> Group:
        """The group; raises UnknownOccupationError."""
        try:
            return self.groups[code]
        except KeyError:
            raise UnknownOccupationError(code) from None

    def level(self, level: str) -> list[Group]:
        """All groups of one level, by code."""
        return [group for group in self.groups.values() if group.level == level]

    def units_in(self, code: str) -> list[Group]:
        """The unit groups within a group."""
        return [g for g in self.groups.values() if g.level == Level.UNIT and g.code.startswith(code)]

    def ref(self, code: str, asked: str = "") -> LevelRef:
        """The light form for figures; `asked` is the code that was asked for."""
        group = self[code]
        return LevelRef(code, group.title, group.level, self[asked].title if asked and asked != code else "")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Areas by code."""

    places: dict[str, Place]
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Place:
        """The area; raises UnknownAreaError."""
        try:
            return self.places[code]
        except KeyError:
            raise UnknownAreaError(code) from None

    def of_kind(self, *kinds: str) -> list[Place]:
        """Areas of these kinds, by name."""
        return sorted((p for p in self.places.values() if p.kind in kinds), key=lambda p: p.name)

    def widening(self, code: str) -> Iterator[Place]:
        """The area itself, then ever wider ones up to the UK."""
        place: Place | None = self[code]
        seen: set[str] = set()
        while place is not None and place.code not in seen:
            seen.add(place.code)
            yield place
            place = self.places.get(place.parent)
        if UK not in seen and UK in self.places:
            yield self.places[UK]

    def lsip_of(self, code: str) -> Place | None:
        """The LSIP area that an area is or lies in, if any."""
        place = self[code]
        if place.kind == AreaKind.LSIP:
            return place
        found = (self.places[g] for g in place.groups if g in self.places)
        return next((group for group in found if group.kind == AreaKind.LSIP), None)

    def ref(self, code: str, asked: str = "") -> AreaRef:
        """The light form for figures; `asked` is the code that was asked for."""
        place = self[code]
        return AreaRef(code, place.name, place.kind, self[asked].name if asked and asked != code else "")


@lru_cache(maxsize=8)
def _classification(etag: str) -> Classification:
    rows = OccupationGroup.objects.order_by("code").values_list("code", "title", "level")
    return Classification({code: Group(code, title, level) for code, title, level in rows})


@lru_cache(maxsize=8)
def _gazetteer(etag: str, release_ids: tuple[int, ...]) -> Gazetteer:
    groups: dict[str, tuple[str, ...]] = {}
    members: dict[str, tuple[str, ...]] = {}
    links = AreaMembership.objects.filter(release_id__in=release_ids).order_by("member_id", "group_id")
    for member, group in links.values_list("member_id", "group_id"):
        groups[member] = (*groups.get(member, ()), group)
        members[group] = (*members.get(group, ()), member)
    columns = ("code", "name", "kind", "nation", "parent_id", "edition", "latitude", "longitude")
    return Gazetteer(
        {
            code: Place(code, name, kind, nation, parent or "", edition, lat, lon, groups.get(code, ()))
            for code, name, kind, nation, parent, edition, lat, lon in Area.objects.values_list(*columns)
        },
        members,
    )


@lru_cache(maxsize=8)
def _industries(etag: str) -> dict[str, str]:
    return dict(Industry.objects.order_by("code").values_list("code", "title"))


def classification(editions: Editions) -> Classification:
    """SOC 2020 as of these editions; two SQL statements at most, none when already read."""
    return _classification(editions.etag)


def gazetteer(editions: Editions) -> Gazetteer:
    """All areas as of these editions; two SQL statements at most, none when already read."""
    return _gazetteer(editions.etag, tuple(sorted(editions.refs)))


def industries(editions: Editions) -> dict[str, str]:
    """Titles of industry sections by letter."""
    return _industries(editions.etag)


def forget_registers() -> None:
    """Drop what was read; for tests that change a register in place."""
    for cached in (_classification, _gazetteer, _industries):
        cached.cache_clear()
