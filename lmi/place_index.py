"""The names that places can be found by: areas, their other names and codes, and towns; read once an edition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import OuterRef, Subquery

from evidence.queries import Editions
from lmi.enums import AreaKind, PlaceBasis
from lmi.models import Area, Outcode, PlaceName
from lmi.placenames import fold, likeness, trigrams

GSS_CODE = re.compile(r"[EWSNK]\d{8}")
_WIDE = (AreaKind.UK, AreaKind.NATION, AreaKind.REGION)
_ORDER = (*_WIDE, AreaKind.LOCAL_AUTHORITY, AreaKind.COMBINED_AUTHORITY, AreaKind.LSIP)
_OTHER_NAMES, _TOWNS = 10, 20  # ranks that come after every area's own name
_LEAST_LIKENESS = 0.25  # a little under pg_trgm's 0.3, so that two letters changed round in a short name still count


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one area, or of a town in it. Lower ranks are likelier to be meant."""

    text: str
    folded: str
    code: str  # the area's
    rank: int
    outcodes: tuple[str, ...] = ()  # of a town
    basis: str = ""  # how the town's outcodes were put into the area

    @property
    def is_town(self) -> bool:
        """Whether it names a town and not an area."""
        return self.rank == _TOWNS

    @property
    def is_own(self) -> bool:
        """Whether the area is called this, and not only among other names."""
        return self.rank < _OTHER_NAMES

    @property
    def order(self) -> tuple[int, int, str]:
        """Likeliest first: by rank, then by how many outcodes a town has, then by code."""
        return self.rank, -len(self.outcodes), self.code


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Names by their folded form, sorted for prefixes, with the pieces they are made of; and codes."""

    by_name: dict[str, tuple[Name, ...]]
    prefixes: tuple[tuple[str, Name], ...]
    pieces: tuple[tuple[frozenset[str], Name], ...]
    codes: dict[str, str]

    def named(self, text: str) -> tuple[Name, ...]:
        """Everything called this, likeliest first."""
        return self.by_name.get(fold(text), ())

    def is_shared(self, name: Name) -> bool:
        """Whether it is an other name of several areas, as a county is of its districts."""
        alike = {other.code for other in self.by_name[name.folded] if other.rank == name.rank}
        return not name.is_own and not name.is_town and len(alike) > 1

    def starting(self, prefix: str) -> list[Name]:
        """Names of which a word starts like this: whole names first, likeliest first."""
        wanted = fold(prefix)
        if not wanted:
            return []
        found: dict[tuple[str, str], tuple[bool, Name]] = {}
        for place in range(bisect_left(self.prefixes, wanted, key=lambda entry: entry[0]), len(self.prefixes)):
            start, name = self.prefixes[place]
            if not start.startswith(wanted):
                break
            inner = start != name.folded
            if inner < found.get((name.text, name.code), (True, name))[0] or (name.text, name.code) not in found:
                found[name.text, name.code] = (inner, name)
        return [name for _, name in sorted(found.values(), key=lambda entry: (entry[0], entry[1].order, entry[1].text))]

    def like(self, text: str) -> list[Name]:
        """Names spelt like this, closest first."""
        wanted = trigrams(fold(text))
        scored = [(likeness(wanted, pieces), name) for pieces, name in self.pieces]
        close = [(score, name) for score, name in scored if score >= _LEAST_LIKENESS]
        return [name for _, name in sorted(close, key=lambda entry: (-entry[0], entry[1].order, entry[1].text))]


def name_index(editions: Editions) -> NameIndex:
    """Names as of these editions; two SQL statements at most, none when already read."""
    return _name_index(editions.etag, tuple(editions.of("place-names")), tuple(editions.of("outcodes")))


@lru_cache(maxsize=8)
def _name_index(etag: str, names: tuple[int, ...], outcodes: tuple[int, ...]) -> NameIndex:
    codes: dict[str, str] = {}
    areas = list(_area_names(codes))
    called = {(name.code, name.folded) for name in areas if name.is_own}
    # Oxford the town adds nothing to Oxford the authority.
    towns = [town for town in _town_names(names, outcodes) if (town.code, town.folded) not in called]
    entries = [*areas, *towns]
    by_name: dict[str, list[Name]] = defaultdict(list)
    for name in entries:
        by_name[name.folded].append(name)
    starts = [
        (name.folded[place:], name)
        for name in entries
        for place in (0, *(found.end() for found in re.finditer(" ", name.folded)))
    ]
    return NameIndex(
        {folded: tuple(sorted(found, key=lambda name: name.order)) for folded, found in by_name.items()},
        tuple(sorted(starts, key=lambda entry: (entry[0], entry[1].order))),
        tuple((trigrams(name.folded), name) for name in entries),
        codes,
    )


def _area_names(codes: dict[str, str]) -> Iterator[Name]:
    """Own and other names of every area; its present and former codes go into `codes`."""
    for code, name, kind, others in Area.objects.order_by("code").values_list("code", "name", "kind", "other_names"):
        rank = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
        codes[code] = code
        yield Name(name, fold(name), code, rank)
        seen = {fold(name)}
        for other in others:
            folded = fold(other)
            if GSS_CODE.fullmatch(other):
                codes.setdefault(other, code)
            elif folded not in seen:
                seen.add(folded)
                yield Name(other, folded, code, rank if kind in _WIDE else _OTHER_NAMES + rank)


def _town_names(names: tuple[int, ...], outcodes: tuple[int, ...]) -> Iterator[Name]:
    """One name for each town and authority, with its outcodes there."""
    basis = Outcode.objects.filter(release_id__in=outcodes, code=OuterRef("outcode")).values("basis")[:1]
    rows = PlaceName.objects.filter(release_id__in=names).exclude(authority=None).annotate(basis=Subquery(basis))
    towns: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name, authority, outcode, how in rows.order_by("name", "outcode").values_list(
        "name", "authority_id", "outcode", "basis"
    ):
        towns[name, authority].append((outcode, how or PlaceBasis.NEAREST_CENTROID))
    for (name, authority), found in towns.items():
        # One outcode that the list names is enough: the town is then in that authority.
        listed = PlaceBasis.DISTRICT_LIST in {how for _, how in found}
        how = PlaceBasis.DISTRICT_LIST if listed else PlaceBasis.NEAREST_CENTROID
        yield Name(name, fold(name), authority, _TOWNS, tuple(outcode for outcode, _ in found), how)
