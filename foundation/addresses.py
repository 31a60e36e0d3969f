"""Every address of the site as the URL configuration has it, with its declared access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from foundation.access import Access, declared_access


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: full name, route ("/students/careers/<soc2020>/"), declared access, view."""

    name: str
    route: str
    access: Access | None
    view: Any
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def all_addresses(skip: tuple[str, ...] = ("cms/",)) -> list[Address]:
    """Every address in order; resolvers whose own route is in `skip` are third parties' and left out."""
    return list(_walk(get_resolver().url_patterns, "/", (), skip))


def _walk(entries: list[Any], route: str, names: tuple[str, ...], skip: tuple[str, ...]) -> Iterator[Address]:
    for entry in entries:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if str(entry.pattern) not in skip:
                yield from _walk(
                    entry.url_patterns, here, (*names, entry.namespace) if entry.namespace else names, skip
                )
        elif isinstance(entry, URLPattern):
            name = ":".join([*names, entry.name or ""])
            parts = tuple(entry.pattern.regex.groupindex)
            yield Address(name, here, declared_access(entry.callback, here), entry.callback, parts)
