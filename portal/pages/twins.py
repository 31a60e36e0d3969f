"""The API's twin of a page about employers, where the API has one."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import NoReverseMatch

from portal.pages.shared import api_twin


def employers_twin(name: str, *args: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """As `api_twin`; "" for an operation that is not there."""
    try:
        return api_twin(name, *args, query=query)
    except NoReverseMatch:
        return ""
