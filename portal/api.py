"""The API's addresses, gathered from the packages, with its index, its OpenAPI document and its own pages about it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api import urlpatterns as account_patterns
from ambassadors.api import urlpatterns as ambassador_patterns
from employers.api import urlpatterns as employer_patterns
from evidence.api import urlpatterns as evidence_patterns
from evidence.api.base import ReadView
from evidence.api.schema import documents, shape
from evidence.api.shapes import Shapes
from evidence.api.sources import NoParams
from evidence.queries import Editions
from foundation.access import PUBLIC_FACTS
from lmi.api import urlpatterns as lmi_patterns
from pathways.api import urlpatterns as pathways_patterns

COLLECTIONS = {
    "occupations": "api:occupation-list",
    "search": "api:search",
    "suggest": "api:suggest",
    "compare": "api:compare",
    "areas": "api:area-list",
    "pay": "api:lmi-pay",
    "employment": "api:lmi-employment",
    "outlook": "api:lmi-outlook",
    "adverts": "api:lmi-adverts",
    "routes": "api:route-list",
    "levels": "api:level-list",
    "tariff": "api:tariff-list",
    "registrations": "api:registration-list",
    "standards": "api:standard-list",
    "tlevels": "api:tlevel-list",
    "qualifications": "api:qualification-list",
    "school-subjects": "api:school-subject-list",
    "degree-subjects": "api:degree-subject-list",
    "hecos-subjects": "api:hecos-subject-list",
    "course-families": "api:course-family-list",
    "providers": "api:provider-list",
    "provision": "api:provision",
    "outcomes": "api:outcome-list",
    "links": "api:link-list",
    "role-profiles": "api:role-profile-list",
    "organisations": "api:organisation-list",
    "opportunities": "api:opportunity-list",
    "preferences": "api:preferences",
    "stories": "api:story-list",
    "ambassadors": "api:ambassadors",
    "ambassador-search": "api:ambassador-search",
    "visit-requests": "api:visit-request-list",
    "encounter-offers": "api:encounter-offer-list",
    "coverage": "api:coverage",
    "me": "api:me",
    "sources": "api:source-list",
    "releases": "api:release-list",
    "schema": "schema",
    "docs": "api-docs",
}
_INDEX: dict[str, Any] = {name: serializers.URLField() for name in COLLECTIONS}


@documents(
    gettext_lazy("Where everything is"),
    gettext_lazy(
        "Addresses of the lists, and of what a token belongs to. What is public is keyless and open to other sites, so "
        "many requests a minute; with a token employers write their own role profiles and opportunities, and schools "
        "ask for visits."
    ),
    shape("Index", gettext_lazy("Addresses of the lists."), **_INDEX),
    operation="index",
)
class Index(ReadView):
    """`/api/v1/`"""

    params_class = NoParams
    etag_by_edition = False

    def find_editions(self) -> Editions:
        """No figure is shown, so no edition has to answer."""
        return Editions({}, {})

    def answer(self, **path: str) -> Any:
        """Absolute addresses."""
        shapes = Shapes(self.request)
        return {name: shapes.address(view) for name, view in COLLECTIONS.items()}


urlpatterns: list[URLPattern | URLResolver] = [
    path("", Index.as_view(), name="index"),
    *lmi_patterns,
    *pathways_patterns,
    *evidence_patterns,
    *employer_patterns,
    *ambassador_patterns,
    *account_patterns,
]


@lru_cache(maxsize=16)
def _document(renderer: Any, language: str | None) -> bytes:
    """The document as one renderer class writes it; kept, because working it out takes a second."""
    generator: Any = SchemaGenerator
    written: bytes = renderer().render(generator().get_schema(request=None, public=True), renderer_context={})
    return written


class Schema(APIView):
    """`/api/schema/`: the OpenAPI document, YAML or JSON as the reader accepts (or ?format=json)."""

    access = PUBLIC_FACTS
    http_method_names = ["get", "head", "options"]
    renderer_classes = [OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2]
    schema = None

    def get(self, request: Request) -> HttpResponse:
        """The document."""
        renderer: Any = request.accepted_renderer
        kind: Any = type(renderer)
        content = _document(kind, get_language())
        return HttpResponse(content, content_type=f"{renderer.media_type}; charset=utf-8", headers={"Vary": "Accept"})


class Docs(TemplateView):
    """`/api/docs/`: the document to read and try, from files of our own, without cookies or inline scripts."""

    access = PUBLIC_FACTS
    http_method_names = ["get", "head", "options"]
    template_name = "open/api_docs.html"


def only_our_operations(endpoints: list[tuple[Any, ...]], **_kwargs: Any) -> list[tuple[Any, ...]]:
    """Leave third parties' operations out of the OpenAPI schema."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
