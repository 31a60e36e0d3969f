"""What every operation by token has in common: the gate, bodies, versions, and errors in the API's own form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as Invalid
from django.db import IntegrityError
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.api.authentication import TokenAuthentication
from accounts.api.body import Body, JsonBody, Nothing, read_body
from accounts.models import User
from foundation.access import Access, CacheRule
from foundation.problems import UnknownThing
from foundation.throttling import AddressThrottle

READS = frozenset({"GET", "HEAD", "OPTIONS"})
_TAG = re.compile(r'(?:W/)?"([0-9]{1,18})"')


class Conflict(exceptions.APIException):
    """What is asked for does not fit how the item stands now."""

    status_code = status.HTTP_409_CONFLICT


class StaleVersion(exceptions.APIException):
    """Somebody saved a newer version than the one that If-Match names."""

    status_code = status.HTTP_412_PRECONDITION_FAILED


class VersionMissing(exceptions.APIException):
    """A change without If-Match could undo somebody else's."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED


class WriteThrottle(AddressThrottle):
    """So many requests a minute of one token, beside those of its network address."""

    rate = "240/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """One counter for each token and window."""
        return f"{super().get_cache_key(request, view)}:token:{getattr(request.auth, 'pk', 0)}"

    def get_ident(self, request: Any) -> str:
        """The token alone, wherever it is used."""
        return "any"


class AnswersJson(DefaultContentNegotiation):
    """Takes JSON only (415 for anything else) and answers JSON whatever a program says it would like."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The one renderer."""
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


class MayWrite(BasePermission):
    """The gate of the writes of an address whose reads are public."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the token's person holds what the view's writes need."""
        access: Access = view.write_access
        return access.admits(request)


class _ByToken(APIView):
    """Turns refusals of actions into answers, and reads bodies."""

    def handle_exception(self, exc: Exception) -> Response:
        """Problems of ours as the API tells them; everything else as usual."""
        return super().handle_exception(as_problem(exc))

    def person(self) -> User:
        """Whom the token belongs to."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - the gate has let it through
        return user

    def body(self, declared: type[Body] = Nothing) -> dict[str, Any]:
        """The checked body; raises ValidationError."""
        return read_body(declared, self.request.data)


class TokenView(_ByToken):
    """An address that answers by token only."""

    content_negotiation_class = AnswersJson
    parser_classes = (JsonBody,)
    authentication_classes = (TokenAuthentication,)
    throttle_classes = (AddressThrottle, WriteThrottle)


class WritesByToken(_ByToken):
    """Beside a public reading view, which comes after it: its GET never sees a token, its writes need one."""

    write_access: ClassVar[Access]
    parser_classes = (JsonBody,)

    @property
    def is_write(self) -> bool:
        """Whether this request is one."""
        return self.request is not None and self.request.method not in READS

    def get_authenticators(self) -> list[BaseAuthentication]:
        """None for reads."""
        return [TokenAuthentication()] if self.is_write else []

    def get_permissions(self) -> Any:
        """The write's own gate."""
        return [MayWrite()] if self.is_write else super().get_permissions()

    def get_throttles(self) -> list[BaseThrottle]:
        """Writes are counted by token too."""
        return [*super().get_throttles(), *([WriteThrottle()] if self.is_write else [])]

    def get_content_negotiator(self) -> Any:
        """Writes look at what is sent."""
        return AnswersJson() if self.is_write else super().get_content_negotiator()

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What a write answers is its writer's alone."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.is_write:
            answer.headers["Cache-Control"] = str(CacheRule.PRIVATE)
        return answer


def version_asked(request: Request) -> int:
    """The version that If-Match names, as the ETag of a draft writes it.

    Raises VersionMissing without one, StaleVersion for a tag that is no version. A proxy that compressed an
    answer has made its tag weak; the number is the same.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        raise VersionMissing(_("Name the version that you saw: If-Match with the ETag of its draft/ address."))
    found = _TAG.fullmatch(given)
    if found is None:
        raise StaleVersion(_("If-Match does not name a version. Read the draft/ address again."))
    return int(found.group(1))


def version_tag(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def not_here() -> UnknownThing:
    """The one answer for what is somebody else's, hidden, or not there at all."""
    return UnknownThing("id", _("You have no such item."))


def as_problem(error: Exception) -> Exception:
    """An action's refusal as an answer: 400 by field, or 409 where the item stands otherwise than was thought."""
    if isinstance(error, Invalid):
        if not hasattr(error, "error_dict"):
            return Conflict(" ".join(error.messages))
        named = error.message_dict
        return exceptions.ValidationError({"" if n == NON_FIELD_ERRORS else n: said for n, said in named.items()})
    if isinstance(error, IntegrityError):
        return Conflict(_("Somebody else is changing the same thing. Try again."))
    return error
