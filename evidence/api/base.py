"""What every reading address of the API has in common: parameters, editions, conditional answers, pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from evidence.api.params import Params, read_params
from evidence.api.version import code_version
from evidence.queries import ConflictingEditionsError, Editions, UnknownEditionError, current_editions
from foundation.access import PUBLIC_FACTS
from foundation.problems import InvalidFilter, UnknownThing

Item = TypeVar("Item")


class AlwaysJson(BaseContentNegotiation):
    """The API answers JSON whatever a browser says it would like."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """No address takes a body."""
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The one renderer."""
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


class ReadView(APIView):
    """A public, read-only address.

    Subclasses declare `params_class` and write `answer`; `find` looks up what the path names (no SQL)
    before anything is built. With `etag_by_edition` the ETag is known before the body, so a request
    that has it already costs no more than finding the editions.
    """

    access = PUBLIC_FACTS
    http_method_names = ["get", "head", "options"]
    content_negotiation_class = AlwaysJson
    params_class: ClassVar[type[Params]] = Params
    etag_by_edition: ClassVar[bool] = True
    params: dict[str, Any]

    def get(self, request: Request, **path: str) -> HttpResponseBase:
        """Check, compare the ETag, and only then build the answer."""
        _refuse_nul(path)
        self.params = self.read_params()
        self.editions = self.find_editions()
        self.find(**path)
        etag = self.etag() if self.etag_by_edition else ""
        if etag:
            unchanged = get_conditional_response(request._request, etag=etag)
            if unchanged is not None:
                unchanged.headers["ETag"] = etag
                return unchanged
        answer = self.answer(**path)
        response = answer if isinstance(answer, HttpResponseBase) else Response(answer)
        if etag:
            response.headers["ETag"] = etag
        return response

    def read_params(self) -> dict[str, Any]:
        """The checked parameters; raises InvalidFilter."""
        return read_params(self.request._request.GET, self.params_class)

    def find_editions(self) -> Editions:
        """The editions that answer; one SQL statement. 404 for an unknown key, 400 for two of one source."""
        try:
            return self.editions_for(self.params.get("release", ()))
        except UnknownEditionError as error:
            raise UnknownThing("release", _("There is no edition called “%(key)s”.") % {"key": error.key}) from error
        except ConflictingEditionsError as error:
            words = _("Two editions of %(source)s are named; name one.") % {"source": error.source}
            raise InvalidFilter({"release": [words]}) from error

    def editions_for(self, keys: Sequence[str]) -> Editions:
        """How editions are gathered; packages that need their registers too override this."""
        return current_editions(keys)

    def find(self, **path: str) -> None:
        """Look up what path and parameters name; raises UnknownThing. No SQL here."""

    def etag_parts(self) -> Sequence[str]:
        """What the answer depends on beside editions, address and code."""
        return ()

    def etag(self) -> str:
        """Changes with the editions, the full address, the language and the code."""
        parts = (
            self.editions.etag,
            self.here,
            get_language() or "",
            code_version(),
            *self.etag_parts(),
        )
        return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'

    @cached_property
    def here(self) -> str:
        """This address with its query, absolute."""
        return str(self.request.build_absolute_uri())

    def answer(self, **path: str) -> Any:
        """The answer: plain data for JSON, or a finished response."""
        raise NotImplementedError

    # Lists

    def page_of(self, items: Sequence[Item]) -> tuple[list[Item], dict[str, Any]]:
        """The asked page of rows that are in memory, and the envelope's `count`, `next` and `previous`."""
        page, size = self.params["page"], self.params["page_size"]
        envelope = self.envelope(len(items))
        return list(items[(page - 1) * size : page * size]), envelope

    def envelope(self, count: int) -> dict[str, Any]:
        """`count`, `next` and `previous`; 404 for a page after the last."""
        page, size = self.params["page"], self.params["page_size"]
        last = max(1, -(-count // size))
        if page > last:
            words = _("There is no page %(page)s; the last is %(last)s.") % {"page": page, "last": last}
            raise UnknownThing("page", words)
        return {
            "count": count,
            "next": self.page_address(page + 1) if page < last else None,
            "previous": self.page_address(page - 1) if page > 1 else None,
        }

    def page_address(self, page: int) -> str:
        """This address with another page."""
        return remove_query_param(self.here, "page") if page == 1 else replace_query_param(self.here, "page", page)


def _refuse_nul(path: Mapping[str, str]) -> None:
    """No code has NUL in it, and PostgreSQL cannot be asked for it."""
    for name, value in path.items():
        if "\x00" in value:
            raise UnknownThing(name, _("The address has a character that cannot be used."))


def all_in_one(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The envelope of a list that always comes whole."""
    return {"count": len(rows), "next": None, "previous": None, "results": list(rows)}


def raw_json(body: str) -> HttpResponse:
    """An answer whose JSON was built elsewhere."""
    return HttpResponse(body, content_type="application/json")
