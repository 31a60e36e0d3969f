"""One provider: all that is published of it, what it teaches, how many finish, and where it trains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.figures import REASON_WORDS, Figure, Reason
from pathways.enums import Mode
from pathways.queries.outcomes import NoOutcomesError, WithoutOutcomes
from pathways.queries.provider_lists import ProviderRecord
from pathways.queries.providers import (
    UKPRN_LENGTH,
    URN_LENGTH,
    DeliveryArea,
    ProviderDetail,
    StandardTaught,
    UnknownProviderError,
    YearCounts,
    provider_detail,
)
from pathways.queries.subjects import degree_subjects, provider_outcomes
from pathways.queries.tlevels import successor, tlevels_by_number
from portal.charts import LineChart, Point, Series, TileMap
from portal.charts.model import releases_of
from portal.pages.reference.lists import ListPage
from portal.pages.reference.providers import crumbs, without_address
from portal.pages.reference.words import level_in_words
from portal.pages.shared import NotHere, api_twin, today, with_query

FEW_AREAS = 20  # authorities shown at first; the rest on request
FEW_SUBJECTS = 20  # likewise
FEWEST_YEARS = 2
FEWEST_REGIONS = 2  # a map of one region says no more than the list below it


@dataclass(frozen=True, slots=True)
class Taught:
    """A standard in the table: starts and finishers of the years held, and how many of those who left had finished."""

    standard: StandardTaught
    level: str
    counts: tuple[YearCounts | None, ...]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An authority in the table, with its region's name."""

    area: DeliveryArea
    region: str
    counts: tuple[YearCounts | None, ...]


class ProviderPage(ListPage):
    """`/providers/10003915/`, by UKPRN or URN; ?page= of its standards, ?areas=all for every authority."""

    template_name = "open/reference/provider_detail.html"
    page_size = 40

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the URN of a body that has a UKPRN, too, leads to that."""
        number = kwargs["provider"]
        if len(number) == URN_LENGTH:
            detail = self._detail(number)
            if len(detail.ukprn) == UKPRN_LENGTH:
                pairs = [(name, value) for name, values in request.GET.lists() for value in values]
                address = reverse("open:provider-detail", args=[detail.ukprn])
                return HttpResponsePermanentRedirect(with_query(address, pairs))
        return super().get(request, *args, **kwargs)

    def _detail(self, number: str) -> ProviderDetail:
        try:
            return provider_detail(self.facts, number, today())
        except UnknownProviderError:
            said = _(
                "None of our lists has a provider with the number %(number)s. They hold providers of apprenticeships, "
                "T Levels (2022) and higher education, and a part of England’s schools: it may well exist."
            )
            raise NotHere(said % {"number": number}) from None

    def page_context(self) -> dict[str, Any]:
        """Everything held about the body; sixteen SQL statements at most."""
        detail = self._detail(self.kwargs["provider"])
        page = self.page_of(detail.standards)
        years = _years(year for standard in detail.standards for year in standard.years)
        area_years = _years(year for area in detail.areas for year in area.years)
        all_areas = self.param("areas") == "all"
        shown = detail.areas if all_areas else detail.areas[:FEW_AREAS]
        return {
            "detail": detail,
            "kicker": ", ".join(dict.fromkeys(record.kind_words for record in detail.records)),
            "records": [(record, facts_of(record)) for record in detail.records],
            "websites": websites(detail.records),
            "counts": counts_of(detail),
            "is_closed": any(record.is_closed for record in detail.records),
            "ages": [without_address(age) for age in detail.ages],
            "years": tuple(years.values()),
            "page": page,
            "page_params": QueryDict(with_query("", self.editions_asked).partition("?")[2]),
            "standards": [
                Taught(one, level_in_words(one.level) if one.level else "", _in_years(one.years, years))
                for one in page.object_list
            ],
            "rates": rates_chart(detail),
            "area_years": tuple(area_years.values()),
            "areas": [AreaRow(one, self._region(one), _in_years(one.years, area_years)) for one in shown],
            "area_count": len(detail.areas),
            "more_areas": len(detail.areas) > len(shown),
            "all_address": with_query(self.request.path, [("areas", "all"), *self.editions_asked]) + "#where",
            "map": self._map(detail, area_years),
            "tlevels": self._tlevels(detail),
            "releases": _releases(detail),
            **self._graduates(detail),
            "crumbs": crumbs((detail.name, "")),
            "twin": api_twin("provider-detail", self.kwargs["provider"], query=self.editions_asked),
        }

    def _region(self, area: DeliveryArea) -> str:
        place = self.facts.places.places.get(area.region)
        return place.name if place else ""

    def _map(self, detail: ProviderDetail, years: dict[str, str]) -> TileMap | None:
        """Starts by region in the last whole year; None for a provider that trains in one region or none."""
        year = whole_year(years)
        sums: dict[str, list[Figure]] = defaultdict(list)
        for area in detail.areas:
            for counts in area.years:
                if counts.year == year and area.region in self.facts.places.places:
                    sums[area.region].append(counts.starts)
        if len(sums) < FEWEST_REGIONS:
            return None
        note = _("The numbers of local authorities added up by Waymark. Training outside England is not counted.")
        points = tuple(
            Point(self.facts.places[code].name, _sum(figures, self.facts.places.ref(code), note))
            for code, figures in sorted(sums.items())
        )
        title = _("Apprenticeships started by region of training, %(year)s") % {"year": years[year]}
        return TileMap("regions", title, Series(_("Starts"), points), _("Region"), note=note)

    def _graduates(self, detail: ProviderDetail) -> dict[str, Any]:
        """What its graduates earn and do by subject, full-time courses first, and why the rest is missing."""
        try:
            found = provider_outcomes(self.facts, detail.ukprn)
        except NoOutcomesError:
            return {"graduates": []}
        titles = degree_subjects(self.facts)
        whole = [group for group in found.groups if not group.course and group.subject in titles.by_code]
        whole.sort(key=lambda group: (group.mode != Mode.FULL_TIME, titles[group.subject].title, group.subject))
        shown = whole if self.param("subjects") == "all" else whole[:FEW_SUBJECTS]
        address = with_query(self.request.path, [("subjects", "all"), *self.editions_asked])
        return {
            "graduates": [(group, titles[group.subject].title, group.mode == Mode.PART_TIME) for group in shown],
            "graduate_count": len(whole),
            "more_graduates": f"{address}#degrees" if len(whole) > len(shown) else "",
            "without": [without_words(one) for one in found.without],
            "graduate_releases": releases_of(group.pay_median for group in shown),
        }

    def _tlevels(self, detail: ProviderDetail) -> list[tuple[Any, int, str]]:
        """T Levels that it planned: the version, the number of its page, and the years and sites in words."""
        if not detail.tlevels:
            return []
        versions = tlevels_by_number(self.facts, today())
        return [
            (
                one.tlevel,
                successor(one.tlevel.number, versions) or one.tlevel.number,
                _("from %(years)s") % {"years": ", ".join(map(str, one.years))}
                + (f" ({', '.join(one.sites)})" if one.sites else ""),
            )
            for one in detail.tlevels
        ]


def _years(counts: Iterable[YearCounts]) -> dict[str, str]:
    """Every academic year met, with its words, oldest first."""
    return dict(sorted({one.year: one.words for one in counts}.items()))


def _in_years(counts: Sequence[YearCounts], years: dict[str, str]) -> tuple[YearCounts | None, ...]:
    held = {one.year: one for one in counts}
    return tuple(held.get(year) for year in years)


def whole_year(years: dict[str, str]) -> str:
    """The latest academic year that is counted to its end; the latest at all when none is."""
    whole = [year for year, words in years.items() if words == year]
    return whole[-1] if whole else next(reversed(years), "")


def _sum(figures: Sequence[Figure], area: Any, note: str) -> Figure:
    """Counts of authorities put together as one of their region; missing when one of them is."""
    values = [figure.value for figure in figures]
    missing = next((figure for figure in figures if figure.value is None), None)
    if missing is not None:
        return replace(missing, area=area, note=note)
    return replace(figures[0], value=sum(value or 0 for value in values), area=area, note=note)


def rates_chart(detail: ProviderDetail) -> LineChart | None:
    """How many of those who left had finished, by year; None for fewer than two years."""
    rates = detail.rates.overall
    if len(rates) < FEWEST_YEARS:
        return None
    series = Series(_("Finished"), tuple(Point(one.year, one.rate) for one in rates))
    note = _("Of all who left an apprenticeship with this provider in the year, the share who had finished it.")
    return LineChart("rates", _("How many finish, all standards together"), (series,), note=note)


def without_words(one: WithoutOutcomes) -> str:
    """For how many courses nothing was published, and why."""
    said = {
        "n": one.courses,
        "mode": _("full-time") if one.mode == Mode.FULL_TIME else _("part-time"),
        "half": _("pay") if one.half == "pay" else _("what graduates do"),
        "reason": REASON_WORDS[Reason(one.reason)],
    }
    text = ngettext(
        "%(n)d %(mode)s course, %(half)s: %(reason)s.", "%(n)d %(mode)s courses, %(half)s: %(reason)s.", one.courses
    )
    return text % said


def counts_of(detail: ProviderDetail) -> list[tuple[str, int, str]]:
    """How much is held of each kind: words, number, and the section that shows it; nothing for none."""
    held = [
        (_("apprenticeships it trained for"), len(detail.standards), "standards"),
        (_("council areas where it trains"), len(detail.areas), "where"),
        (_("T Levels planned in 2022"), len(detail.tlevels), "tlevels"),
        (_("degree subjects with outcomes"), len(detail.subjects), "degrees"),
    ]
    return [one for one in held if one[1]]


def websites(records: Iterable[ProviderRecord]) -> list[str]:
    """Addresses of the body's own pages, each once."""
    found: dict[str, str] = {}
    for record in records:
        if record.website:
            address = record.website if "://" in record.website else f"http://{record.website}"
            found.setdefault(address.partition("://")[2].removeprefix("www.").rstrip("/").lower(), address)
    return list(found.values())


def facts_of(record: ProviderRecord) -> list[tuple[str, str]]:
    """What one list says of the body, in words; what it does not say is left out."""
    region = record.region.name if record.region else ""
    area = record.area.name if record.area else ""
    low, high = record.ages
    rating = record.other.get("tef", {})
    pairs = [
        (_("Name in this list"), record.name),
        (_("Type"), record.type),
        (_("Stage"), record.other.get("phase", "")),
        (_("Where"), ", ".join(part for part in (record.outcode, area, region) if part)),
        (_("How it is placed"), record.placed_words),
        (_("Ages"), _("%(low)s to %(high)s") % {"low": low, "high": high} if low is not None and high else ""),
        (_("Sixth form"), {True: _("yes"), False: _("no")}.get(record.has_sixth_form, "")),  # type: ignore[arg-type]
        (_("Status in the register"), record.status),
        (_("Teaching Excellence Framework 2023"), _tef(rating)),
        (_("UKPRN"), record.ukprn),
        (_("URN"), record.urn),
    ]
    return [(title, str(words)) for title, words in pairs if words]


def _tef(rating: dict[str, str]) -> str:
    """Ratings in words; empty when the body was not rated itself."""
    titles = {"overall": _("overall"), "experience": _("student experience"), "outcomes": _("student outcomes")}
    return ", ".join(f"{words} {rating[key]}" for key, words in titles.items() if rating.get(key))


def _releases(detail: ProviderDetail) -> tuple[Any, ...]:
    taught = [year.starts for one in detail.standards for year in one.years]
    counts = [*taught, *(year.starts for one in detail.areas for year in one.years)]
    rates = [one.rate for one in detail.rates.overall]
    return tuple(dict.fromkeys([*(record.release for record in detail.records), *releases_of([*counts, *rates])]))
