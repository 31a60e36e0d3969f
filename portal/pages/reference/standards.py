"""Apprenticeship standards: the list, and everything about one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.figures import Number, ReleaseRef
from lmi.places import UnknownPlaceError
from pathways.book import Book, StandardRef, route_book
from pathways.enums import LinkKind, StandardKind, StandardStatus
from pathways.filtering import FactFilter, distinct
from pathways.filters import StandardFilter
from pathways.models import Standard
from pathways.provider_filter import ProviderFilter
from pathways.queries.apprenticeships import (
    FEW_LEAVERS,
    REGISTER,
    StandardDetail,
    StandardSummary,
    UnknownStandardError,
    reference_of_lars,
    standard_detail,
    standards_by_reference,
)
from pathways.queries.around import Around, around_standard
from pathways.queries.nearby import NearAnswer, providers_near
from pathways.queries.provider_lists import APPRENTICESHIPS, list_ages
from pathways.queries.registrations import named_registrations
from pathways.routing.generic import apprenticeship_asks
from pathways.routing.kinds import APPRENTICESHIP_OF_LEVEL, KINDS, StepKind
from portal.charts import LineChart, Point, Series
from portal.charts.model import releases_of
from portal.pages.reference.codes import could_be_code
from portal.pages.reference.lists import ListPage
from portal.pages.reference.near import NearPage
from portal.pages.reference.words import level_in_words
from portal.pages.reference.work import linked_work, work_releases
from portal.pages.shared import NotHere, api_twin, today, with_query

LEVEL_3 = 3
NEAR_SHOWN = 30
YEAR = 12  # months
TAGS = {
    StandardStatus.LIVE: "plain",
    StandardStatus.IN_DEVELOPMENT: "outline",
    StandardStatus.PROPOSED: "outline",
}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A standard in the list."""

    standard: StandardSummary
    level: str
    tag: str
    tag_words: str
    occupations: int


def crumbs(*here: Pair) -> list[Pair]:
    """The way to a page about standards."""
    return [(_("Start"), reverse("open:home")), (_("Apprenticeship standards"), reverse("open:standard-list")), *here]


def status_tag(standard: StandardSummary) -> Pair:
    """Kind and words of the tag that says whether it can be started."""
    if not standard.is_for_school_leavers and standard.is_open:
        return "outline", _("for employers’ staff")
    if standard.is_under_revision:
        return "plain", _("open, under revision")
    return TAGS.get(StandardStatus(standard.status), "caution"), str(StandardStatus(standard.status).label)


class StandardList(ListPage):
    """`/standards/`: the register of apprenticeships, by StandardFilter."""

    template_name = "open/reference/standard_list.html"

    def make_filter(self) -> FactFilter:
        """The filter of page and API."""
        return StandardFilter(self.request.GET, facts=self.facts, today=today())

    def known(self) -> dict[str, tuple[str, ...]]:
        """The register's routes."""
        return {"route": distinct(self.facts, Standard, "sector", REGISTER)}

    def page_context(self) -> dict[str, Any]:
        """One page of the list; six SQL statements when the book is in memory."""
        page = self.page_of(self.filter.qs.values_list("reference", flat=True))
        references = list(page.object_list)
        found = standards_by_reference(self.facts, references)
        book = route_book(self.facts.editions)
        releases = self.facts.editions.of(REGISTER)
        return self.list_context(page, partial(api_twin, "standard-list")) | {
            "rows": [_row(found[reference], book) for reference in references],
            "releases": tuple(self.facts.editions.ref(pk) for pk in releases),
            "quick": [] if self.usable else _quick(),
            "crumbs": [*crumbs()[:1], (_("Apprenticeship standards"), "")],
        }


def _row(standard: StandardSummary, book: Book) -> Row:
    links = book.linked_from(LinkKind.OCCUPATION_STANDARD, standard.reference)
    return Row(standard, level_in_words(standard.level), *status_tag(standard), len(links))


def _quick() -> list[Pair]:
    """Ways to narrow the whole list by one press."""
    address = reverse("open:standard-list")
    levels = [(_("Level %(level)d") % {"level": n}, [("level", str(n)), ("status", "open")]) for n in range(2, 8)]
    foundation = (_("Foundation apprenticeships"), [("kind", "foundation"), ("status", "open")])
    return [(words, with_query(address, pairs)) for words, pairs in [foundation, *levels]]


class StandardPage(NearPage):
    """`/standards/ST0152/`: one standard, foundation apprenticeship or apprenticeship unit."""

    template_name = "open/reference/standard_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the way to it from small letters or the LARS code of the 2021 list."""
        asked = kwargs["reference"]
        reference = asked.strip().upper()
        if not could_be_code(reference):
            raise NotHere(_no_standard(reference))
        if asked.isascii() and asked.isdecimal():
            try:
                reference = reference_of_lars(self.facts, asked)
            except UnknownStandardError:
                raise NotHere(_no_standard(asked)) from None
        if reference != asked:
            pairs = [(name, value) for name, values in request.GET.lists() for value in values]
            address = reverse("open:standard-detail", args=[reference])
            return HttpResponsePermanentRedirect(with_query(address, pairs))
        return super().get(request, *args, **kwargs)

    @cached_property
    def detail(self) -> StandardDetail:
        """The standard; 404 in words for one that the register does not have."""
        try:
            return standard_detail(self.facts, self.kwargs["reference"])
        except UnknownStandardError:
            raise NotHere(_no_standard(self.kwargs["reference"])) from None

    def page_context(self) -> dict[str, Any]:
        """Everything about it; the place, where one is given, adds what is near."""
        detail, book = self.detail, route_book(self.facts.editions)
        standard = detail.summary
        around = around_standard(book, standard.reference)
        work = linked_work(self.facts, around.links)
        return {
            **self._taught(standard),
            **_entry(book, around, book.standards[standard.reference]),
            "detail": detail,
            "standard": standard,
            "level": level_in_words(standard.level),
            "tag": status_tag(standard),
            "years": _in_years(standard.typical_months.value),
            "kind_facts": _kind_facts(standard),
            "around": around,
            "work": work,
            "work_releases": work_releases(work),
            "moves": self._moves(around),
            "registrations": named_registrations(self.facts, around.registrations),
            "tlevels_before": bool(standard.level and standard.level > LEVEL_3),
            "rates": _rates_chart(detail),
            "few": _few_words(detail),
            "sections": _sections(standard, detail),
            "link_releases": self._link_releases(),
            "crumbs": crumbs((standard.title, "")),
            "twin": api_twin("standard-detail", standard.reference, query=self.editions_asked),
        }

    def _taught(self, standard: StandardSummary) -> dict[str, Any]:
        """Providers that trained for it: how many our list has, and those near the place asked for."""
        if not standard.is_open:
            return self.near_context(None) | {"near": None, "bands": (), "trained": 0, "ages": ()}
        asked, near = {"standard": standard.reference}, self._near(standard.reference)
        found = ProviderFilter(asked, facts=self.facts, today=today())  # read only where no place is given
        ages = near.ages if near else list_ages(self.facts, today(), [APPRENTICESHIPS])
        further = [("standard", standard.reference), ("near", self.param("area")), ("distance", "50")]
        return self.near_context(near.place if near else None) | {
            "near": near,
            "bands": [(where, list(rows)) for where, rows in groupby(near.providers, lambda row: row.where)]
            if near
            else (),
            "trained": near.total if near else found.qs.count(),
            "ages": ages,
            "rate_years": _rate_period(near),
            "rate_releases": releases_of(row.achievement for row in near.providers if row.achievement) if near else (),
            "more_address": with_query(reverse("open:provider-list"), further),
        }

    def _near(self, reference: str) -> NearAnswer | None:
        if not self.param("area"):
            return None
        try:
            return providers_near(
                self.facts, self.param("area"), today(), asked={"standard": reference}, limit=NEAR_SHOWN
            )
        except UnknownPlaceError as error:
            self.refuse(error)
            return None

    def _moves(self, around: Around) -> list[tuple[str, str]]:
        soc = self.facts.soc.groups
        return [(link.target, soc[link.target].title) for link in around.moves if link.target in soc]

    def _link_releases(self) -> tuple[ReleaseRef, ...]:
        return tuple(map(self.facts.editions.ref, self.facts.editions.of("waymark-links", "waymark-standard-rules")))


def _rate_period(near: NearAnswer | None) -> str:
    """The academic year of the providers' rates; empty where there are none."""
    found = (row.achievement.period for row in near.providers if row.achievement) if near else iter(())
    return next(found, "")


def _no_standard(asked: str) -> str:
    said = _(
        "The register of apprenticeships has no “%(code)s”. References look like ST0152, FA0001 or AU0003; LARS codes "
        "are known for standards approved before July 2021."
    )
    return said % {"code": asked[:40]}


def _entry(book: Book, around: Around, rule: StandardRef) -> dict[str, Any]:
    """What employers ask: our editors' rule for the standard, else what is usual at its level for its first work."""
    if rule.asks or rule.level is None or not rule.is_for_school_leavers:
        return {"asks": rule.asks, "asks_is_usual": False, "rule": rule}
    entry = book.entries.get(around.links[0].source) if around.links else None
    return {"asks": apprenticeship_asks(step_kind(rule.kind, rule.level), entry), "asks_is_usual": True, "rule": rule}


def step_kind(kind: str, level: int) -> StepKind:
    """The kind of step on a route that an apprenticeship of a level is."""
    if kind == StandardKind.FOUNDATION:
        return StepKind.FOUNDATION_APPRENTICESHIP
    return APPRENTICESHIP_OF_LEVEL.get(level, StepKind.APPRENTICESHIP_7)


def _in_years(months: Number | None) -> str:
    """ "4 years and 6 months"; empty for less than two years, which need no help."""
    if months is None or months < 2 * YEAR:
        return ""
    years, rest = divmod(int(months), YEAR)
    words = ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
    if not rest:
        return _("That is %(years)s.") % {"years": words}
    more = ngettext("%(months)d month", "%(months)d months", rest) % {"months": rest}
    return _("That is %(years)s and %(months)s.") % {"years": words, "months": more}


def _kind_facts(standard: StandardSummary) -> Any:
    """Time at work and with the provider; None for units, and where no level is given."""
    if standard.level is None or not standard.is_for_school_leavers:
        return None
    return KINDS[step_kind(standard.kind, standard.level)]


def _rates_chart(detail: StandardDetail) -> LineChart | None:
    if not detail.rates:
        return None
    own = Series(detail.summary.title, tuple(Point(year.year, year.rate) for year in detail.rates))
    others = Series(_("All apprenticeships"), tuple(Point(year.year, year.rate) for year in detail.for_all))
    title = _("Of those who left, the share who had finished")
    series = (own, others) if others.points else (own,)
    return LineChart("finish", title, series, head=_("Academic year"), plot_height=10.0)


def _few_words(detail: StandardDetail) -> str:
    """The rule of low numbers in words, where a year shown has few leavers; the latest year says so itself."""
    few = [
        year.year
        for year in detail.rates[:-1]
        if year.rate.value is not None and year.leavers.value is not None and year.leavers.value < FEW_LEAVERS
    ]
    if not few:
        return ""
    said = {"few": FEW_LEAVERS, "years": ", ".join(few)}
    return _("Fewer than %(few)s people left in %(years)s, so a rate of then can be far from the next one.") % said


def _sections(standard: StandardSummary, detail: StandardDetail) -> list[Pair]:
    named = [
        (_("What it is"), "what"),
        (_("What it asks"), "entry"),
        (_("Work it leads to"), "work"),
        (_("How many finish"), "finishing"),
        (_("Where it is taught"), "taught"),
        (_("What comes before"), "before"),
        (_("What comes next"), "next"),
    ]
    if standard.is_for_school_leavers:
        return named
    return [pair for pair in named if pair[1] not in ("before", "next")]
