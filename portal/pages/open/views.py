"""Pages that belong to no audience: the start page, and where the facts come from."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from evidence.figures import Figure
from evidence.models import Release
from evidence.queries import Holding, UnknownSourceError, holdings
from lmi.enums import Level
from lmi.models import JobTitle
from lmi.queries.pay import pay_and_hours
from lmi.register import Group
from portal.pages.shared import FactsPage, NotHere, api_twin, today

TITLE_SOURCES = ("soc-2020-index", "soc-2020-related-titles")
MAIN_SOURCES: dict[str, Promise] = {
    "ashe-14": _lazy("Pay and hours"),
    "aps-unit-industry": _lazy("People in work"),
    "skills-imperative-2035": _lazy("What is coming"),
    "textkernel-adverts": _lazy("Job adverts"),
}
# The occupation of the day strides over the list, so that neighbours in it do not follow each other.
STRIDE, MOST_TRIED = 89, 8


class Home(FactsPage):
    """What this is, one search box, four doors, and a few facts about the facts."""

    template_name = "open/home.html"

    def page_context(self) -> dict[str, Any]:
        """Counts of what is held, the latest edition of each main source, and one occupation to look at today."""
        held = {holding.source.slug: holding for holding in holdings(today()) if holding.current}
        titles = JobTitle.objects.filter(release_id__in=self.facts.editions.of(*TITLE_SOURCES)).count()
        return {
            "occupations": len(self.facts.soc.level(Level.UNIT)),
            "titles": titles,
            "editions_held": sum(len(holding.current) for holding in held.values()),
            "main": [(words, held[slug].latest) for slug, words in MAIN_SOURCES.items() if slug in held],
            "example": self._example(),
            "twin": api_twin("occupation-list"),
        }

    def _example(self) -> tuple[Group, Figure] | None:
        """The occupation of the day with its typical pay: the next one in the classification with pay of its own."""
        units = self.facts.soc.level(Level.UNIT)
        if not units:
            return None
        first = today().toordinal() * STRIDE % len(units)
        candidates = [units[(first + step) % len(units)] for step in range(MOST_TRIED)]
        pay = pay_and_hours(self.facts, [group.code for group in candidates])
        found = ((group, pay[group.code][0].median) for group in candidates)
        return next(((group, median) for group, median in found if median.value and not median.is_coarser), None)


class SourceList(FactsPage):
    """Every source: who published it, what of it is held, and what is missing."""

    template_name = "open/source_list.html"

    def page_context(self) -> dict[str, Any]:
        """Sources with an edition, then those we know of and do not hold."""
        every = holdings(today())
        return {
            "held": [holding for holding in every if holding.current],
            "absent": [holding for holding in every if not holding.current],
            "units": len(self.facts.soc.level(Level.UNIT)),
            "twin": api_twin("source-list"),
        }


class SourceDetail(FactsPage):
    """One source with its editions, licence, caveats and checks."""

    template_name = "open/source_detail.html"

    def page_context(self) -> dict[str, Any]:
        """The source's holding; 404 in words for a slug that is none."""
        slug = self.kwargs["slug"]
        try:
            holding = holdings(today(), slug)[0]
        except UnknownSourceError:
            raise NotHere(_("There is no source called “%(slug)s”.") % {"slug": slug}) from None
        return {
            "holding": holding,
            "source": holding.source,
            "crumbs": [
                (_("Start"), reverse("open:home")),
                (_("Sources"), reverse("open:source-list")),
                (holding.source.title, ""),
            ],
            "downloads": _downloads(holding),
            "units": len(self.facts.soc.level(Level.UNIT)),
            "twin": api_twin("source-detail", slug),
        }


def _downloads(holding: Holding) -> list[tuple[str, str]]:
    """Each edition that answers now as a file of rows."""
    return [(_words(release), reverse("api:release-data", args=[release.key])) for release in holding.current]


def _words(release: Release) -> str:
    said = {"edition": release.edition, "status": release.get_status_display()}
    return _("%(edition)s (%(status)s) as CSV") % said
