"""`preferences/`: what employers here state they prefer, beside the people in the work and what universities ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers as s

from employers.api import schema_preferences as schema
from employers.api.base import EmployersView
from employers.filters import clean_occupation, clean_sector
from employers.models import RoleProfile
from employers.queries.directory import profile_rows
from employers.queries.preferences import Preferences, Stated, preferences
from employers.queries.subjects import Counts, SubjectWanted, subjects_wanted, who_wants
from evidence.api.params import PageParams, Params
from evidence.api.schema import documents
from foundation.problems import InvalidFilter, UnknownThing
from lmi.api.shapes import Json
from lmi.places import UnknownPlaceError, resolve_place
from pathways.subjects import UnknownSchoolSubjectError


class PreferenceParams(Params):
    """Whose preferences."""

    soc2020 = s.CharField(
        required=False, max_length=4, help_text=gettext_lazy("Code of an occupation or a wider group, for example 31.")
    )
    area = s.CharField(
        required=False, max_length=120, help_text=gettext_lazy("A postcode, town, area name or GSS code.")
    )
    sector = s.CharField(
        required=False, max_length=3, help_text=gettext_lazy("Section of SIC 2007 by its letter, or a division: C28.")
    )


@documents(
    gettext_lazy("Stated preference beside reality"),
    gettext_lazy(
        "How many distinct employers here call which qualification essential or useful, or train people in it: from "
        "five up, else null with the reason. Where fewer than five employers are behind what was asked, a wider area "
        "or group answers, and says so. Beside it people in the work by qualification at the level that is published, "
        "and what universities state for the degree subjects that lead to it. Keyless."
    ),
    schema.Preferences,
    operation="preferences",
)
class PreferenceView(EmployersView):
    """`preferences/`"""

    params_class = PreferenceParams

    def find(self, **path: str) -> None:
        """Look the three up; every one that cannot be used is told."""
        wrong: dict[str, list[str]] = {}
        cleaned: dict[str, str] = {}
        for name, clean in (("soc2020", clean_occupation), ("sector", clean_sector)):
            if given := self.params.get(name):
                try:
                    cleaned[name] = clean(self.facts, given)
                except ValidationError as error:
                    wrong[name] = list(error.messages)
        if area := self.params.get("area"):
            try:
                cleaned["area"] = resolve_place(area, self.facts.editions).area.code
            except UnknownPlaceError as error:
                wrong["area"] = [str(error.message)]
        if wrong:
            raise InvalidFilter(wrong)
        self.cleaned = cleaned

    def answer(self, **path: str) -> Any:
        """All three; ten SQL statements, whatever the number of rows."""
        return self._told(preferences(self.facts, self.today, **self.cleaned))

    def _told(self, found: Preferences) -> Json:
        shapes, beside = self.shapes, found.universities
        return {
            "stated": self._stated(found.stated),
            "people_by_qualification": [shapes.mix(part) for part in found.mix],
            "people_by_route": shapes.figure(found.routes),
            "universities": {
                "families": [shapes.course_asks(row) for row in beside.families],
                "more": beside.more,
                "statements": [shapes.provider_states(row) for row in beside.statements],
                "releases": [shapes.release(ref) for ref in beside.releases],
            },
        }

    def _stated(self, found: Stated) -> Json:
        return {
            "soc2020": found.soc2020,
            "area": found.area,
            "asked": {"soc2020": found.asked_soc2020, "area": found.asked_area},
            "sector": found.sector or None,
            "is_widened": found.is_widened,
            "employers": self.shapes.figure(found.base),
            "rows": [self.shapes.preference(row) for row in found.rows],
            "few": list(found.few),
            "has_demo": found.has_demo,
        }


class _Subjects(EmployersView):
    def wanted(self, row: SubjectWanted) -> Json:
        """A school subject with the employers that name it."""
        return {
            "slug": row.slug,
            "title": row.title,
            **self.counts(row.counts),
            "has_demo": row.has_demo,
            "url": self.shapes.page("students:subject-wanted", row.slug),
            "api": self.shapes.address("api:preference-subject", row.slug),
        }

    def counts(self, found: Counts) -> Json:
        """Employers by what they make of it."""
        names: Iterable[str] = ("essential", "useful", "we_train")
        return {name: self.shapes.figure(getattr(found, name)) for name in names}


@documents(
    gettext_lazy("Who wants which school subject"),
    gettext_lazy("School subjects that employers here name, GCSE and A level together, most employers first. Keyless."),
    schema.SubjectWantedList,
    operation="preferences_subjects",
)
class SubjectList(_Subjects):
    """`preferences/subjects/`"""

    params_class = PageParams

    def answer(self, **path: str) -> Any:
        """A page of them; six SQL statements."""
        rows, envelope = self.page_of(subjects_wanted(self.facts, self.today))
        return {**envelope, "results": [self.wanted(row) for row in rows]}


@documents(
    gettext_lazy("Who wants one school subject"),
    gettext_lazy(
        "What employers make of a school subject by kind of work, and the role profiles that name it. Keyless."
    ),
    schema.SubjectWanted,
    operation="preferences_subject",
    path={"subject": gettext_lazy("Slug of a school subject, for example maths.")},
)
class SubjectDetail(_Subjects):
    """`preferences/subjects/<slug>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The subject; 404 for one that no stage of school has."""
        try:
            found = who_wants(self.facts, self.today, path["subject"])
        except UnknownSchoolSubjectError:
            words = _("There is no school subject “%(slug)s”.") % {"slug": path["subject"][:60]}
            raise UnknownThing("subject", words) from None
        rows = RoleProfile.objects.published(self.today).filter(pk__in=found.profiles)
        return {
            **self.wanted(found.wanted),
            "groups": [{**self.shapes.group(one.group), **self.counts(one.counts)} for one in found.groups],
            "role_profiles": [
                self.shapes.profile_ref(row)
                for row in profile_rows(self.facts, rows.order_by("title", "organisation__name", "pk"))
            ],
        }
