"""`subjects/`: school subjects, degree subjects and HECoS codes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import PageParams, Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from pathways import models
from pathways.api import schema
from pathways.api.base import FilteredList, PathwaysView, filter_parameters
from pathways.filters import DegreeSubjectFilter
from pathways.queries.subjects import (
    UnknownDegreeSubjectError,
    degree_subject_detail,
    school_subject_detail,
)
from pathways.subjects import UnknownSchoolSubjectError, school_subjects


@documents(
    gettext_lazy("Degree subjects"),
    gettext_lazy("Degree subjects."),
    schema.CodeList,
    operation="subjects_degree_list",
    also=filter_parameters(DegreeSubjectFilter),
)
class DegreeSubjectList(FilteredList):
    filter_class = DegreeSubjectFilter
    sources = ("cah-current",)

    def rows(self, rows: Any) -> Any:
        return [{"code": str(row.code), "title": row.title} for row in rows]


@documents(
    gettext_lazy("One degree subject"),
    gettext_lazy("One degree subject."),
    schema.Code,
    operation="subjects_degree_detail",
    path={"cah": gettext_lazy("CAH code, for example CAH11-01-01.")},
)
class DegreeSubjectDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        try:
            found = degree_subject_detail(self.facts, path["cah"])
        except UnknownDegreeSubjectError:
            raise UnknownThing("cah", _("There is no such degree subject.")) from None
        return {"code": found.subject.code, "title": found.subject.title}


@documents(
    gettext_lazy("School subjects"),
    gettext_lazy("School subjects."),
    schema.CodeList,
    operation="subjects_school_list",
)
class SchoolSubjectList(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of([{"code": one.code, "title": str(one.title)} for one in school_subjects()])
        return {**envelope, "releases": self.cited(), "results": rows}


@documents(
    gettext_lazy("One school subject"),
    gettext_lazy("One school subject."),
    schema.Code,
    operation="subjects_school_detail",
    path={"stage": gettext_lazy("gcse or alevel."), "slug": gettext_lazy("Slug of the subject, for example physics.")},
)
class SchoolSubjectDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        try:
            found = school_subject_detail(self.facts, path["stage"], path["slug"])
        except UnknownSchoolSubjectError:
            raise UnknownThing("slug", _("There is no such school subject.")) from None
        return {"code": found.subject.code, "title": str(found.subject.title)}


@documents(
    gettext_lazy("HECoS subjects"),
    gettext_lazy("HECoS subjects."),
    schema.CodeList,
    operation="subjects_hecos_list",
)
class HecosSubjectList(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of(
            [
                {"code": str(row.code), "title": row.title}
                for row in models.HecosSubject.objects.of_releases(self.facts.editions.of("hecos-subjects")).order_by(
                    "code"
                )
            ]
        )
        return {**envelope, "releases": self.cited("hecos-subjects"), "results": rows}
