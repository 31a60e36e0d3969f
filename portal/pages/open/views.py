"""Pages that belong to no audience: the start page, and where the facts come from."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from evidence.models import Release
from evidence.queries import Holding, UnknownSourceError, holdings
from lmi.enums import Level
from lmi.models import JobTitle
from portal.pages.shared import FactsPage, api_twin, today

TITLE_SOURCES = ("soc-2020-index", "soc-2020-related-titles")


class Home(FactsPage):
    """What this is, one search box, three doors, and a few facts about the facts."""

    template_name = "open/home.html"

    def page_context(self) -> dict[str, Any]:
        """Counts of what is held, all read now."""
        held = [holding for holding in holdings(today()) if holding.current]
        titles = JobTitle.objects.filter(release_id__in=self.facts.editions.of(*TITLE_SOURCES)).count()
        dated = sorted(
            (release for holding in held for release in holding.current if release.published_on),
            key=lambda release: release.published_on or today(),
        )
        return {
            "occupations": len(self.facts.soc.level(Level.UNIT)),
            "titles": titles,
            "sources_held": len(held),
            "editions_held": sum(len(holding.current) for holding in held),
            "newest": dated[-1] if dated else None,
            "main_sources": [holding.latest for holding in held if holding.latest and holding.latest.coverage],
            "twin": api_twin("occupation-list"),
        }


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
            raise Http404(_("There is no source called “%(slug)s”.") % {"slug": slug}) from None
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
    return [(_words(release), address) for release in holding.current if (address := _bulk_address(release))]


def _words(release: Release) -> str:
    said = {"edition": release.edition, "status": release.get_status_display()}
    return _("%(edition)s (%(status)s) as CSV") % said


def _bulk_address(release: Release) -> str:
    try:
        return reverse("api:release-data", args=[release.key])
    except NoReverseMatch:
        return ""
