"""The explorer's filters as a form: fields with their choices, mistakes in words, chips of what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lmi.enums import Level
from lmi.filters import GROWTH, PAY_AREAS, SORTS, OccupationFilter
from lmi.register import UK
from portal.pages.shared import Problem

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the component wants it; without options it is typed."""

    name: str
    label: str
    kind: str
    value: str
    error: str
    options: tuple[Choice, ...] = ()
    nothing: str = ""


def fields(found: OccupationFilter) -> list[Field]:
    """Every filter with what was asked for, wrong values included."""
    wrong = found.bad_values
    return [
        Field(
            name,
            _label(found, name),
            _kind(name),
            str(found.data.get(name, "")),
            " ".join(wrong.get(name, [])),
            _options(found, name),
            _("Any") if name not in ("level", "sort", "area") else "",
        )
        for name, declared in found.base_filters.items()
    ]


def _kind(name: str) -> str:
    if name == "q":
        return "search"
    return "number" if name.startswith(("min_", "max_")) else "select"


def _options(found: OccupationFilter, name: str) -> tuple[Choice, ...]:
    made: dict[str, Callable[[OccupationFilter], list[Choice]]] = {
        "level": _levels,
        "group": _groups,
        "area": _areas,
        "industry": lambda known: [(code, f"{code} {title}") for code, title in known.facts.industries.items()],
        "growth": lambda known: [(key, str(label)) for key, label in GROWTH.items()],
        "sort": lambda known: [(key, str(label)) for key, label in SORTS.items()],
    }
    return tuple(made[name](found)) if name in made else ()


def _levels(found: OccupationFilter) -> list[Choice]:
    """The four levels, narrowest first: unit groups are what the list shows by default."""
    order = (Level.UNIT, Level.MINOR, Level.SUB_MAJOR, Level.MAJOR)
    return [(str(level.value), str(level.label)) for level in order]


def _groups(found: OccupationFilter) -> list[Choice]:
    """Major and sub-major groups, and the narrower one that an address may name."""
    soc, asked = found.facts.soc, found.data.get("group", "")
    codes = [group.code for group in soc.groups.values() if group.level in (Level.MAJOR, Level.SUB_MAJOR)]
    if asked in soc.groups and asked not in codes:
        codes.append(asked)
    return [(code, f"{code} {soc[code].title}") for code in sorted(codes)]


def _areas(found: OccupationFilter) -> list[Choice]:
    """The UK first, then nations and regions by name."""
    places = found.facts.places
    others = [place for place in places.of_kind(*PAY_AREAS) if place.code != UK]
    return [(place.code, place.name) for place in [places[UK], *others]]


def usable_pairs(found: OccupationFilter) -> list[Choice]:
    """The filters that are used, as parameters in their own order."""
    wrong = found.bad_values
    return [(name, str(found.data[name])) for name in found.base_filters if name in found.data and name not in wrong]


def pay_area(found: OccupationFilter) -> str:
    """Whose pay is shown: the area asked for when it can be used, else the UK."""
    return UK if "area" in found.bad_values else found.asked_area


def problems_of(found: OccupationFilter) -> list[Problem]:
    """Each wrong value by the name of its field, with the reason; the id leads to the field."""
    said = []
    for name, reasons in found.bad_values.items():
        parts = {
            "field": _label(found, name),
            "value": str(found.data.get(name, ""))[:60],
            "reason": " ".join(reasons),
        }
        said.append((_("%(field)s: “%(value)s” is not used. %(reason)s") % parts, name))
    return said


def chips(found: OccupationFilter, address_without: Callable[[str], str]) -> list[Choice]:
    """What narrows the list, in words, each with the address without it."""
    return [
        (f"{_label(found, name)}: {_value_words(found, name, value)}", address_without(name))
        for name, value in usable_pairs(found)
        if name != "sort"
    ]


def _label(found: OccupationFilter, name: str) -> str:
    words = str(found.base_filters[name].label)
    return words[:1].upper() + words[1:]


def _value_words(found: OccupationFilter, name: str, value: str) -> str:
    return dict(_options(found, name)).get(value, value)


def sorted_words(found: OccupationFilter) -> str:
    """How the list is ordered, in words: every list says so."""
    cleaned: dict[str, Any] = found.form.cleaned_data
    return str(SORTS[cleaned.get("sort") or "code"])
