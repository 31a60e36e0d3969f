"""Levels of qualification in words, what comes at each, and what is about to open or close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.enums import StatementBasis
from pathways.models import OfferDate, QualificationLevel, QualificationType
from portal.pages.shared import FactsPage, api_twin, today

LEVELS, TYPES, OFFERS = "waymark-levels", "waymark-types", "waymark-offer-dates"
FAMILIES: dict[str, Promise] = {
    "academic": gettext_lazy("At school, college or university"),
    "technical": gettext_lazy("Technical, at college or beside work"),
    "apprenticeship": gettext_lazy("Apprenticeships: a paid job with training"),
    "other": gettext_lazy("Beside these"),
}
# What our editors' dated offers call the kinds of qualification that are about to come; see waymark-types.
COMING = {"v-level": "v-level-2027", "foundation-certificate": "foundation-certificate-2027"} | {
    "occupational-certificate": "occupational-certificate-2027"
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of qualification at a level; `opens` says from when, for one that cannot be started yet."""

    row: QualificationType
    opens: str


@dataclass(frozen=True, slots=True)
class Rung:
    """A level with its kinds by family."""

    row: QualificationLevel
    families: tuple[tuple[str, tuple[Kind, ...]], ...]
    standards: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A dated offer, in words; `is_firm` when the date was read on a published page."""

    row: OfferDate
    when: str
    is_firm: bool


class LevelList(FactsPage):
    """`/levels/`: the scale of England's qualifications, and what changes on it."""

    template_name = "open/reference/level_list.html"

    def page_context(self) -> dict[str, Any]:
        """Levels lowest first, and offers to come and to end, soonest first; four SQL statements."""
        editions = self.facts.editions
        levels = QualificationLevel.objects.of_releases(editions.of(LEVELS)).order_by("rank")
        types = list(QualificationType.objects.of_releases(editions.of(TYPES)).order_by("title"))
        offers = list(OfferDate.objects.of_releases(editions.of(OFFERS)).order_by("title"))
        opening = {row.offer: row.first_start for row in offers if row.first_start and row.first_start > today()}
        rungs = [_rung(level, types, opening) for level in levels]
        return {
            "rungs": rungs,
            "opening": _changes(offers, today(), opening=True),
            "closing": _changes(offers, today(), opening=False),
            "jumps": [(rung.row.title, f"level-{rung.row.code.lower()}") for rung in rungs]
            + [(_("What is about to change"), "changes")],
            "releases": tuple(map(editions.ref, editions.of(LEVELS, TYPES, OFFERS))),
            "crumbs": [(_("Start"), reverse("open:home")), (_("Levels"), "")],
            "twin": api_twin("level-list", query=self.editions_asked),
        }


def _rung(level: QualificationLevel, types: list[QualificationType], opening: dict[str, date]) -> Rung:
    here = [row for row in types if level.code in row.levels]
    families = []
    for family, title in FAMILIES.items():
        kinds = tuple(Kind(row, _opens(row, opening)) for row in here if row.family == family)
        if kinds:
            families.append((str(title), kinds))
    return Rung(level, tuple(families), standards=level.code in "234567")


def _opens(row: QualificationType, opening: dict[str, date]) -> str:
    first = opening.get(COMING.get(row.slug, ""))
    return _("from %(month)s") % {"month": _month(first)} if first else ""


def _changes(offers: list[OfferDate], day: date, *, opening: bool) -> list[Change]:
    """Offers that open, or have their last start, in this month or later; soonest first, then by name."""
    month = day.replace(day=1)
    found = []
    for row in offers:
        when = row.first_start if opening else row.last_start
        if when and when >= month and (not opening or when > day):
            found.append((when, row))
    found.sort(key=lambda pair: (pair[0], pair[1].title))
    firm = StatementBasis.SEEN
    return [Change(row, _month(when), row.basis == firm) for when, row in found]


def _month(day: date) -> str:
    return date_format(day, "F Y")
