""" "Report this": the public form about an item that a third party wrote, and the thanks. Nobody says who they are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin

from accounts.actions.reports import LONGEST, report_item
from accounts.enums import ReportReason
from accounts.reporting import Target, UnknownTargetError, target_of
from foundation.access import PUBLIC_UNCACHED
from foundation.network import HOUR, client_address, may_send
from portal.pages.errors import forbidden, too_many_requests
from portal.pages.open.feedback import from_elsewhere

MOST_AN_HOUR = 20  # reports of one network address; a school behind one address has more readers than reporters
_FIELDS = {"reason": "reason-wrong", "text": "text"}


def may_report(address: str) -> bool:
    """Count a report of a network address; False past the hourly limit."""
    return may_send("reports", address, MOST_AN_HOUR, timezone.now())


def target_or_404(kind: str, item: str) -> Target:
    """The item; raises Http404 for what readers cannot see, whether it exists or not."""
    try:
        return target_of(kind, item)
    except UnknownTargetError:
        raise Http404 from None


@method_decorator(csrf_exempt, name="dispatch")
class ReportItem(TemplateResponseMixin, View):
    """The form and where it is sent; reads no session and sets no cookie."""

    access = PUBLIC_UNCACHED
    http_method_names = ["get", "head", "post", "options"]
    template_name = "account/reports/report.html"

    def get(self, request: HttpRequest, kind: str, item: str) -> HttpResponse:
        """The form about the item."""
        return self._form(target_or_404(kind, item), {}, {})

    def post(self, request: HttpRequest, kind: str, item: str) -> HttpResponse:
        """Keep the report and thank; a form that cannot be used comes back with what was written."""
        if from_elsewhere(request):
            return forbidden(request)
        target = target_or_404(kind, item)
        if not may_report(client_address(request)):
            return too_many_requests(request, HOUR)
        reason, text = request.POST.get("reason", ""), request.POST.get("text", "")
        try:
            report_item(kind=kind, target_id=item, path=target.address, reason=reason, text=text)
        except ValidationError as error:
            wrong = {name: words[0] for name, words in error.message_dict.items()}
            return self._form(target, {"reason": reason, "text": text}, wrong)
        return HttpResponseRedirect(reverse("reports:thanks"), status=303)

    def _form(self, target: Target, written: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
        context = {
            "target": target,
            "reasons": ReportReason.choices,
            "longest": LONGEST,
            "reason": written.get("reason", ""),
            "text": written.get("text", "")[: 4 * LONGEST],
            "problems": [(words, _FIELDS.get(name, "")) for name, words in wrong.items()],
            "reason_error": wrong.get("reason", ""),
            "text_error": wrong.get("text", ""),
        }
        return self.render_to_response(context, status=400 if wrong else 200)


class Thanks(TemplateView):
    """What happens with a report."""

    access = PUBLIC_UNCACHED
    http_method_names = ["get", "head", "options"]
    template_name = "account/reports/thanks.html"


urlpatterns: list[Any] = [
    path("thanks/", Thanks.as_view(), name="thanks"),
    path("<kind>/<item>/", ReportItem.as_view(), name="report"),
]
