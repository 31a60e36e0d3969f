"""What our own screens at the desk share: the frame, the crumbs, the paging, and answers to forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from foundation.access import SIGNED_IN, Access


class DeskView(WagtailAdminTemplateMixin, View):
    """One screen: subclasses set title, icon, template and access, and say what they show in `shown`."""

    access: Access = SIGNED_IN
    template_engine = "staff"
    header_icon = "tasks"
    crumbs: Sequence[tuple[str, Any]] = ()  # screens above this one: name of the URL, words
    per_page = 25
    request: HttpRequest

    def shown(self) -> dict[str, Any]:
        """What the template shows."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the screen."""
        answer: HttpResponse = self.render_to_response(self.get_context_data(**self.shown()))
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the queues, the screens between, this one."""
        between = [("desk-queues", _("Queues")), *self.crumbs]
        found = [{"url": reverse(name), "label": words} for name, words in between]
        return [*self.breadcrumbs_items, *found, {"url": "", "label": self.get_page_title()}]

    def page_of(self, rows: Any) -> Page[Any]:
        """The part of a list that ?p= asks for."""
        return Paginator(rows, self.per_page).get_page(self.request.GET.get("p"))

    @property
    def person(self) -> Any:
        """Who acts: signed in, as the access of every screen asks for."""
        return self.request.user

    def say(self, words: Any) -> None:
        """Tell the person that it is done, on the next screen."""
        messages.success(self.request, words)

    def refuse(self, error: ValidationError | str) -> None:
        """Tell the person, on the next screen, why it was not done."""
        for words in error.messages if isinstance(error, ValidationError) else [error]:
            messages.error(self.request, words)

    def back(self, fallback: str) -> HttpResponseRedirect:
        """To the screen that the form names in `next`, when it is ours, or to the fallback."""
        asked = self.request.POST.get("next", "")
        ours = asked.startswith("/cms/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return HttpResponseRedirect(asked if ours else fallback)


def numbers(values: Iterable[str]) -> list[int]:
    """Those of these texts that are row numbers."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 19]
