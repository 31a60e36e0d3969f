"""`levels/`, `course-families/` and `registrations/`: what levels stand for, and what courses ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.api.params import PageParams, Params
from evidence.api.schema import documents
from foundation.problems import UnknownThing
from pathways import models
from pathways.api import schema
from pathways.api.base import PathwaysView


@documents(gettext_lazy("Levels"), gettext_lazy("Levels."), schema.CodeList, operation="levels_list")
class LevelList(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of(
            [
                {"code": str(row.code), "title": row.title}
                for row in models.QualificationLevel.objects.of_releases(
                    self.facts.editions.of("waymark-levels")
                ).order_by("code")
            ]
        )
        return {**envelope, "releases": self.cited("waymark-levels"), "results": rows}


@documents(
    gettext_lazy("Professional registrations"),
    gettext_lazy("Professional registrations."),
    schema.CodeList,
    operation="registrations_list",
)
class RegistrationList(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of(
            [
                {"code": str(row.slug), "title": row.title}
                for row in models.Registration.objects.of_releases(
                    self.facts.editions.of("professional-registration")
                ).order_by("slug")
            ]
        )
        return {**envelope, "releases": self.cited("professional-registration"), "results": rows}


@documents(
    gettext_lazy("Course families"),
    gettext_lazy("Course families."),
    schema.CodeList,
    operation="course_families_list",
)
class CourseFamilyList(PathwaysView):
    params_class = PageParams

    def answer(self, **path: str) -> Any:
        rows, envelope = self.page_of(
            [
                {"code": str(row.family), "title": row.title}
                for row in models.CourseFamily.objects.of_releases(
                    self.facts.editions.of("waymark-course-families")
                ).order_by("family")
            ]
        )
        return {**envelope, "releases": self.cited("waymark-course-families"), "results": rows}


@documents(
    gettext_lazy("One course family"),
    gettext_lazy("One course family."),
    schema.Code,
    operation="course_families_detail",
    path={"family": gettext_lazy("Slug of the family, for example medicine.")},
)
class CourseFamilyDetail(PathwaysView):
    params_class = Params

    def answer(self, **path: str) -> Any:
        releases = self.facts.editions.of("waymark-course-families")
        found = models.CourseFamily.objects.of_releases(releases).filter(family=path["family"]).first()
        if found is None:
            raise UnknownThing("family", _("There is no such family."))
        return {"code": found.family, "title": found.title}
