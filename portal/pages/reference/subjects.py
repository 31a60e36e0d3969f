"""School subjects: the ways to choose one, its entries and grades, and the work and degrees it is useful for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lmi.enums import Sex
from pathways.book import Book, LinkRef, route_book
from pathways.enums import LinkKind, LinkRole
from pathways.queries.subjects import (
    DegreeSubjects,
    GradeShare,
    SchoolSubjectDetail,
    degree_subjects,
    school_subject_detail,
)
from pathways.subjects import SchoolSubject, Stage, UnknownSchoolSubjectError, school_subject, school_subjects
from portal.charts import BarChart, LineChart, Point, Series
from portal.pages.reference.lists import ListPage
from portal.pages.reference.pay_rows import work_rows
from portal.pages.reference.words import link_basis
from portal.pages.shared import FactsPage, NotHere, api_twin, with_query
from portal.pages.students.careers import pay_releases

STAGES: dict[str, Promise] = {Stage.GCSE: gettext_lazy("GCSE"), Stage.ALEVEL: gettext_lazy("A level")}
NEEDS = ("", LinkRole.REQUIRED, LinkRole.USEFUL)
WORK_PAGE = 25
KEY_GRADES = ("grade_a", "grade_c")  # shown big; every grade stands in the chart
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """A school subject in the chooser, with how many occupations it is needed or useful for."""

    subject: SchoolSubject
    required: int
    useful: int


@dataclass(frozen=True, slots=True)
class DegreeLink:
    """A degree subject that asks for an A level, or an A level that a degree subject asks for."""

    title: str
    address: str
    basis: str


def crumbs(*here: Pair) -> list[Pair]:
    """The way to a page about subjects."""
    return [(_("Start"), reverse("open:home")), (_("Subjects"), reverse("open:subject-list")), *here]


def subject_address(subject: SchoolSubject) -> str:
    """The page of a school subject."""
    return reverse("open:school-subject-detail", args=[subject.stage, subject.slug])


class SubjectList(FactsPage):
    """`/subjects/`: school subjects by stage, and the widest degree subjects."""

    template_name = "open/reference/subject_list.html"

    def page_context(self) -> dict[str, Any]:
        """Every school subject with its counts, and the wide groups of degree subjects; two SQL statements."""
        book = route_book(self.facts.editions)
        hierarchy = degree_subjects(self.facts)
        return {
            "stages": [
                (str(words), [_counted(book, one) for one in school_subjects(s)]) for s, words in STAGES.items()
            ],
            "wide": [(one, len(hierarchy.children(one.code))) for one in hierarchy.of_level(1)],
            "narrow": len(hierarchy.of_level(3)),
            "link_releases": tuple(
                self.facts.editions.ref(pk) for pk in self.facts.editions.of("waymark-links", "cah-current")
            ),
            "crumbs": [*crumbs()[:1], (_("Subjects"), "")],
            "twin": api_twin("school-subject-list", query=self.editions_asked),
        }


def _counted(book: Book, subject: SchoolSubject) -> SubjectLink:
    roles = Counter(link.role for link in book.linked_from(LinkKind.OCCUPATION_SUBJECT, subject.code))
    return SubjectLink(subject, roles[LinkRole.REQUIRED], roles[LinkRole.USEFUL])


class SchoolSubjectPage(ListPage):
    """`/subjects/school/alevel/physics/`, with ?need=required or useful and ?page= for its occupations."""

    template_name = "open/reference/school_subject.html"
    page_size = WORK_PAGE

    def page_context(self) -> dict[str, Any]:
        """Entries, grades, work and degrees; five SQL statements."""
        detail = self._detail()
        book = route_book(self.facts.editions)
        links = sorted(book.linked_from(LinkKind.OCCUPATION_SUBJECT, detail.subject.code), key=self._order)
        need = self._need()
        page = self.page_of([link for link in links if need in ("", link.role)])
        work = work_rows(self, page.object_list)
        return {
            "detail": detail,
            "subject": detail.subject,
            "stage": str(STAGES[detail.subject.stage]),
            "other_stages": _other_stages(detail.subject),
            "entries": entries_chart(detail),
            "grades": grades_chart(detail),
            "key_grades": key_grades(detail),
            "work": work,
            "work_releases": pay_releases(one.listed for one in work),
            "link_releases": tuple(self.facts.editions.ref(pk) for pk in self.facts.editions.of("waymark-links")),
            "page": page,
            "page_params": QueryDict(with_query("", [("need", need), *self.editions_asked]).partition("?")[2]),
            "needs": self._needs(links, need),
            "degrees": _degrees(book, degree_subjects(self.facts), detail.subject),
            "crumbs": crumbs((f"{STAGES[detail.subject.stage]} {detail.subject.title}", "")),
            "twin": api_twin(
                "school-subject-detail", detail.subject.stage, detail.subject.slug, query=self.editions_asked
            ),
        }

    def _detail(self) -> SchoolSubjectDetail:
        stage, slug = self.kwargs["stage"], self.kwargs["slug"]
        try:
            return school_subject_detail(self.facts, stage, slug)
        except UnknownSchoolSubjectError:
            said = _("There is no %(stage)s subject “%(slug)s” here.")
            raise NotHere(said % {"stage": STAGES.get(stage, stage), "slug": slug}) from None

    def _need(self) -> str:
        value = self.param("need")
        if value not in NEEDS:
            self.problems.append((_("“%(value)s” is not used: choose needed or useful.") % {"value": value[:60]}, ""))
            return ""
        return value

    def _order(self, link: LinkRef) -> tuple[bool, str]:
        """Needed first, then A to Z."""
        group = self.facts.soc.groups.get(link.source)
        return link.role != LinkRole.REQUIRED, group.title.casefold() if group else link.source

    def _needs(self, links: Sequence[LinkRef], chosen: str) -> list[tuple[str, str, bool]]:
        """The choices above the list with their counts: words, address, whether it is the one shown."""
        counts = Counter(link.role for link in links)
        words = {
            "": _("All %(n)s") % {"n": len(links)},
            LinkRole.REQUIRED: _("Needed: %(n)s") % {"n": counts[LinkRole.REQUIRED]},
            LinkRole.USEFUL: _("Useful: %(n)s") % {"n": counts[LinkRole.USEFUL]},
        }
        if not counts[LinkRole.REQUIRED] or not counts[LinkRole.USEFUL]:
            return []
        path = self.request.path
        return [
            (said, with_query(path, [("need", need), *self.editions_asked]) + "#work", need == chosen)
            for need, said in words.items()
        ]


def _other_stages(subject: SchoolSubject) -> list[Pair]:
    """The subject of the same name at the other stage."""
    found = []
    for stage, words in STAGES.items():
        if stage != subject.stage:
            try:
                other = school_subject(stage, subject.slug)
            except UnknownSchoolSubjectError:
                continue
            found.append((f"{words} {other.title}", subject_address(other)))
    return found


def _degrees(book: Book, hierarchy: DegreeSubjects, subject: SchoolSubject) -> list[tuple[str, list[DegreeLink]]]:
    """Degree subjects that require it, then those that prefer it, each A to Z; empty for GCSEs."""
    links = [
        link for link in book.linked_from(LinkKind.DEGREE_SUBJECT, subject.code) if link.source in hierarchy.by_code
    ]
    titles = {LinkRole.REQUIRED: _("Usually required for"), LinkRole.PREFERRED: _("Preferred or useful for")}
    found = []
    for role, words in titles.items():
        rows = [
            DegreeLink(
                hierarchy[link.source].title,
                reverse("open:degree-subject-detail", args=[link.source]),
                link_basis(link),
            )
            for link in links
            if link.role == role
        ]
        if rows:
            found.append((words, sorted(rows, key=lambda row: row.title.casefold())))
    return found


def entries_chart(detail: SchoolSubjectDetail) -> LineChart | None:
    """A level entries of girls and of boys, summer by summer; None where none are published."""
    drawn = [one for one in detail.series if one.sex != Sex.ALL]
    if not drawn:
        return None
    series = tuple(
        Series(_capital(one.title), tuple(Point(str(year.year), year.entries) for year in one.years)) for one in drawn
    )
    title = _("A level entries in %(subject)s each summer") % {"subject": str(detail.subject.title).lower()}
    return LineChart("entries", title, series, head=_("Summer"), note=detail.note)


def key_grades(detail: SchoolSubjectDetail) -> list[GradeShare]:
    """The shares of entries that reached the grades asked for most, in the last summer."""
    grades = detail.latest.grades if detail.latest else ()
    return [grade for grade in grades if grade.grade in KEY_GRADES and grade.share.value is not None]


def grades_chart(detail: SchoolSubjectDetail) -> BarChart | None:
    """The share of entries that reached each grade or better in the last summer."""
    latest = detail.latest
    if latest is None or all(grade.share.value is None for grade in latest.grades):
        return None
    series = Series(_("Share"), tuple(Point(grade.title, grade.share) for grade in latest.grades))
    title = _("Grades in summer %(year)s") % {"year": latest.year}
    return BarChart("grades", title, series, head=_("Grade"), order=_("From the highest grade down."))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
