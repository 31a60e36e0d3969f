"""Tokens by which programs act for oneself: made, seen once, taken back."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.actions.tokens import LONGEST_DAYS, MOST, make_token, revoke_token
from accounts.models import ApiToken, User
from accounts.permissions import Permission
from foundation.access import SIGNED_IN

MOST_ENDED = 20
_DAYS = (
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
    (LONGEST_DAYS, gettext_lazy("A year")),
)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the page is for people who signed in
    return request.user


class Tokens(TemplateView):
    """Those that work, and those that have ended lately."""

    access = SIGNED_IN
    template_name = "account/tokens.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Two SQL statements, whatever their number; one more for whether any may be made."""
        person, now = _person(self.request), timezone.now()
        mine = ApiToken.objects.filter(user=person).order_by("-created_at", "-pk")
        usable = list(mine.usable(now))
        return super().get_context_data(**kwargs) | {
            "usable": usable,
            "ended": list(mine.exclude(pk__in=[token.pk for token in usable])[:MOST_ENDED]),
            "may_make": person.has_perm(Permission.API_TOKEN_HOLD) and len(usable) < MOST,
            "may_hold": person.has_perm(Permission.API_TOKEN_HOLD),
            "most": MOST,
        }


class TokenForm(forms.Form):
    """What it is for, and how long."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=80,
        error_messages={"required": gettext_lazy("Say what the token is for.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long shall it work?"),
        coerce=int,
        choices=_DAYS,
        initial=90,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how long the token shall work.")},
    )


@method_decorator(reauthentication_required, name="dispatch")
class NewToken(FormView[TokenForm]):
    """Makes a token after a recent sign-in, and shows its secret in the answer: it is kept nowhere."""

    access = SIGNED_IN
    template_name = "account/token_new.html"
    form_class = TokenForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for those who write for an organisation, or read the API by token."""
        if not _person(request).has_perm(Permission.API_TOKEN_HOLD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """The one page on which the secret stands."""
        try:
            token, secret = make_token(by=_person(self.request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        answer = self.response_class(
            request=self.request,
            template=["account/token_made.html"],
            context={"token": token, "secret": secret},
            using=self.template_engine,
        )
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer


class RevokeToken(TemplateView):
    """Asks whether a token shall end, and ends it."""

    access = SIGNED_IN
    template_name = "account/token_revoke.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The token; another person's does not exist for this reader."""
        return super().get_context_data(**kwargs) | {"token": self._token()}

    def post(self, request: HttpRequest, token_id: int) -> HttpResponse:
        """End it; programs that use it are refused from their next request on."""
        token = self._token()
        revoke_token(by=_person(request), token=token)
        messages.success(request, _("“%(name)s” does not work any more.") % {"name": token.name})
        return redirect("account-tokens")

    def _token(self) -> ApiToken:
        return get_object_or_404(ApiToken, user=_person(self.request), pk=self.kwargs["token_id"])


urlpatterns: list[URLPattern] = [
    path("tokens/", Tokens.as_view(), name="account-tokens"),
    path("tokens/new/", NewToken.as_view(), name="account-token-new"),
    path("tokens/<int:token_id>/revoke/", RevokeToken.as_view(), name="account-token-revoke"),
]
