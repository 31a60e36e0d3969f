"""The field that asks where somebody is, and rows in bands of distance from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lmi.places import PlaceAnswer, UnknownPlaceError
from pathways.near import band_of, band_words
from portal.pages.shared import FactsPage


@dataclass(frozen=True, slots=True)
class Band:
    """Rows at about one distance, in words; `miles` None for those further away or without a position."""

    miles: int | None
    words: str
    rows: tuple[Any, ...]


class NearPage(FactsPage):
    """A facts page with ?area=: a postcode, town or council to measure from."""

    def refuse(self, error: UnknownPlaceError) -> None:
        """Say beside the field why a place cannot be used, and what may have been meant."""
        self.problems.append((error.message, "area"))
        self.offers = [self._offer(suggestion) for suggestion in error.suggestions]

    def near_context(self, place: PlaceAnswer | None) -> dict[str, Any]:
        """What the form shows, once the place was looked up."""
        return {
            "place": place,
            "area_text": self.param("area"),
            "area_error": " ".join(words for words, field in self.problems if field == "area"),
            "outside_england": place is not None and not place.in_england,
        }


def in_bands(rows: Iterable[tuple[Any, float | None]]) -> tuple[Band, ...]:
    """Rows with their kilometres by band, nearest band first; the order within a band stays."""
    found: dict[int | None, list[Any]] = {}
    words: dict[int | None, str] = {}
    for row, km in rows:
        miles = band_of(km)
        found.setdefault(miles, []).append(row)
        words.setdefault(miles, band_words(km) or _("distance not known"))
    ordered = sorted(found, key=lambda miles: (miles is None, miles or 0))
    return tuple(Band(miles, words[miles], tuple(found[miles])) for miles in ordered)
