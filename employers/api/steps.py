"""What is the same for every kind of item that is written by token: its draft, and the steps on its way."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import TokenView
from accounts.api.body import Body, Nothing, Text
from accounts.api.me import refuse_parameters
from accounts.api.schema import by_token
from accounts.models import User
from employers.actions.hand_in import hand_in
from employers.actions.moderation import confirm_item, take_back_item, withdraw_item
from employers.api import schema
from employers.api.own import OPPORTUNITY, PROFILE, Kind, own_item, tagged
from foundation.access import needs_token
from foundation.idempotency import idempotent

ID = {"id": (OpenApiTypes.INT64, _("Its number."))}
_ANSWERS = {PROFILE.name: schema.OwnRoleProfile, OPPORTUNITY.name: schema.OwnOpportunity}
_PLURALS = {PROFILE.name: "role-profiles", OPPORTUNITY.name: "opportunities"}


class Reason(Body):
    """What a curator should know; may be left out unless the wording needs it."""

    reason = Text(
        max_length=1000,
        allow_blank=True,
        required=False,
        help_text=_("Why the role needs wording that shuts people out; 400 says when that is asked for."),
    )


class DraftView(TokenView):
    """The newest version of one's own item."""

    kind: ClassVar[Kind]
    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, id: int) -> Response:
        """The version, its number as ETag."""
        refuse_parameters(request)
        return tagged(self.kind.told(request, own_item(request, self.kind, id)))


class StepView(TokenView):
    """A step on an item's way; what the action refuses is told by field, or as a conflict."""

    kind: ClassVar[Kind]
    body_class: ClassVar[type[Body]] = Nothing
    http_method_names = ["post", "options"]

    @idempotent()
    def post(self, request: Request, id: int) -> Response:
        """Take the step; the answer says where the item stands then."""
        refuse_parameters(request)
        values = self.body(self.body_class)
        self.act(self.person(), own_item(request, self.kind, id), **values)
        return tagged(self.kind.told(request, own_item(request, self.kind, id)))

    def act(self, by: User, item: Any, **values: Any) -> None:
        """Call the action."""
        raise NotImplementedError


class Submit(StepView):
    """`submit/`"""

    body_class = Reason

    def act(self, by: User, item: Any, **values: Any) -> None:
        """Hand it in."""
        hand_in(by=by, item=item, reason=values.get("reason", ""))


class TakeBack(StepView):
    """`take-back/`"""

    def act(self, by: User, item: Any, **values: Any) -> None:
        """Take it back."""
        take_back_item(by=by, item=item)


class Withdraw(StepView):
    """`withdraw/`"""

    def act(self, by: User, item: Any, **values: Any) -> None:
        """Withdraw it."""
        withdraw_item(by=by, item=item)


class Confirm(StepView):
    """`confirm/`"""

    def act(self, by: User, item: Any, **values: Any) -> None:
        """Confirm it."""
        confirm_item(by=by, item=item, today=timezone.localdate())


_SAID: dict[type[TokenView], tuple[str, Any, Any]] = {
    DraftView: (
        "draft",
        _("The newest version of one’s own item"),
        _("As its writers see it, with where it stands and what keeps it from being handed in."),
    ),
    Submit: (
        "submit",
        _("Hand an item in"),
        _("A curator looks at the newest version. 400 names every field that is missing or cannot be shown."),
    ),
    TakeBack: ("take_back", _("Take a handed-in item back"), _("To work on it again; 409 once it is decided.")),
    Withdraw: (
        "withdraw",
        _("Withdraw an item"),
        _("Readers do not see it any more, at once. Handing it in again brings it back."),
    ),
    Confirm: (
        "confirm",
        _("Confirm a published item"),
        _("It still holds: it is shown for twelve more months from today, an opportunity at most until it closes."),
    ),
}


def step(base: type[TokenView], kind: Kind) -> Any:
    """The view of a step for a kind of item, with its access and its place in the OpenAPI document."""
    operation, summary, description = _SAID[base]
    body = getattr(base, "body_class", None)
    made = type(base.__name__, (base,), {"kind": kind, "access": needs_token(kind.permission), "__doc__": base.__doc__})
    describe: Any = by_token(
        "get" if base is DraftView else "post",
        summary,
        description,
        _ANSWERS[kind.name],
        operation=f"{_PLURALS[kind.name]}_{operation}",
        body=body if body is not Nothing else None,
        path=ID,
        tagged=True,
    )
    return describe(made).as_view()


def steps_of(kind: Kind) -> dict[str, Any]:
    """All of them by the last part of their address."""
    return {
        "draft": step(DraftView, kind),
        "submit": step(Submit, kind),
        "take-back": step(TakeBack, kind),
        "withdraw": step(Withdraw, kind),
        "confirm": step(Confirm, kind),
    }
