"""Everything held about oneself: asking for a copy or for erasure, following the request, downloading."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View

from accounts.data_rights.actions import RequestStateError, ask, withdraw
from accounts.data_rights.rules import rules_on
from accounts.models import DataRequest
from accounts.models.data_rights import RequestKind, RequestState
from foundation.access import SIGNED_IN


def _mine(request: HttpRequest) -> Any:
    """The reader's own requests, newest first, without the copies themselves."""
    return DataRequest.objects.without_file().filter(subject_id=request.user.pk).order_by("-made_at", "-pk")


class YourData(TemplateView):
    """What may be asked, what was asked, how long the answer may take, and how long things are kept."""

    access = SIGNED_IN
    template_name = "account/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The requests, with the days the law leaves, and the retention rules of today."""
        today = timezone.localdate()
        requests = [_in_words(row, today) for row in _mine(self.request)[:20]]
        open_kinds = {row["request"].kind for row in requests if row["request"].is_open}
        return super().get_context_data(**kwargs) | {
            "requests": requests,
            "copy_open": RequestKind.ACCESS in open_kinds,
            "erasure_open": RequestKind.ERASURE in open_kinds,
            "rules": [
                (rule, _RULE_WORDS[rule.what], _long(rule.days)) for rule in rules_on(today) if rule.what in _RULE_WORDS
            ],
        }


_YEAR = 365.25
_RULE_WORDS = {
    "unused-accounts": gettext_lazy("An account nobody signs in to (we write to you first)"),
    "unaccepted-invitations": gettext_lazy("An invitation that ran out without being accepted"),
    "delivered-mail": gettext_lazy("The note that a mail was sent (its text goes at once)"),
    "closed-reports": gettext_lazy("A report you made, once it is dealt with"),
    "answered-requests": gettext_lazy("Your requests on this page, once they are answered"),
    "audit-addresses": gettext_lazy("The network address from which something was changed"),
}


def _long(days: int) -> str:
    """A time in whole years where it is some (2192 days are six years), otherwise in days."""
    years = round(days / _YEAR)
    if years and int(years * _YEAR) <= days <= years * _YEAR + 1:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _in_words(row: DataRequest, today: date) -> dict[str, Any]:
    ready = row.state == RequestState.READY and row.kept_until is not None and row.kept_until > timezone.now()
    return {
        "request": row,
        "ready": ready,
        "gone": row.state == RequestState.READY and not ready,
        "days_left": row.days_left(today),
    }


class AskForCopy(View):
    """Asks for a copy; it is put together in the background."""

    access = SIGNED_IN
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask once; asking again while one is under way changes nothing."""
        user: Any = request.user
        ask(by=user, kind=RequestKind.ACCESS)
        messages.success(request, _("We are putting your copy together. You will get a mail when it is ready."))
        return redirect("account-data")


class ErasureForm(forms.Form):
    """One box to tick, so that nobody erases themselves by a slip."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, erase my account and what is held about me"),
        error_messages={"required": gettext_lazy("Tick the box if you want us to erase your account.")},
    )


@method_decorator(reauthentication_required, name="dispatch")
class AskForErasure(FormView[ErasureForm]):
    """Says what erasure does and what stays, and asks for it. Needs a recent sign-in."""

    access = SIGNED_IN
    template_name = "account/data_erase.html"
    form_class = ErasureForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the reader answers for an employer: others may need to take over first."""
        user: Any = self.request.user
        owned = user.memberships.filter(role="employer_owner", state="active").select_related("organisation")
        return super().get_context_data(**kwargs) | {"owned": [row.organisation for row in owned]}

    def form_valid(self, form: ErasureForm) -> HttpResponse:
        """Ask."""
        user: Any = self.request.user
        ask(by=user, kind=RequestKind.ERASURE)
        messages.success(self.request, _("We have your request. Until it is done you can take it back below."))
        return redirect("account-data")


class TakeBack(View):
    """Takes one's own open request back."""

    access = SIGNED_IN
    http_method_names = ("post",)

    def post(self, request: HttpRequest, request_id: int) -> HttpResponse:
        """Another person's request does not exist for this reader."""
        user: Any = request.user
        try:
            withdraw(by=user, request=get_object_or_404(_mine(request), pk=request_id))
        except RequestStateError:
            messages.error(request, _("It has been answered already."))
        else:
            messages.success(request, _("You have taken your request back."))
        return redirect("account-data")


@method_decorator(reauthentication_required, name="dispatch")
class DownloadCopy(View):
    """The copy itself, for its own person only, after a recent sign-in, until its time is over."""

    access = SIGNED_IN

    def get(self, request: HttpRequest, request_id: int) -> HttpResponseBase:
        """A JSON file; 404 for another person's, an unready or an expired one."""
        held = DataRequest.objects.filter(subject_id=request.user.pk, pk=request_id, state=RequestState.READY)
        found = held.filter(kept_until__gt=timezone.now()).exclude(content=None).first()
        if found is None:
            raise Http404
        response = JsonResponse(found.content, json_dumps_params={"indent": 1, "ensure_ascii": False})
        response.headers["Content-Disposition"] = f'attachment; filename="waymark-my-data-{found.pk}.json"'
        response.headers["X-Robots-Tag"] = "noindex"
        return response


urlpatterns: list[URLPattern] = [
    path("data/", YourData.as_view(), name="account-data"),
    path("data/copy/", AskForCopy.as_view(), name="account-data-copy"),
    path("data/erase/", AskForErasure.as_view(), name="account-data-erase"),
    path("data/<int:request_id>/take-back/", TakeBack.as_view(), name="account-data-take-back"),
    path("data/<int:request_id>/file/", DownloadCopy.as_view(), name="account-data-file"),
]
