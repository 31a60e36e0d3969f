"""Degree subjects: the tree of the Common Aggregation Hierarchy, and what one subject asks for and leads to."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.figures import ReleaseRef
from pathways.book import Book, LinkRef, route_book
from pathways.enums import LinkKind, LinkRole, Mode
from pathways.filtering import FactFilter
from pathways.filters import DegreeSubjectFilter
from pathways.models import CourseFamily
from pathways.queries.outcomes import GraduateGroup, IndustryOfGraduates
from pathways.queries.subjects import (
    DegreeSubjectDetail,
    SubjectRef,
    UnknownDegreeSubjectError,
    degree_subject_detail,
    degree_subjects,
)
from pathways.subjects import SchoolSubject, UnknownSchoolSubjectError, school_subject_of
from portal.charts import BandChart, BarChart, Point, Series, TileMap
from portal.charts.band import BandRow
from portal.charts.model import Row, Table, cell_of, releases_of
from portal.pages.reference.lists import ListPage
from portal.pages.reference.pay_rows import work_rows
from portal.pages.reference.subjects import Pair, crumbs, subject_address
from portal.pages.reference.words import link_basis
from portal.pages.shared import NotHere, api_twin, today, with_query
from portal.pages.students.careers import pay_releases

FAMILIES = "waymark-course-families"
ROLES = (LinkRole.REQUIRED, LinkRole.USUAL, LinkRole.USEFUL)
YEARS_AFTER = ("5", "1", "3", "10")
MOST_BARS = 10
_LAST = float("inf")
SORTS: dict[str, tuple[Promise, Callable[[GraduateGroup], Any]]] = {
    "provider": (gettext_lazy("provider, A to Z"), lambda group: 0),
    "-pay": (gettext_lazy("middle pay, highest first"), lambda group: -(group.pay_median.value or -_LAST)),
    "pay": (gettext_lazy("middle pay, lowest first"), lambda group: group.pay_median.value or _LAST),
    "-people": (gettext_lazy("people counted, most first"), lambda group: -(group.pay_people.value or 0)),
    "-work": (gettext_lazy("share in work, highest first"), lambda group: -(group.work.value or 0)),
}
MODES: dict[str, Promise] = {
    Mode.FULL_TIME: gettext_lazy("full-time courses"),
    Mode.PART_TIME: gettext_lazy("part-time courses"),
}
# Activity is published for single courses, too, where enough people answered; pay never is.
PARTS: dict[str, Promise] = {
    "subject": gettext_lazy("all courses in the subject together"),
    "course": gettext_lazy("single courses (what people did only)"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A school subject that a degree subject asks for."""

    subject: SchoolSubject
    address: str
    basis: str
    is_required: bool


def degree_crumbs(*here: Pair) -> list[Pair]:
    """The way to a degree subject."""
    return crumbs((_("Degree subjects"), reverse("open:degree-subject-list")), *here)


class DegreeSubjectList(ListPage):
    """`/subjects/degree/`: the whole tree, or what a search finds in it, by DegreeSubjectFilter."""

    template_name = "open/reference/degree_list.html"

    def make_filter(self) -> FactFilter:
        """The filter of page and API."""
        return DegreeSubjectFilter(self.request.GET, facts=self.facts, today=today())

    def page_context(self) -> dict[str, Any]:
        """The tree when nothing is asked, else the subjects that fit; two SQL statements."""
        hierarchy = degree_subjects(self.facts)
        asked = [pair for pair in self.usable if pair[0] != "sort"]
        codes = list(self.filter.qs.values_list("code", flat=True)) if asked else []
        context = self.list_context(self.page_of(codes), partial(api_twin, "degree-subject-list"))
        return context | {
            "asked": asked,
            "rows": [(hierarchy[code], hierarchy.parents(code)) for code in context["page"].object_list],
            "tree": [] if asked else [(wide, _below(hierarchy, wide)) for wide in hierarchy.of_level(1)],
            "releases": tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of("cah-current")),
            "crumbs": crumbs((_("Degree subjects"), "")),
        }


def _below(hierarchy: Any, wide: SubjectRef) -> list[tuple[SubjectRef, tuple[SubjectRef, ...]]]:
    """The middle groups of a wide one, each with its subjects; a group of one subject stands as that subject."""
    return [(middle, hierarchy.children(middle.code)) for middle in hierarchy.children(wide.code)]


class DegreeSubjectPage(ListPage):
    """`/subjects/degree/CAH11-01-01/`, with ?sort= ?mode= ?page= for providers, ?years= ?industry= for industries."""

    template_name = "open/reference/degree_subject.html"
    page_size = 25

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; a code in small letters or of the version before leads to today's subject."""
        asked = kwargs["cah"]
        try:
            now = degree_subjects(self.facts).current(asked.upper()).code
        except UnknownDegreeSubjectError:
            said = _("There is no degree subject with the code %(code)s.") % {"code": asked}
            raise NotHere(said) from None
        if now != asked:
            pairs = [(name, value) for name, values in request.GET.lists() for value in values]
            was = [] if now == asked.upper() else [("formerly", asked.upper())]
            address = reverse("open:degree-subject-detail", args=[now])
            return HttpResponsePermanentRedirect(with_query(address, [*pairs, *was]))
        return super().get(request, *args, **kwargs)

    def page_context(self) -> dict[str, Any]:
        """What it leads to, what it asks for, and what became of graduates; eight SQL statements."""
        cah = self.kwargs["cah"]
        years = self._choice("years", YEARS_AFTER)
        detail = degree_subject_detail(self.facts, cah, years_after=int(years))
        book = route_book(self.facts.editions)
        codes = [cah, *(former.code for former in detail.formers)]
        work = work_rows(self, sorted(book.linked_from(LinkKind.OCCUPATION_DEGREE, cah), key=self._by_role))
        return {
            "detail": detail,
            "subject": detail.subject,
            "formers": [former for former in detail.formers if former.title != detail.subject.title],
            "formerly": self._former(),
            "work": work,
            "work_releases": pay_releases(one.listed for one in work),
            "link_releases": self._releases("waymark-links"),
            "asks": asked_subjects(book, cah),
            "families": self._families(codes),
            "crumbs": degree_crumbs(*self._parents(detail), (detail.subject.title, "")),
            "twin": api_twin("degree-subject-detail", cah, query=self.editions_asked),
            **self._graduates(detail),
            **self._industries(detail, years),
        }

    def _choice(self, name: str, known: Sequence[str]) -> str:
        """A parameter that is one of these; another is said in words, and the first stands."""
        value = self.param(name)
        if value and value not in known:
            said = {"name": name, "value": value[:60], "known": ", ".join(known)}
            words = _("%(name)s: “%(value)s” is not used; it can be one of: %(known)s.") % said
            self.problems.append((words, ""))
        return value if value in known else known[0]

    def _by_role(self, link: LinkRef) -> tuple[int, str]:
        group = self.facts.soc.groups.get(link.source)
        return ROLES.index(LinkRole(link.role)), group.title.casefold() if group else link.source

    def _former(self) -> SubjectRef | None:
        """The subject of the version before that a redirect came from."""
        try:
            former = degree_subjects(self.facts)[self.param("formerly", 11).upper()]
        except UnknownDegreeSubjectError:
            return None
        return former if former.now == self.kwargs["cah"] else None

    def _parents(self, detail: DegreeSubjectDetail) -> list[Pair]:
        """The wider subjects; one that only repeats the title of the next is left out."""
        chain = [*detail.parents, detail.subject]
        return [
            (one.title, reverse("open:degree-subject-detail", args=[one.code]))
            for one, following in itertools.pairwise(chain)
            if one.title != following.title
        ]

    def _releases(self, *sources: str) -> tuple[ReleaseRef, ...]:
        return tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of(*sources))

    def _families(self, codes: Sequence[str]) -> list[CourseFamily]:
        """Statements of course families that hold this subject by any of its codes, A to Z; one SQL statement."""
        held = Q()
        for code in codes:
            held |= Q(subjects__contains=[code])
        rows = CourseFamily.objects.of_releases(self.facts.editions.of(FAMILIES)).order_by("title")
        return list(rows.filter(held))

    def _graduates(self, detail: DegreeSubjectDetail) -> dict[str, Any]:
        """The spread of providers' medians and a page of the table of providers."""
        sort, mode = self._choice("sort", tuple(SORTS)), self._choice("mode", tuple(MODES))
        of = self._choice("of", tuple(PARTS))
        groups = [group for group in detail.groups if group.mode == mode and bool(group.course) == (of == "course")]
        rows = sorted(groups, key=SORTS[sort][1])  # equals stay in the order of names
        page = self.page_of(rows)
        asked = [("sort", sort), ("mode", mode), ("of", of)]
        kept = [*(pair for pair in asked if self.param(pair[0])), *self.editions_asked]
        return {
            "spread": detail.spread,
            "spread_chart": spread_chart(detail),
            "groups": page.object_list,
            "group_count": len(groups),
            "page": page,
            "page_params": QueryDict(with_query("", kept).partition("?")[2]),
            "sort": sort,
            "mode": mode,
            "sorts": [(key, str(words)) for key, (words, _key) in SORTS.items()],
            "modes": [(key, str(words)) for key, words in MODES.items()],
            "of": of,
            "parts": [(key, str(words)) for key, words in PARTS.items()],
            "has_graduates": bool(detail.groups),
            "sorted_words": str(SORTS[sort][0]),
            "graduate_releases": releases_of(group.pay_median for group in page.object_list),
        }

    def _industries(self, detail: DegreeSubjectDetail, years: str) -> dict[str, Any]:
        """Where graduates work, and what those in one industry earn by region."""
        known = [one for one in detail.industries if one.people.value]
        if not known:
            return {"industry_bars": None, "industry_map": None}
        chosen = self._choice("industry", [one.code for one in known])
        one = next(one for one in known if one.code == chosen)
        return {
            "industry_bars": industry_bars(known),
            "industry_map": industry_map(one, self.facts.places),
            "industries": [(each.code, each.title) for each in known],
            "industry": chosen,
            "years": years,
            "years_choices": [(n, _("%(n)s years after leaving") % {"n": n}) for n in ("1", "3", "5", "10")],
        }


def asked_subjects(book: Book, cah: str) -> list[Asked]:
    """A levels that a degree subject requires, then those it prefers, each A to Z."""
    found = []
    for link in book.links(LinkKind.DEGREE_SUBJECT, cah):
        try:
            subject = school_subject_of(link.target)
        except UnknownSchoolSubjectError:
            continue
        found.append(Asked(subject, subject_address(subject), link_basis(link), link.role == LinkRole.REQUIRED))
    return sorted(found, key=lambda one: (not one.is_required, str(one.subject.title).casefold()))


class SpreadChart(BandChart):
    """Bands between providers, not between people: the table's columns say so."""

    @property
    def table(self) -> Table:
        """The same numbers."""
        rows = tuple(
            Row(row.label, tuple(cell_of(Point(row.label, figure)) for figure in row.figures)) for row in self.rows
        )
        return Table(self.head, (_("Low end"), _("Middle provider"), _("High end")), rows)


def spread_chart(detail: DegreeSubjectDetail) -> BandChart | None:
    """The middle half and the whole range of providers' medians on one scale; None for too few providers."""
    spread = detail.spread
    if spread is None:
        return None
    rows = (
        BandRow(_("Middle half of providers"), spread.lower, spread.middle, spread.upper),
        BandRow(_("All of these providers"), spread.lowest, spread.middle, spread.highest),
    )
    title = _("What typical graduates of each provider earned fifteen months on")
    return SpreadChart("spread", title, rows, head=_("Providers"), note=spread.middle.note)


def industry_bars(industries: Sequence[IndustryOfGraduates]) -> BarChart:
    """The industries that most graduates work in."""
    points = tuple(Point(one.title, one.people) for one in industries[:MOST_BARS])
    said = {"shown": len(points), "all": len(industries)}
    order = _("The biggest %(shown)s of %(all)s, the biggest first; “not known” last.") % said
    note = industries[0].people.note
    return BarChart(
        "industries",
        _("Industries they work in"),
        Series(_("Graduates"), points),
        _("Industry"),
        order=order,
        note=note,
    )


def industry_map(industry: IndustryOfGraduates, places: Any) -> TileMap:
    """Median pay in one industry by the region graduates live in."""
    points = tuple(Point(places[one.region].name, one.pay) for one in industry.regions if one.region in places.places)
    title = _("What the middle one of those in %(industry)s earns") % {"industry": industry.title}
    note = _("England only. A region without a number has too few graduates in the industry to say.")
    return TileMap("industry-pay", title, Series(_("Median pay"), points), _("Region"), note=note)
