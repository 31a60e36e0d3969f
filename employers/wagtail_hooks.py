"""The curators' desk: what employers and providers hand in, to review, compare and read the history of."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from employers.desk import moderation
from employers.models import EmployerEntry, Opportunity, RoleProfile, SubjectStatement


def _fields(*names: str) -> list[Any]:
    return [FieldPanel(name) for name in names]


class _Desk(SnippetViewSet):
    """Read, compared and put right here; written by its organisation, in our own pages."""

    list_per_page = 50
    list_filter = ("live",)
    list_display: tuple[str, ...] = ("__str__", "organisation", "live", "confirmed_until")
    add_to_admin_menu = False
    copy_view_enabled = False


class RoleProfileDesk(_Desk):
    """Role profiles."""

    model = RoleProfile
    icon = "user"
    menu_label = _("Role profiles")
    search_fields = ("title", "organisation__name")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(_fields("title", "soc2020", "what_you_do", "day_in_the_role"), heading=_("The role")),
            MultiFieldPanel(
                _fields("pay_low", "pay_high", "pay_period", "pay_basis", "hours_per_week", "place"), heading=_("Pay")
            ),
            InlinePanel("preferred", heading=_("What they ask for")),
            InlinePanel("ways_in", heading=_("Ways in")),
            InlinePanel("skills", heading=_("Skills")),
            InlinePanel("links", heading=_("Links")),
            MultiFieldPanel(
                _fields("progression", "accessibility_note", "flexible_note", "is_technical", "visibility")
                + _fields("recognition", "career_development", "sustainability"),
                heading=_("More"),
            ),
        ]
    )


class OpportunityDesk(_Desk):
    """Opportunities."""

    model = Opportunity
    icon = "date"
    menu_label = _("Opportunities")
    search_fields = ("title", "organisation__name")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(_fields("title", "kind", "about", "soc2020", "standard"), heading=_("What it is")),
            MultiFieldPanel(
                _fields("starts_on", "ends_on", "closes_on", "is_remote", "places", "min_age", "max_age")
                + _fields("hours_per_week", "total_hours"),
                heading=_("When and for whom"),
            ),
            MultiFieldPanel(
                _fields("pay_low", "pay_high", "pay_period", "is_unpaid", "is_part_of_course", "only_watching")
                + _fields("expenses"),
                heading=_("Pay"),
            ),
            MultiFieldPanel(
                _fields("has_insurance", "has_risk_assessment", "supervisor", "safeguarding_contact"),
                heading=_("Safety of under-18s"),
            ),
            MultiFieldPanel(_fields("apply_address", "apply_words"), heading=_("How to apply")),
        ]
    )


class StatementDesk(_Desk):
    """Statements of universities and colleges."""

    model = SubjectStatement
    icon = "openquote"
    menu_label = _("Universities’ statements")
    search_fields = ("course", "organisation__name")
    edit_handler = ObjectList(
        [*_fields("degree_subject", "course", "note", "address"), InlinePanel("stated", heading=_("Subjects"))]
    )


class EntryDesk(_Desk):
    """Employers' entries."""

    model = EmployerEntry
    icon = "home"
    menu_label = _("Employers’ entries")
    search_fields = ("organisation__name",)
    edit_handler = ObjectList(_fields("size", "statement", "website", "is_technician_signatory"))


class EmployersDesk(SnippetViewSetGroup):
    """All four, under one heading of the menu."""

    items = (RoleProfileDesk, OpportunityDesk, StatementDesk, EntryDesk)
    menu_label = _("Employers")
    menu_icon = "group"
    menu_order = 220


register_snippet(EmployersDesk)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("submissions/<slug:kind>/", moderation.Submissions.as_view(), name="desk-submissions"),
        path("submissions/<slug:kind>/<int:pk>/", moderation.Review.as_view(), name="desk-review"),
    ]
