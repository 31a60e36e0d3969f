"""`visit-requests/`: a school's requests for programs: list, begin, change, send, withdraw, follow."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers as s
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.api.authentication import organisation_of, organisations_of
from accounts.api.base import StaleVersion, TokenView, not_here, version_asked, version_tag
from accounts.api.body import names_of
from accounts.api.me import refuse_parameters
from accounts.api.schema import by_token
from accounts.permissions import Permission
from ambassadors.actions.requests import save_request, send_request, withdraw_request
from ambassadors.actions.support import locked_request
from ambassadors.api import schema
from ambassadors.api.bodies import NewRequest, RequestContent
from ambassadors.models import RequestWindow, VisitRequest
from ambassadors.rules.requests import missing_in
from evidence.api.params import PageParams, read_params
from evidence.api.shapes import Shapes
from foundation.access import needs_token
from foundation.idempotency import idempotent
from foundation.problems import UnknownThing
from lmi.api.shapes import Json

ASK = Permission.VISIT_REQUEST
ID = {"id": (OpenApiTypes.INT64, gettext_lazy("Its number."))}
_FIELDS = tuple(name for name in names_of(RequestContent) if name != "windows")


class RequestParams(PageParams):
    """Paging, and one school's only."""

    release = None  # type: ignore[assignment]  # DRF's way to leave out an inherited field
    organisation = s.CharField(required=False, max_length=80, help_text=gettext_lazy("Slug of a school of yours."))


class _Requests(TokenView):
    """What all of it shares: whose requests they are, and how one is told."""

    access = needs_token(ASK)

    def rows(self) -> Any:
        """Requests of the schools that the token's person asks for."""
        return VisitRequest.objects.of_schools(organisations_of(self.request, ASK))

    def one(self, pk: int) -> VisitRequest:
        """One of them; 404 alike for another's and none."""
        found: VisitRequest | None = self.rows().filter(pk=pk).first()
        if found is None:
            raise not_here()
        return found

    def told(self, pk: int, *, is_new: bool = False) -> Response:
        """A request as it stands now, its version as ETag."""
        row = self.one(pk)
        answer = detail(self.request, row)
        headers = {"ETag": version_tag(answer["version"])}
        if is_new:
            headers["Location"] = answer["api"]
        return Response(answer, status=201 if is_new else 200, headers=headers)


@by_token(
    "get",
    gettext_lazy("One’s schools’ requests"),
    gettext_lazy("Requests of the schools that the token’s person asks for, in whatever state, latest first."),
    schema.RequestList,
    operation="visit_requests_list",
    also=[RequestParams],  # type: ignore[list-item]  # a serializer stands for its parameters
)
@by_token(
    "post",
    gettext_lazy("Begin a request"),
    gettext_lazy("A draft, seen by people of the school only. It may be half-empty; send it when it is complete."),
    schema.VisitRequest,
    operation="visit_requests_create",
    body=NewRequest,
    status=201,
    tagged=True,
)
class Requests(_Requests):
    """`visit-requests/`"""

    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: Request) -> Response:
        """A page of requests."""
        params = read_params(request._request.GET, RequestParams)
        rows = self.rows()
        if "organisation" in params:
            rows = rows.filter(school__slug=params["organisation"])
        page, size, count = params["page"], params["page_size"], rows.count()
        last = max(1, -(-count // size))
        if page > last:
            raise UnknownThing(
                "page", _("There is no page %(page)s; the last is %(last)s.") % {"page": page, "last": last}
            )
        here = request.build_absolute_uri()
        return Response(
            {
                "count": count,
                "next": replace_query_param(here, "page", page + 1) if page < last else None,
                "previous": replace_query_param(here, "page", page - 1) if page > 1 else None,
                "results": [ref(request, row) for row in rows[(page - 1) * size : page * size]],
            }
        )

    @idempotent()
    def post(self, request: Request) -> Response:
        """The new draft."""
        refuse_parameters(request)
        values = self.body(NewRequest)
        school = organisation_of(request, ASK, values.pop("organisation"))
        if school is None:
            raise ValidationError({"organisation": [_("You ask for no such school; see me/.")]})
        windows = values.pop("windows", None)
        made = save_request(
            by=self.person(), school=school, changes=values, windows=windows, today=timezone.localdate()
        )
        return self.told(made.pk, is_new=True)


@by_token(
    "get",
    gettext_lazy("One request"),
    gettext_lazy("What it says, what it still lacks, and the visits that were proposed for it."),
    schema.VisitRequest,
    operation="visit_requests_detail",
    path=ID,
    tagged=True,
)
@by_token(
    "patch",
    gettext_lazy("Change some of a draft"),
    gettext_lazy("Saves the given fields; `windows`, where given, replace those it had. 409 once it was sent."),
    schema.VisitRequest,
    operation="visit_requests_change",
    body=RequestContent,
    path=ID,
    versioned=True,
    tagged=True,
)
class RequestDetail(_Requests):
    """`visit-requests/<id>/`"""

    http_method_names = ["get", "head", "options", "patch"]

    def get(self, request: Request, id: int) -> Response:
        """The request."""
        refuse_parameters(request)
        return self.told(id)

    @idempotent()
    def patch(self, request: Request, id: int) -> Response:
        """The draft with these changes."""
        refuse_parameters(request)
        row, version, values = self.one(id), version_asked(request), self.body(RequestContent)
        windows = values.pop("windows", None)
        with transaction.atomic():
            current = version_number(locked_request(row))
            if current != version:
                raise StaleVersion(_("Somebody saved it meanwhile. Its version is %(v)s.") % {"v": current})
            save_request(
                by=self.person(), school=row.school, changes=values, windows=windows, request=row,
                today=timezone.localdate(),
            )  # fmt: skip
        return self.told(id)


class _Step(_Requests):
    http_method_names = ["post", "options"]

    @idempotent()
    def post(self, request: Request, id: int) -> Response:
        """Take the step; the answer says where the request stands then."""
        refuse_parameters(request)
        self.body()
        self.act(self.one(id))
        return self.told(id)

    def act(self, row: VisitRequest) -> None:
        """Call the action."""
        raise NotImplementedError


@by_token(
    "post",
    gettext_lazy("Send a request"),
    gettext_lazy("To the coordinator. 400 names every answer that is missing."),
    schema.VisitRequest,
    operation="visit_requests_send",
    path=ID,
    tagged=True,
)
class SendRequest(_Step):
    """`visit-requests/<id>/send/`"""

    def act(self, row: VisitRequest) -> None:
        """Send it."""
        send_request(by=self.person(), request=row, now=timezone.now())


@by_token(
    "post",
    gettext_lazy("Withdraw a request"),
    gettext_lazy("What was booked for it is cancelled and the ambassador told."),
    schema.VisitRequest,
    operation="visit_requests_withdraw",
    path=ID,
    tagged=True,
)
class WithdrawRequest(_Step):
    """`visit-requests/<id>/withdraw/`"""

    def act(self, row: VisitRequest) -> None:
        """Withdraw it."""
        withdraw_request(by=self.person(), request=row, now=timezone.now())


def version_number(row: VisitRequest) -> int:
    """The version of a request: when it was saved last, in microseconds."""
    return int(row.changed_at.timestamp() * 1_000_000)


def ref(request: Request, row: VisitRequest) -> Json:
    """A request in a list; no SQL."""
    return {
        "id": row.pk,
        "organisation": row.school.slug,
        "state": row.state,
        "state_words": row.get_state_display(),
        "activity": row.activity,
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "version": version_number(row),
        "url": request.build_absolute_uri(reverse("school-visits:request", args=[row.pk])),
        "api": Shapes(request).address("api:visit-request-detail", str(row.pk)),
    }


def detail(request: Request, row: VisitRequest) -> Json:
    """A request with what it says; three SQL statements."""
    today = timezone.localdate()
    windows: list[RequestWindow] = list(row.windows.all())
    visits = row.visits.select_related("ambassador").order_by("-proposed_at", "-pk")
    return {
        **ref(request, row),
        "missing": [{"field": name, "reason": str(said)} for name, said in missing_in(row, windows, today).items()],
        "visits": [
            {
                "state": visit.state,
                "state_words": visit.get_state_display(),
                "name": visit.ambassador.public_name(today),
                "starts_at": visit.starts_at.isoformat(),
                "ends_at": visit.ends_at.isoformat(),
            }
            for visit in visits
        ],
        "content": {
            **{name: getattr(row, name) for name in _FIELDS},
            "windows": [
                {
                    "first_day": window.first_day.isoformat(),
                    "last_day": window.last_day.isoformat(),
                    "weekdays": window.weekdays,
                    "morning": window.morning,
                    "afternoon": window.afternoon,
                }
                for window in windows
            ],
        },
    }
