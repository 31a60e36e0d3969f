"""`levels/`, `registrations/` and `course-families/`: what levels stand for, what is beyond, what universities ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from evidence.api.base import all_in_one
from evidence.api.params import PageParams, Params
from evidence.api.schema import documents
from foundation.problems import InvalidFilter, UnknownThing
from lmi.api.shapes import Json
from pathways import models
from pathways.api import schema_subjects as schema
from pathways.api.base import BookView, PathwaysView
from pathways.api.shapes import PathwayShapes, day
from pathways.book import route_book
from pathways.enums import LinkKind
from pathways.filtering import with_words
from pathways.queries.registrations import REGISTRATIONS
from pathways.queries.subjects import degree_subjects, tariff

LEVELS, TYPES, OFFERS, TARIFF = "waymark-levels", "waymark-types", "waymark-offer-dates", "ucas-tariff"
FAMILIES = "waymark-course-families"
ASKED = ("required", "preferred", "not_accepted", "tlevels", "btecs", "access", "tests")


class FamilyParams(PageParams):
    """Of the list of course families."""

    q = serializers.CharField(required=False, max_length=120, help_text=gettext_lazy("Words in the name."))
    subject = serializers.CharField(
        required=False, max_length=11, help_text=gettext_lazy("Only families with this degree subject (CAH code).")
    )


@documents(
    gettext_lazy("Levels"),
    gettext_lazy(
        "The levels of regulated qualifications in England in words, lowest first, with the types of qualification at "
        "each; `offers` are kinds of offer with their first and last start, those to come included."
    ),
    schema.LevelList,
    operation="levels_list",
)
class LevelList(PathwaysView):
    """`levels/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """Every level."""
        of = self.facts.editions.of
        types = list(models.QualificationType.objects.of_releases(of(TYPES)).order_by("title", "slug"))
        levels = models.QualificationLevel.objects.of_releases(of(LEVELS)).order_by("rank", "code")
        offers = models.OfferDate.objects.of_releases(of(OFFERS)).order_by("offer")
        return {
            **all_in_one([self._level(row, types) for row in levels]),
            "offers": [self._offer(row) for row in offers],
            "releases": self.cited(LEVELS, TYPES, OFFERS),
        }

    def _level(self, row: models.QualificationLevel, types: list[models.QualificationType]) -> Json:
        return {
            "code": row.code,
            "rank": row.rank,
            "title": row.title,
            "short": row.short,
            "words": row.words,
            "equivalents": list(row.equivalents),
            "types": [self._type(one) for one in types if row.code in one.levels],
        }

    def _type(self, row: models.QualificationType) -> Json:
        return {
            "slug": row.slug,
            "title": row.title,
            "family": row.family,
            "levels": list(row.levels),
            "words": row.words,
            "leads_to": row.leads_to,
        }

    def _offer(self, row: models.OfferDate) -> Json:
        return {
            "offer": row.offer,
            "title": row.title,
            "first_start": day(row.first_start),
            "last_start": day(row.last_start),
            "is_to_come": row.first_start is not None and row.first_start > self.today,
            "is_over": row.last_start is not None and row.last_start < self.today.replace(day=1),
            "basis": row.basis,
            "source": {"title": row.source_title, "address": row.source_address} if row.source_address else None,
            "note": row.note,
        }


@documents(
    gettext_lazy("UCAS Tariff points"),
    gettext_lazy(
        "Points of each grade by qualification and size, most points first. Points that have yet to be held against "
        "the published table say so."
    ),
    schema.TariffTableList,
    operation="tariff_list",
)
class TariffList(PathwaysView):
    """`tariff/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """Every table."""
        figure = self.shapes.figure
        tables = [
            {
                "qualification": table.qualification,
                "size": table.size or None,
                "grades": [
                    {"grade": one.grade, "points": figure(one.points), "to_confirm": one.to_confirm}
                    for one in table.grades
                ],
            }
            for table in tariff(self.facts)
        ]
        return {**all_in_one(tables), "releases": self.cited(TARIFF)}


@documents(
    gettext_lazy("Professional registrations"),
    gettext_lazy(
        "Registrations that people can reach beyond a route, by body and level, with the occupations that lead to "
        "them and what each link rests on."
    ),
    schema.RegistrationList,
    operation="registrations_list",
)
class RegistrationList(BookView):
    """`registrations/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """Every registration that is held."""
        book = route_book(self.facts.editions)
        rows = models.Registration.objects.of_releases(self.facts.editions.of(REGISTRATIONS)).order_by("body", "pk")
        # Links write "CEng" or "ceng": both are the same register.
        names = {name for kind, name in book.backward if kind == LinkKind.OCCUPATION_REGISTRATION}
        found = []
        for row in rows:
            same = sorted(name for name in names if name.lower() == row.postnominal.lower())
            links = [link for name in same for link in book.linked_from(LinkKind.OCCUPATION_REGISTRATION, name)]
            found.append(
                {
                    "slug": row.slug,
                    "postnominal": row.postnominal,
                    "title": row.title,
                    "body": row.body,
                    "indicative_level": row.indicative_level or None,
                    "typical_basis": row.typical_basis,
                    "provenance": row.provenance,
                    "occupations": self.shapes.occupations(links),
                }
            )
        return {**all_in_one(found), "releases": self.cited(REGISTRATIONS)}


def _family(shapes: PathwayShapes, row: models.CourseFamily) -> Json:
    return {
        "family": row.family,
        "title": row.title,
        "subjects": list(row.subjects),
        "summary": row.summary,
        **{name: getattr(row, name) or None for name in ASKED},
        "basis": row.basis,
        "source": (
            {"title": row.source_title, "address": row.source_address, "seen_on": day(row.seen_on)}
            if row.source_address
            else None
        ),
        **shapes.both("course-family-detail", row.family),
    }


@documents(
    gettext_lazy("What universities ask for"),
    gettext_lazy(
        "What degree courses of a family usually ask for across England: required, preferred, not accepted, whether "
        "T Levels, BTECs and Access courses count, and tests. `basis` is `seen` where one published example was read "
        "on the page named in `source`, else `editorial`: our editors' summary."
    ),
    schema.CourseFamilyList,
    operation="course_families_list",
)
class CourseFamilyList(PathwaysView):
    """`course-families/`"""

    params_class = FamilyParams

    def find(self, **path: str) -> None:
        """The degree subject, where one is named; the register is in memory."""
        self.subject = self.params.get("subject", "").upper()
        if self.subject and self.subject not in degree_subjects(self.facts).by_code:
            raise InvalidFilter({"subject": [_("There is no degree subject with this CAH code.")]})

    def answer(self, **path: str) -> Any:
        """A page of families by name."""
        found = models.CourseFamily.objects.of_releases(self.facts.editions.of(FAMILIES)).order_by("title", "family")
        if "q" in self.params:
            found = found.filter(with_words(self.params["q"], "title"))
        if self.subject:
            found = found.filter(subjects__contains=[self.subject])
        page, size = self.params["page"], self.params["page_size"]
        envelope = self.envelope(found.count())
        rows = found[(page - 1) * size : page * size]
        return {
            **envelope,
            "releases": self.cited(FAMILIES),
            "results": [_family(self.shapes, row) for row in rows],
        }


@documents(
    gettext_lazy("One course family"),
    gettext_lazy("What its courses usually ask for, on what that rests, and its degree subjects by name."),
    schema.CourseFamilyDetail,
    operation="course_families_detail",
    path={"family": gettext_lazy("Slug of the family, for example medicine.")},
)
class CourseFamilyDetail(PathwaysView):
    """`course-families/<family>/`"""

    params_class = Params

    def answer(self, **path: str) -> Any:
        """The family; 404 for a slug that there is not."""
        releases = self.facts.editions.of(FAMILIES)
        row = models.CourseFamily.objects.of_releases(releases).filter(family=path["family"]).first()
        if row is None:
            words = _("There is no course family “%(slug)s”; see course-families/ for those there are.")
            raise UnknownThing("family", words % {"slug": path["family"][:60]})
        register = degree_subjects(self.facts)
        return {
            **_family(self.shapes, row),
            "degree_subjects": [
                self.shapes.degree_subject(register.current(code)) for code in row.subjects if code in register.by_code
            ],
            "release": self.shapes.release(self.facts.editions.ref(row.release_id)),
        }
