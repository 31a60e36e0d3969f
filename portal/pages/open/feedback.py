"""The form behind "Was this page right?" and the thanks afterwards: no cookie, no session, no account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View
from django.views.generic.base import TemplateResponseMixin

from foundation.access import PUBLIC_UNCACHED
from foundation.feedback import MOST_CHARACTERS, give_feedback, may_answer, public_path
from foundation.network import HOUR, client_address
from portal.pages.errors import forbidden, too_many_requests

_FIELDS = {"page": "", "reason": "fb-reason-wrong", "text": "fb-text"}


def own_page(address: str) -> str:
    """The public page that an address names, or the start page."""
    try:
        return public_path(address)
    except ValidationError:
        return "/"


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site's page sent this form; browsers say so in one of two headers."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "same-site", "none"):
        return True
    origin = request.headers.get("Origin")
    return bool(origin) and origin != "null" and urlsplit(origin or "").netloc != request.get_host()


@method_decorator(csrf_exempt, name="dispatch")
class Feedback(TemplateResponseMixin, View):
    """The form by itself (GET), and where every form at the foot of a page is sent (POST)."""

    access = PUBLIC_UNCACHED
    http_method_names = ["get", "head", "post", "options"]
    template_name = "open/feedback.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form about the page that ?page= names."""
        return self._form(own_page(request.GET.get("page", "/")), {}, [])

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the answer and lead to the thanks; a form that cannot be used comes back with what was written."""
        if from_elsewhere(request):
            return forbidden(request)
        if not may_answer(client_address(request), timezone.now()):
            return too_many_requests(request, HOUR)
        said = request.POST
        page = own_page(said.get("page", "/"))
        try:
            give_feedback(
                path=said.get("page", ""),
                was_right=said.get("answer") == "yes",
                reason=said.get("reason", ""),
                # A browser sends line ends as two characters and counts them as one.
                text=said.get("text", "").replace("\r\n", "\n"),
                today=timezone.localdate(),
            )
        except ValidationError as error:
            problems = [(words, _FIELDS[name]) for name, list_ in error.message_dict.items() for words in list_]
            written = {"reason": said.get("reason", ""), "text": said.get("text", "")[: 4 * MOST_CHARACTERS]}
            return self._form(page, written, problems)
        thanks = f"{reverse('open:feedback-thanks')}?{urlencode({'page': page})}"
        return HttpResponseRedirect(thanks, status=303)

    def _form(self, page: str, written: dict[str, str], problems: list[tuple[str, str]]) -> HttpResponse:
        wrong = {field: words for words, field in problems}
        context = {
            "page": page,
            "reason": written.get("reason", ""),
            "text": written.get("text", ""),
            "problems": problems,
            "reason_error": wrong.get("fb-reason-wrong", ""),
            "text_error": wrong.get("fb-text", ""),
        }
        return self.render_to_response(context, status=400 if problems else 200)


class FeedbackThanks(TemplateView):
    """Thanks, and the way back."""

    access = PUBLIC_UNCACHED
    http_method_names = ["get", "head", "options"]
    template_name = "open/feedback_thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page that was answered about."""
        return {"page": own_page(self.request.GET.get("page", "/"))}
