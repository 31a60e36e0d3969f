"""The curators' desk: decisions about links between occupations, standards, T Levels and subjects."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pathways.actions import check_ends
from pathways.desk.links import UnsureLinks
from pathways.enums import OverrideDecision
from pathways.models import LinkOverride

_FIELDS = ("kind", "source", "target", "decision", "role", "reason")


class LinkOverrideForm(WagtailAdminModelForm):
    """A decision, with codes that exist."""

    def clean(self) -> dict[str, Any]:
        """Refuse a link from or to a code that does not exist; one that does not exist may still be dropped."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        ends = [values.get(name) for name in ("kind", "source", "target")]
        if all(ends) and values.get("decision") != OverrideDecision.DROP:
            try:
                check_ends(*(str(end) for end in ends))
            except ValidationError as error:
                self.add_error(None, error)
        return values

    class Meta:
        model = LinkOverride
        fields = _FIELDS


class LinkOverrideDesk(SnippetViewSet):
    """Links that a curator keeps, drops or adds."""

    model = LinkOverride
    icon = "link"
    menu_label = _("Decisions about links")
    menu_order = 210
    add_to_admin_menu = True
    list_display = _FIELDS
    list_filter = ("kind", "decision")
    search_fields = ("source", "target", "reason")
    list_per_page = 50
    ordering = ("kind", "source", "target")
    edit_handler = ObjectList([FieldPanel(name) for name in _FIELDS], base_form_class=LinkOverrideForm)


register_snippet(LinkOverrideDesk)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [path("unsure-links/", UnsureLinks.as_view(), name="desk-unsure-links")]
