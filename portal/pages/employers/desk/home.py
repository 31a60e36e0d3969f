"""The desk's first pages: whose desk, and what there is to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.models import TaskState, WorkflowState

from accounts.enums import OrganisationKind
from accounts.permissions import Permission
from accounts.queries import organisations_with
from employers.actions.hand_in import hand_in_complete
from employers.enums import EncounterState, Stage
from employers.models import EmployerEntry, EncounterRequest, Moderated, Opportunity, RoleProfile, Site
from foundation.access import needs
from portal.pages.employers.desk.base import DeskPage
from portal.pages.mistakes import Pair

A_PAGE = 50
REMIND_DAYS = 60
# What wants the writer first stands first.
_FIRST = (Stage.RETURNED, Stage.DRAFT, Stage.EXPIRED, Stage.SUBMITTED, Stage.PUBLISHED, Stage.WITHDRAWN)
TAGS = {Stage.RETURNED: "caution", Stage.DRAFT: "outline", Stage.SUBMITTED: "beacon", Stage.EXPIRED: "caution"}


@dataclass(frozen=True, slots=True)
class Line:
    """An item on the dashboard: what it is called, where it stands, what to do next."""

    item: Moderated
    title: str
    stage: Stage
    tag: str
    href: str
    next_step: str
    reasons: str
    is_newer: bool


class ChooseDesk(TemplateView):
    """Whose desk: with one organisation straight there."""

    access = needs(Permission.ROLE_PROFILE_EDIT)
    template_name = "employers/desk/choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on, or ask."""
        user: Any = request.user
        mine = list(organisations_with(user, Permission.ROLE_PROFILE_EDIT).filter(kind=OrganisationKind.EMPLOYER))
        if len(mine) == 1:
            return redirect(reverse("employers:desk-home", args=[mine[0].slug]))
        crumbs = [(_("Employers"), reverse("employers:home")), (_("Your desk"), "")]
        return self.render_to_response(self.get_context_data(organisations=mine, crumbs=crumbs, errors=[]))


class DeskHome(DeskPage):
    """Everything of one employer at a glance, what wants attention first."""

    template_name = "employers/desk/home.html"

    def crumbs(self) -> list[Pair]:
        """The page itself is the last one."""
        return [(_("Your desk"), reverse("employers:desk")), (self.organisation.name, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Entry, profiles and opportunities with what to do next; as many SQL statements however many there are."""
        today = timezone.localdate()
        profiles = self._lines(RoleProfile, "profile", today)
        page = Paginator(profiles, A_PAGE).get_page(self.request.GET.get("page"))
        opportunities = self._lines(Opportunity, "opportunity", today)
        entry = EmployerEntry.objects.filter(organisation=self.organisation).with_stage().first()
        waiting = EncounterRequest.objects.filter(employer=self.organisation, state=EncounterState.SENT).count()
        context = {
            "page": page,
            "profiles": list(page.object_list),
            "counts": [(stage.label, many) for stage, many in self._counts(profiles)],
            "drafts": sum(line.stage in (Stage.DRAFT, Stage.RETURNED) for line in profiles),
            "opportunities": opportunities[:10],
            "opportunity_count": len(opportunities),
            "entry": entry,
            "entry_stage": entry.stage if entry else None,
            "site_count": Site.objects.filter(organisation=self.organisation, is_closed=False).count(),
            "may_edit_entry": self.person.has_perm(Permission.ORGANISATION_EDIT, self.organisation),
            "requests_waiting": waiting,
            "left_out": [],
        }
        return super().get_context_data(**{**context, **kwargs})

    @staticmethod
    def _counts(lines: list[Line]) -> list[tuple[Stage, int]]:
        counted = Counter(line.stage for line in lines)
        return [(stage, counted[stage]) for stage in _FIRST if counted[stage]]

    def _lines(self, model: type[Moderated], name: str, today: date) -> list[Line]:
        rows = model.objects.filter(organisation=self.organisation).with_stage()
        items = list(rows.select_related("latest_revision").order_by("-latest_revision__created_at", "-pk"))
        reasons = reasons_of_each(items)
        lines = [self._line(item, name, today, reasons.get(str(item.pk), "")) for item in items]
        return sorted(lines, key=lambda line: _FIRST.index(line.stage))

    def _line(self, item: Any, name: str, today: date, reasons: str) -> Line:
        stage = item.stage
        ends_soon = item.live and item.confirmed_until and item.confirmed_until <= today + timedelta(REMIND_DAYS)
        content = item.latest_revision.content if item.latest_revision else {}
        return Line(
            item=item,
            title=content.get("title") or item.title,
            stage=stage,
            tag=TAGS.get(stage, "plain"),
            href=self.desk_address(name, pk=item.pk) if name == "profile" else self._opportunity(item),
            next_step=next_step(stage, item.confirmed_until if ends_soon else None),
            reasons=reasons if stage is Stage.RETURNED else "",
            is_newer=bool(item.live and item.has_unpublished_changes and stage is Stage.PUBLISHED),
        )

    def _opportunity(self, item: Opportunity) -> str:
        return f"{self.desk_address('home')}opportunities/{item.pk}/"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Hand in every draft that is complete."""
        items = RoleProfile.objects.filter(organisation=self.organisation).with_stage().select_related("organisation")
        waiting = [item for item in items if item.stage in (Stage.DRAFT, Stage.RETURNED)]
        found = hand_in_complete(by=self.person, organisation=self.organisation, items=waiting)
        said = ngettext("%(many)d role profile handed in.", "%(many)d role profiles handed in.", len(found.done))
        messages.success(request, said % {"many": len(found.done)})
        if found.left:
            said = ngettext("%(many)d is not complete yet.", "%(many)d are not complete yet.", len(found.left))
            messages.info(request, said % {"many": len(found.left)})
        return redirect(self.desk_address("home"))


def reasons_of_each(items: list[Any]) -> dict[str, str]:
    """Why curators returned items of one kind the last time, by the item's number as text; one statement for all."""
    returned = [str(item.pk) for item in items if item.stage is Stage.RETURNED]
    if not returned:
        return {}
    states = WorkflowState.objects.filter(
        base_content_type__app_label="employers",
        content_type__model=type(items[0])._meta.model_name,
        object_id__in=returned,
        current_task_state__status=TaskState.STATUS_REJECTED,
    )
    rows = states.order_by("created_at", "pk").values_list("object_id", "current_task_state__comment")
    return dict(rows)


def next_step(stage: Stage, ends: date | None) -> str:
    """What to do with an item next, in a few words; "" for nothing."""
    if ends:
        return _("Say that it still holds: shown until %(day)s") % {"day": ends.strftime("%-d %B %Y")}
    return {
        Stage.RETURNED: _("Change what the curator names, and hand it in again"),
        Stage.DRAFT: _("Go on, and hand it in"),
        Stage.EXPIRED: _("Check it and hand it in again"),
        Stage.SUBMITTED: _("Nothing: a curator looks at it"),
    }.get(stage, "")
