"""The stewards' screens: their place in the menu and their addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from evidence.desk import screens


class EditionsItem(MenuItem):
    """The way to the editions, for stewards."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may read editions in."""
        return bool(request.user.has_perm(screens.READ))


@hooks.register("register_admin_menu_item")
def editions_item() -> MenuItem:
    """After the queues."""
    return EditionsItem(_("Editions"), reverse("desk-releases"), name="editions", icon_name="table", order=50)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("editions/", screens.Releases.as_view(), name="desk-releases"),
        path("editions/files/<int:pk>/", screens.JobScreen.as_view(), name="desk-import-job"),
        path("editions/<slug:slug>/", screens.SourceScreen.as_view(), name="desk-release-source"),
    ]
