"""Operations by token in the OpenAPI document: bodies, versions, keys, and every problem each can have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers as s

from accounts.api.body import MOST_BYTES
from accounts.enums import OrganisationKind, OrganisationState
from foundation.problems import MEDIA_TYPE, Problem

View = TypeVar("View", bound=type)
_NEEDS_TOKEN = _("Needs a token.")
_PROBLEMS = {
    400: _("Something in the request cannot be used; `errors` names each field and the reason."),
    401: _("There is no token, or it cannot be used."),
    403: _("The token’s person may not do this anywhere."),
    404: _("There is nothing of yours here, whether it is somebody else’s, hidden or absent."),
    409: _("The item stands otherwise than was thought, or the first request with this key is under way."),
    412: _("Somebody saved a newer version than If-Match names. Nothing was changed."),
    413: _("The body is longer than %(most)d kilobytes."),
    415: _("The body is not JSON."),
    422: _("The Idempotency-Key came with another request before."),
    428: _("If-Match is missing."),
    429: _("Too many requests of this address or token; Retry-After says when to go on."),
}
_READS = (400, 401, 403, 404, 429)
_WRITES = (400, 401, 403, 404, 409, 413, 415, 422, 429)
_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description=str(
        _(
            "A key of your own choice, new for every write, of at most 200 plain characters. The same request with "
            "the same key within a day gets the first answer again and changes nothing."
        )
    ),
)
_VERSION = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description=str(_("The ETag of the version that you saw, from draft/ or the answer to your last write.")),
)
_TAG = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 201],
    description=str(_("The version, for If-Match.")),
)


def by_token(
    method: str,
    summary: Any,
    description: Any,
    answer: Any,
    *,
    operation: str,
    body: Any = None,
    status: int = 200,
    path: dict[str, tuple[Any, Any]] | None = None,
    also: Sequence[OpenApiParameter] = (),
    versioned: bool = False,
    tagged: bool = False,
) -> Callable[[View], View]:
    """Describe one method of an address that acts by token.

    `versioned` asks for If-Match; `tagged` answers with the version's ETag; `path` says type and meaning of
    the address's parts.
    """
    is_write = method != "get"
    codes = [*(_WRITES if is_write else _READS), *((412, 428) if versioned else ())]
    parameters: list[Any] = [
        OpenApiParameter(name, kind, OpenApiParameter.PATH, description=str(said))
        for name, (kind, said) in (path or {}).items()
    ]
    parameters += also
    parameters += [_KEY] if is_write else []
    parameters += [_VERSION] if versioned else []
    parameters += [_TAG] if tagged else []
    described = extend_schema(
        operation_id=operation,
        summary=str(summary),
        description=f"{description} {_NEEDS_TOKEN}",
        tags=[operation.split("_")[0]],
        parameters=parameters,
        request={"application/json": body} if body else None,
        responses={status: answer, **{(code, MEDIA_TYPE): _problem(code) for code in sorted(codes)}},
    )
    return extend_schema_view(**{method: described})


def _problem(code: int) -> OpenApiResponse:
    said = str(_PROBLEMS[code])
    return OpenApiResponse(Problem, description=said % {"most": MOST_BYTES // 1024} if code == 413 else said)


class MyRole(s.Serializer[Any]):
    """A role that the person holds."""

    name = s.CharField()
    title = s.CharField()


class MyOrganisation(s.Serializer[Any]):
    """An organisation that the person is an active member of."""

    slug = s.CharField(help_text=_("Names it in the writes."))
    name = s.CharField()
    kind = s.ChoiceField(choices=[str(value) for value in OrganisationKind.values])
    state = s.ChoiceField(choices=[str(value) for value in OrganisationState.values])
    role = s.CharField(help_text=_("The person’s role in it."))
    permissions = s.ListField(child=s.CharField(), help_text=_("What they may do for it."))
    is_demo = s.BooleanField(help_text=_("Invented for the demo."))


class MyToken(s.Serializer[Any]):
    """The token of this request."""

    name = s.CharField()
    prefix = s.CharField(help_text=_("Its first letters."))
    expires_at = s.DateTimeField()
    last_used_on = s.DateField(allow_null=True, help_text=_("As written last; some minutes late."))


class MyLinks(s.Serializer[Any]):
    """Where the rest is."""

    data = s.URLField()  # type: ignore[assignment]  # a name of ours, not DRF's attribute


class Me(s.Serializer[Any]):
    """Whom the token belongs to."""

    name = s.CharField(allow_blank=True)
    email = s.EmailField()
    is_demo = s.BooleanField()
    roles = MyRole(many=True, help_text=_("Roles of the site; those in organisations stand with them."))
    organisations = MyOrganisation(many=True)
    token = MyToken()
    links = MyLinks()


class MyData(s.Serializer[Any]):
    """Where a person asks for a copy of what is held about them."""

    url = s.URLField(help_text=_("A page for the person, signed in: a token cannot ask."))
