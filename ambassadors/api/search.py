"""`ambassadors/search/`: who could come to a school, as the teachers' page has it, for programs of schools."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers as s
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.api.authentication import organisations_of
from accounts.api.base import TokenView
from accounts.api.schema import by_token
from accounts.models import Organisation
from accounts.permissions import Permission
from ambassadors.api import schema
from ambassadors.queries.matching import Match, find_matches
from ambassadors.queries.school import place_of_school
from ambassadors.searching import PeopleSearch
from evidence.api.params import Params, read_params
from foundation.access import needs_token
from lmi.api.shapes import Json
from lmi.queries.context import facts

SHOWN, MOST_PAGES = 20, 25


def _said(about: Any = None) -> s.CharField:
    return s.CharField(required=False, max_length=120, help_text=about)


class SearchParams(Params):
    """The same parameters as the teachers' page."""

    release = None  # type: ignore[assignment]  # DRF's way to leave out an inherited field
    organisation = _said(
        gettext_lazy("Slug of a school or college of yours, from me/; needed where there are several.")
    )
    area = _said(gettext_lazy("A postcode, town or area; where the school is, when it is left out."))
    subject = _said(gettext_lazy("Slug of a school subject."))
    topic = _said(gettext_lazy("Slug of a topic."))
    soc2020 = _said(gettext_lazy("Unit group of SOC 2020."))
    route = _said(gettext_lazy("Route they took."))
    activity = _said(gettext_lazy("What happens."))
    phase = _said(gettext_lazy("Age of pupils."))
    language = _said(gettext_lazy("Code of a language other than English."))
    mode = _said(gettext_lazy("in_person or online."))
    page = s.IntegerField(
        required=False,
        default=1,
        min_value=1,
        max_value=MOST_PAGES,
        help_text=gettext_lazy("Which page of people, from 1."),
    )


@by_token(
    "get",
    gettext_lazy("Search people"),
    gettext_lazy(
        "Ambassadors who could come, with reasons in words and their next free half days: the same people in the same "
        "order as on the teachers’ page. Nobody without a decision in date, paused, suspended or over their limit."
    ),
    schema.People,
    operation="ambassadors_search",
    also=[SearchParams],  # type: ignore[list-item]  # a serializer stands for its parameters
)
class PeopleFound(TokenView):
    """`ambassadors/search/`"""

    access = needs_token(Permission.VISIT_REQUEST)
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        """A page of people."""
        params = read_params(request._request.GET, SearchParams)
        school, known = _school(request, params.pop("organisation", "")), facts()
        page: int = params.pop("page")
        search = PeopleSearch(params, facts=known, school=place_of_school(school, known.editions))
        if search.errors:
            raise ValidationError({name: [str(one) for one in said] for name, said in search.errors.items()})
        today = timezone.localdate()
        found = find_matches(search.need(), today=today, limit=SHOWN + 1, offset=(page - 1) * SHOWN)
        here, more = request.build_absolute_uri(), len(found) > SHOWN and page < MOST_PAGES
        return Response(
            {
                "school": school.slug,
                "ordered_by": _("fit; at equal fit those who were asked least in the last year come first"),
                "next": replace_query_param(here, "page", page + 1) if more else None,
                "previous": replace_query_param(here, "page", page - 1) if page > 1 else None,
                "results": [person(match) for match in found[:SHOWN]],
            }
        )


def _school(request: Request, slug: str) -> Organisation:
    """The school that is searched for; raises ValidationError where it has to be named, or is not theirs."""
    mine = list(organisations_of(request, Permission.VISIT_REQUEST).order_by("name", "pk"))
    found: list[Organisation] = [one for one in mine if one.slug == slug] if slug else mine
    if len(found) != 1:
        raise ValidationError({"organisation": [_("Name a school or college of yours by its slug; see me/.")]})
    return found[0]


def person(match: Match) -> Json:
    """Somebody as a school may see them."""
    return {
        "code": match.code,
        "name": match.name,
        "is_under_18": match.is_minor,
        "job_title": match.job_title,
        "employer": match.employer_name or None,
        "discipline": match.discipline or None,
        **{name: list(getattr(match, name)) for name in ("routes", "occupations", "subjects", "topics")},
        "activities": list(match.activities),
        "languages": list(match.languages),
        "distance": match.distance or None,
        "reasons": list(match.reasons),
        "free": [
            {"starts_at": slot.starts_at.isoformat(), "ends_at": slot.ends_at.isoformat()} for slot in match.slots
        ],
        "is_demo": match.is_demo,
    }
