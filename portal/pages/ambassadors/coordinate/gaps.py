"""Gaps: areas and schools with no encounter recorded here, subjects and work short of people, and what closes them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from ambassadors.actions.invitations import invite_school
from ambassadors.models import VisitRequest
from ambassadors.queries.coordinator import shortages
from ambassadors.queries.coverage import SchoolLine, coverage, schools_without
from ambassadors.topics import SUBJECTS
from portal.pages.ambassadors.area_maps import coverage_map
from portal.pages.ambassadors.coordinate.base import CoordinatorPage
from portal.pages.shared import with_query


class Gaps(CoordinatorPage):
    """`/ambassadors/coordinate/gaps/`, of a region with `?area=`, of one authority with `&authority=`."""

    template_name = "ambassadors/coordinate/gaps.html"
    room = "gaps"
    title = gettext_lazy("Gaps")

    @cached_property
    def authority(self) -> str:
        """The authority that the address names; "" for another code."""
        asked = self.request.GET.get("authority", "")
        return asked if asked in self.facts.places.places else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The map, the schools, what is short of people."""
        now, region = timezone.now(), self.region
        editions, places = self.facts.editions, self.facts.places
        found = coverage(editions, places, today=self.today, region=region, with_demo=settings.DEMO)
        names = dict(self.regions)
        schools = (
            schools_without(
                editions, today=self.today, region=region, area=self.authority, with_demo=settings.DEMO, most=2000
            )
            if region
            else []
        )  # fmt: skip
        page = self.page_of(schools)
        shown = {
            "map": coverage_map(
                found, link=self._link, smallest=0, within=names.get(region, ""), open_to_all=False
            ),
            "found": found,
            "regions": self.regions,
            "region": region,
            "region_name": names.get(region, ""),
            "authority_name": places.places[self.authority].name if self.authority else "",
            "page": page,
            "schools": self._schools(list(page)),
            "subjects": [
                (one, str(SUBJECTS.get(one.code, one.code)), self._people("subject", one.code))
                for one in shortages("subject", now, region=region)
            ],
            "occupations": [
                (one, self._occupation(one.code), self._people("occupation", one.code))
                for one in shortages("occupation", now, region=region)
            ],
        }  # fmt: skip
        return super().get_context_data(**{**shown, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Invite a school that is here and has asked for nobody yet."""
        number = request.POST.get("school", "")
        school = get_object_or_404(Organisation.objects.verified(), pk=int(number) if number.isdecimal() else 0)
        said = _("Invited: the staff of %(school)s who may ask for visits get a mail.") % {"school": school.name}
        here = with_query(reverse("coordinate:gaps"), [("area", self.region), ("authority", self.authority)])
        return self.attempt(lambda: invite_school(by=self.person, school=school, now=timezone.now()), said, here)

    def _link(self, code: str) -> str:
        here = reverse("coordinate:gaps")
        if not self.region:
            return with_query(here, [("area", code)])
        return with_query(here, [("area", self.region), ("authority", code)]) + "#schools"

    def _people(self, field: str, code: str) -> str:
        asked = [("standing", "active"), ("area", self.region), (field, code)]
        return with_query(reverse("coordinate:people"), asked)

    def _occupation(self, code: str) -> str:
        groups = self.facts.soc.groups
        return groups[code].title if code in groups else code

    def _schools(self, lines: list[SchoolLine]) -> list[dict[str, Any]]:
        """Each with its authority, its organisation here if any, and its open request if any; two statements."""
        urns = [line.urn for line in lines if line.urn]
        here = dict(Organisation.objects.verified().filter(urn__in=urns).values_list("urn", "pk"))
        organisations = [line.organisation or here.get(line.urn) for line in lines]
        rows = VisitRequest.objects.open().filter(school__in=[pk for pk in organisations if pk])
        asked = dict(rows.order_by("-sent_at", "-pk").values_list("school_id", "pk"))
        places = self.facts.places.places
        return [
            {
                "line": line,
                "area": places[line.area].name if line.area in places else "",
                "organisation": pk,
                "request": asked.get(pk) if pk else None,
            }
            for line, pk in zip(lines, organisations, strict=True)
        ]
