"""Every address of the site as the URL configuration has it, with its declared access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

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


# Parts of addresses that open something to whoever knows them: links in mails.
_SECRET_PARTS = frozenset({"token", "key"})


def path_without_secrets(request: HttpRequest) -> str:
    """The path of a request as it may be written down: what a mail's link proves is left out, and so is the query."""
    try:
        parts = resolve(request.path_info).kwargs
    except Resolver404:
        return request.path
    path = request.path
    for name in _SECRET_PARTS & parts.keys():
        path = path.replace(str(parts[name]), f"<{name}>")
    return path


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
