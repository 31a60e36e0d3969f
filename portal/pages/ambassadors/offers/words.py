"""Encounter offers and their times in words, for the pages of both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.enums import Mode, Phase
from ambassadors.models import EncounterOffer
from ambassadors.queries.offers import SlotRow
from ambassadors.topics import SUBJECTS
from lmi.queries.context import Facts
from pathways.near import band_words
from portal.pages.ambassadors.visit_words import when_words


@dataclass(frozen=True, slots=True)
class SlotView:
    """A time with its places in words."""

    row: SlotRow
    when: str
    places: str
    room: str

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return not self.row.left


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer as schools read it."""

    offer: EncounterOffer
    href: str
    where: str
    distance: str
    ages: str
    subjects: str
    slots: tuple[SlotView, ...]


def slot_view(row: SlotRow) -> SlotView:
    """One time in words."""
    left, slot = row.left, row.slot
    places = ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left} if left else _("full")
    room = _("up to %(most)d pupils a class") % {"most": slot.most_pupils}
    return SlotView(row, when_words(slot.starts_at, slot.ends_at), places, room)


def ages_words(phases: Iterable[str]) -> str:
    """Ages in words, the youngest first."""
    wanted = set(phases)
    return ", ".join(str(one.label) for one in Phase if one in wanted)


def subject_words(slugs: Iterable[str]) -> str:
    """School subjects in words."""
    return ", ".join(str(SUBJECTS[slug]) for slug in slugs if slug in SUBJECTS)


def where_words(facts: Facts, offer: EncounterOffer) -> str:
    """Online, or in which region and from where; people who travel to schools say how far."""
    if offer.mode == Mode.ONLINE:
        return str(Mode.ONLINE.label)
    region = facts.places.places.get(offer.region)
    said = {"outcode": offer.outcode, "region": region.name if region else "", "miles": offer.travel_miles or 0}
    place = f"{offer.outcode}, {region.name}" if region else offer.outcode
    if offer.travel_miles:
        return _("They come to you: up to %(miles)d miles from %(place)s") % {**said, "place": place}
    return place


def offer_view(facts: Facts, offer: Any, slots: Iterable[SlotRow]) -> OfferView:
    """An offer with these of its times; `km` of the row, where it has one, becomes a band."""
    km = getattr(offer, "km", None)
    return OfferView(
        offer=offer,
        href=reverse("encounter-offers:detail", args=[offer.pk]),
        where=where_words(facts, offer),
        distance=band_words(km) if km is not None and offer.mode != Mode.ONLINE else "",
        ages=ages_words(offer.phases),
        subjects=subject_words(offer.subjects),
        slots=tuple(slot_view(row) for row in slots),
    )
