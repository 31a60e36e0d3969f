"""The curators' desk: the queues first in the menu and on the home screen, their addresses, and our style sheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from foundation.desk import screens
from foundation.queues import queues_for, standings


class QueuesItem(MenuItem):
    """The way to the queues, for those who have any."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether a role of this person has a queue."""
        return bool(queues_for(request.user))


@hooks.register("register_admin_menu_item")
def queues_item() -> MenuItem:
    """First in the menu."""
    return QueuesItem(_("Queues"), reverse("desk-queues"), name="queues", icon_name="tasks", order=1)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("queues/", screens.Queues.as_view(), name="desk-queues"),
        path("feedback/", screens.FeedbackPages.as_view(), name="desk-feedback"),
        path("feedback/page/", screens.FeedbackPage.as_view(), name="desk-feedback-page"),
        path("outgoing-links/", screens.Links.as_view(), name="desk-links"),
        path("unsure-mail/", screens.UnsureMail.as_view(), name="desk-unsure-mail"),
    ]


@hooks.register("insert_global_admin_css")
def desk_style() -> SafeString:
    """The few rules of our own screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


class QueuesPanel(Component):
    """The queues on the home screen."""

    order = 10

    def render_html(self, parent_context: Any = None) -> SafeString:
        """The same list as on the screen of queues; empty for those who have none."""
        request = parent_context["request"]
        found = standings(request.user, timezone.now())
        context = {"standings": found}
        return SafeString(render_to_string("desk/queues_list.html", context, using="staff") if found else "")


@hooks.register("construct_homepage_panels")
def queues_panel(request: HttpRequest, panels: list[Any]) -> None:
    """First on the home screen."""
    panels.insert(0, QueuesPanel())
