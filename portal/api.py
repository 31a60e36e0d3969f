"""The API's addresses, gathered from the packages; /api/v1/ and nothing private."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver

from evidence.api import urlpatterns as evidence_patterns
from lmi.api import urlpatterns as lmi_patterns

urlpatterns: list[URLPattern | URLResolver] = [*lmi_patterns, *evidence_patterns]


def only_our_operations(endpoints: list[tuple[Any, ...]], **_kwargs: Any) -> list[tuple[Any, ...]]:
    """Leave third parties' operations out of the OpenAPI schema."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
