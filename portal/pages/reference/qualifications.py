"""Regulated qualifications: the list, and what one of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evidence.figures import ReleaseRef
from evidence.models import Release
from pathways.book import CourseRef, route_book
from pathways.enums import CourseRole, CourseStep
from pathways.filtering import FactFilter, distinct
from pathways.filters import QualificationFilter
from pathways.models import Qualification
from pathways.queries.qualifications import (
    APPROVED,
    QualificationDetail,
    UnknownQualificationError,
    WindowState,
    plain_qan,
    qualification_detail,
    qualifications_by_qan,
)
from portal.pages.reference.lists import Field, ListPage
from portal.pages.reference.words import same_as
from portal.pages.shared import FactsPage, NotHere, api_twin, today, with_query
from portal.pages.students.careers import Listed, listed, pay_releases

NOT_IN_FORM = "open"  # a day, which addresses may name; the form asks for kinds of funding only
_TAGS = {
    WindowState.OPEN: "plain",
    WindowState.NOT_YET: "beacon",
    WindowState.ENDED: "caution",
    WindowState.TO_CHECK: "outline",
}
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A qualification in the list: its level in words, and where its public funding stands."""

    detail: QualificationDetail
    level: str
    state: str
    tag: str


@dataclass(frozen=True, slots=True)
class CourseOf:
    """An occupation whose courses name a qualification."""

    listed: Listed
    course: CourseRef
    step: str
    role: str


def level_of(detail: QualificationDetail) -> str:
    """ "Level 3: same level as A levels"; of a qualification at two levels, the words of the lower one."""
    words = same_as(detail.rank) or _("the steps before GCSE")
    return f"{detail.level}: {words}"


def state_of(detail: QualificationDetail) -> tuple[str, str]:
    """Where public funding of a qualification stands, in a few words, and the kind of tag."""
    if detail.is_open:
        return _("open to new learners"), _TAGS[WindowState.OPEN]
    if any(window.state == WindowState.NOT_YET for window in detail.windows):
        return _("opens later"), _TAGS[WindowState.NOT_YET]
    if detail.must_be_checked:
        return _("ask whether it is still open"), _TAGS[WindowState.TO_CHECK]
    if detail.is_closed:
        return _("no new learners"), _TAGS[WindowState.ENDED]
    return _("no public funding listed"), _TAGS[WindowState.TO_CHECK]


def crumbs(*here: Pair) -> list[Pair]:
    """The way to a page about qualifications."""
    return [(_("Start"), reverse("open:home")), (_("Qualifications"), reverse("open:qualification-list")), *here]


def list_releases(page: FactsPage, *sources: str) -> tuple[ReleaseRef, ...]:
    """The editions of these sources that answer."""
    return tuple(page.facts.editions.ref(pk) for pk in page.facts.editions.of(*sources))


class QualificationList(ListPage):
    """`/qualifications/`: the qualifications approved for public funding, by QualificationFilter."""

    template_name = "open/reference/qualification_list.html"

    def make_filter(self) -> FactFilter:
        """The filter of page and API."""
        return QualificationFilter(self.request.GET, facts=self.facts, today=today())

    def known(self) -> dict[str, tuple[str, ...]]:
        """Kinds and sector subject areas as the list has them."""
        return {
            "kind": distinct(self.facts, Qualification, "kind", APPROVED),
            "sector": distinct(self.facts, Qualification, "sector_subject", APPROVED),
        }

    def fields(self) -> list[Field]:
        """Without the day, unless a wrong one has to be shown."""
        wrong = self.filter.bad_values
        return [field for field in super().fields() if field.name != NOT_IN_FORM or NOT_IN_FORM in wrong]

    def page_context(self) -> dict[str, Any]:
        """One page of the list; four SQL statements, and two for the choices when they are not in memory."""
        page = self.page_of(self.filter.qs.values_list("qan", flat=True))
        qans = list(page.object_list)
        found = qualifications_by_qan(self.facts, qans, today())
        return self.list_context(page, partial(api_twin, "qualification-list")) | {
            "rows": [_row(found[qan]) for qan in qans],
            "kept": dict(pair for pair in self.usable if pair[0] == NOT_IN_FORM),
            "listed_words": _listed_words(self),
            "releases": list_releases(self, APPROVED),
            "crumbs": [*crumbs()[:1], (_("Qualifications"), "")],
        }


def _row(detail: QualificationDetail) -> Row:
    return Row(detail, level_of(detail), *state_of(detail))


def _listed_words(page: FactsPage) -> str:
    """The day of the list."""
    rows = Release.objects.filter(pk__in=page.facts.editions.of(APPROVED)[:1])
    day: date | None = rows.values_list("period_start", flat=True).first()
    return date_format(day, "j F Y") if day else ""


class QualificationPage(FactsPage):
    """`/qualifications/60181872/`: one qualification; the number may be written "601/8187/2"."""

    template_name = "open/reference/qualification_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the way to it from another way of writing the number."""
        qan = plain_qan(kwargs["qan"])
        if qan and qan != kwargs["qan"]:
            pairs = [(name, value) for name, values in request.GET.lists() for value in values]
            address = reverse("open:qualification-detail", args=[qan])
            return HttpResponsePermanentRedirect(with_query(address, pairs))
        return super().get(request, *args, **kwargs)

    def page_context(self) -> dict[str, Any]:
        """What it is, when it can be paid for, and which work its courses lead to."""
        detail = self._detail()
        state, tag = state_of(detail)
        used = self._used_by(detail.qan)
        return {
            "detail": detail,
            "listed_words": date_format(detail.listed_on, "j F Y"),
            "level_words": level_of(detail),
            "state": state,
            "tag": tag,
            "windows": [(window, _TAGS[window.state]) for window in detail.windows],
            "used": used,
            "pay_releases": pay_releases(one.listed for one in used),
            "course_releases": list_releases(self, "waymark-courses"),
            "crumbs": crumbs((detail.title, "")),
            "twin": api_twin("qualification-detail", detail.qan, query=self.editions_asked),
        }

    def _detail(self) -> QualificationDetail:
        asked = self.kwargs["qan"]
        try:
            return qualification_detail(self.facts, asked, today())
        except UnknownQualificationError:
            said = _(
                "Our list has no qualification with the number %(qan)s. It holds what was approved for public funding "
                "on its day: a number may be real and not be on it."
            )
            raise NotHere(said % {"qan": asked}) from None

    def _used_by(self, qan: str) -> list[CourseOf]:
        """Occupations whose courses name the qualification, A to Z; two SQL statements."""
        soc = self.facts.soc
        courses = [
            (soc[code], course)
            for code, found in route_book(self.facts.editions).courses.items()
            for course in found
            if qan in course.qans and code in soc.groups
        ]
        courses.sort(key=lambda pair: (pair[0].title.casefold(), pair[1].title))
        rows = listed(self, [(group, "") for group, _course in courses])
        return [
            CourseOf(row, course, str(CourseStep(course.step).label), str(CourseRole(course.role).label))
            for row, (_group, course) in zip(rows, courses, strict=True)
        ]
