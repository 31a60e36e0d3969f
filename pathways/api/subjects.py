"""`subjects/`: school subjects, degree subjects, and codes of HECoS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.params import Choice, PageParams, Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from lmi.api.params import Year
from lmi.api.shapes import Json
from lmi.enums import Sex
from pathways import models
from pathways.api import schema_subjects as schema
from pathways.api.base import BookView, FilteredList, PathwaysView, filter_parameters
from pathways.book import LinkRef, route_book
from pathways.enums import LinkKind
from pathways.filtering import with_words
from pathways.filters import DegreeSubjectFilter, SchoolSubjectFilter
from pathways.importers.degree_subjects import CURRENT, EARLIER
from pathways.queries import subjects
from pathways.queries.links import DEGREE, SCHOOL, school_title
from pathways.queries.outcomes import DISCOVER, LEO_GRADUATES, graduate_groups, median_spread
from pathways.queries.subjects import EntrySeries, EntryYear, UnknownDegreeSubjectError
from pathways.subjects import Stage, UnknownSchoolSubjectError

HECOS = "hecos-subjects"


class SchoolSubjectListParams(PageParams):
    """Of the list of school subjects."""

    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=100, default=100, help_text=gettext_lazy("Rows a page.")
    )
    q = serializers.CharField(required=False, max_length=120, help_text=gettext_lazy("Words in the name."))
    stage = Choice(
        choices=[(stage.value, stage.value) for stage in Stage], required=False, help_text=gettext_lazy("Only these.")
    )


class EntriesParams(Params):
    """Of the entries of a school subject."""

    year = Year(help_text=gettext_lazy("Only this summer."))
    sex = Choice(
        choices=Sex.choices, required=False, help_text=gettext_lazy("Only girls, only boys, or everyone together.")
    )


class HecosParams(PageParams):
    """Of the list of HECoS subjects."""

    q = serializers.CharField(
        required=False, max_length=120, help_text=gettext_lazy("Words in the name, or the beginning of a code.")
    )


@documents(
    gettext_lazy("School subjects"),
    gettext_lazy("GCSE subjects, then A level subjects, as links and entry rules name them (`gcse:maths`)."),
    schema.SchoolSubjectList,
    operation="subjects_school_list",
)
class SchoolSubjectList(PathwaysView):
    """`subjects/school/`"""

    params_class = SchoolSubjectListParams

    def answer(self, **path: str) -> Any:
        """A page of subjects in their fixed order."""
        rows, envelope = self.page_of(SchoolSubjectFilter(self.params).rows)
        return {**envelope, "results": [self.shapes.school_subject(row) for row in rows]}


@documents(
    gettext_lazy("One school subject"),
    gettext_lazy(
        "A level entries in England by summer and sex with the share reaching each grade, the occupations it is "
        "required by rule or useful for, and the degree subjects that require or prefer it."
    ),
    schema.SchoolSubjectDetail,
    operation="subjects_school_detail",
    path={
        "stage": gettext_lazy("gcse or alevel."),
        "slug": gettext_lazy("Slug of the subject, for example physics."),
    },
)
class SchoolSubjectDetail(BookView):
    """`subjects/school/<stage>/<slug>/`"""

    params_class = EntriesParams

    def answer(self, **path: str) -> Any:
        """The subject; 404 for one that does not exist at the stage."""
        try:
            found = subjects.school_subject_detail(self.facts, path["stage"], path["slug"])
        except UnknownSchoolSubjectError:
            words = _("There is no subject “%(slug)s” at this stage; see subjects/school/ for those there are.")
            raise UnknownThing("slug", words % {"slug": path["slug"][:40]}) from None
        shapes, book = self.shapes, route_book(self.facts.editions)
        degrees = book.linked_from(LinkKind.DEGREE_SUBJECT, found.subject.code)
        sex = self.params.get("sex")
        return {
            **shapes.school_subject(found.subject),
            "note": found.note,
            "girls_percent": shapes.figure(found.girls_percent) if found.girls_percent else None,
            "entries": [self._series(series) for series in found.series if sex in (None, series.sex)],
            "occupations": shapes.occupations(book.linked_from(LinkKind.OCCUPATION_SUBJECT, found.subject.code)),
            "degree_subjects": [self._degree(link, book.degree_subjects) for link in degrees],
            "releases": self.cited(subjects.ENTRIES),
        }

    def _series(self, found: EntrySeries) -> Json:
        wanted = self.params.get("year")
        years = [self._year(year) for year in found.years if wanted in (None, year.year)]
        return {"sex": found.sex, "title": found.title, "years": years}

    def _year(self, found: EntryYear) -> Json:
        figure = self.shapes.figure
        grades = [{"grade": one.grade, "title": one.title, "share": figure(one.share)} for one in found.grades]
        return {"year": found.year, "entries": figure(found.entries), "grades": grades}

    def _degree(self, link: LinkRef, titles: dict[str, str]) -> Json:
        shapes = self.shapes
        named = {"code": link.source, "title": titles.get(link.source, "")}
        return {**named, **shapes.addresses_of(DEGREE, link.source), **shapes.basis(link)}


@documents(
    gettext_lazy("Degree subjects"),
    gettext_lazy(
        "The Common Aggregation Hierarchy in three levels by code. Codes of the version before are kept: `now` names "
        "the subject that took their place."
    ),
    schema.DegreeSubjectList,
    operation="subjects_degree_list",
    also=filter_parameters(DegreeSubjectFilter, q="computing", level="3", within="CAH11"),
)
class DegreeSubjectList(FilteredList):
    """`subjects/degree/`"""

    filter_class = DegreeSubjectFilter
    sources = (CURRENT, EARLIER)

    def rows(self, rows: Sequence[models.DegreeSubject]) -> list[Json]:
        """Each as the register has it."""
        register = subjects.degree_subjects(self.facts)
        return [self.shapes.degree_subject(register[row.code]) for row in rows]


@documents(
    gettext_lazy("One degree subject"),
    gettext_lazy(
        "Wider and narrower subjects, the occupations it leads to, the A levels it requires or prefers, the course "
        "families that say what universities ask, and how providers' published medians of graduates' pay lie apart "
        "(our own computation). The providers themselves are in outcomes/?subject=, industries in outcomes/industries/."
    ),
    schema.DegreeSubjectDetail,
    operation="subjects_degree_detail",
    path={"cah": gettext_lazy("CAH code of any level, for example CAH11-01-01.")},
)
class DegreeSubjectDetail(BookView):
    """`subjects/degree/<cah>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The subject of today; 404 for a code that neither version has."""
        register = subjects.degree_subjects(self.facts)
        try:
            asked, subject = register[path["cah"].upper()], register.current(path["cah"].upper())
        except UnknownDegreeSubjectError:
            words = _("There is no degree subject with the CAH code “%(code)s”.")
            raise UnknownThing("cah", words % {"code": path["cah"][:20]}) from None
        shapes, book, code = self.shapes, route_book(self.facts.editions), subject.code
        groups = graduate_groups(self.facts, [code], register.level_ref)
        return {
            **shapes.degree_subject(subject),
            "asked": None if asked.is_current else shapes.degree_subject(asked),
            "parents": [shapes.degree_subject(one) for one in register.parents(code)],
            "children": [shapes.degree_subject(one) for one in register.children(code)],
            "formers": [shapes.degree_subject(one) for one in register.formers(code)],
            "occupations": shapes.occupations(book.linked_from(LinkKind.OCCUPATION_DEGREE, code)),
            "school_subjects": [self._school(link) for link in book.links(LinkKind.DEGREE_SUBJECT, code)],
            "course_families": self._families(code),
            "median_pay_of_providers": shapes.spread(median_spread(groups)),
            "groups": len(groups),
            "links": {
                "outcomes": f"{shapes.address('api:outcome-list')}?subject={code}",
                "industries": f"{shapes.address('api:outcome-industries')}?subject={code}",
            },
            "releases": self.cited(CURRENT, DISCOVER, LEO_GRADUATES),
        }

    def _families(self, code: str) -> list[Json]:
        """Course families that have the subject, by slug."""
        rows = models.CourseFamily.objects.of_releases(self.facts.editions.of("waymark-course-families"))
        named = rows.filter(subjects__contains=[code]).order_by("family").values_list("family", "title")
        return [self._family(family, title) for family, title in named]

    def _school(self, link: LinkRef) -> Json:
        shapes = self.shapes
        named = {"code": link.target, "title": school_title(link.target)}
        return {**named, **shapes.addresses_of(SCHOOL, link.target), **shapes.basis(link)}

    def _family(self, family: str, title: str) -> Json:
        return {"family": family, "title": title, **self.shapes.both("course-family-detail", family)}


@documents(
    gettext_lazy("HECoS subjects"),
    gettext_lazy("The Higher Education Classification of Subjects by code, as universities name their courses."),
    schema.HecosSubjectList,
    operation="subjects_hecos_list",
)
class HecosSubjectList(PathwaysView):
    """`subjects/hecos/`"""

    params_class = HecosParams

    def answer(self, **path: str) -> Any:
        """A page of subjects."""
        found = models.HecosSubject.objects.of_releases(self.facts.editions.of(HECOS)).order_by("code")
        text = self.params.get("q", "")
        if text:
            found = found.filter(with_words(text, "title") | Q(code__startswith=text))
        page, size = self.params["page"], self.params["page_size"]
        envelope = self.envelope(found.count())
        rows = found.values("code", "title")[(page - 1) * size : page * size]
        return {**envelope, "releases": self.cited(HECOS), "results": list(rows)}
