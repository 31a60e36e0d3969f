"""A role profile as students will see it, its pictures, and its earlier versions."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Revision

from employers.changes import Change, changes_between
from employers.models import EmployerEntry, RoleProfile
from portal.pages.employers.desk.base import DeskPage
from portal.pages.employers.desk.previews import PROFILE_TEMPLATE, profile_preview
from portal.pages.employers.desk.profile import ProfilePage
from portal.pages.mistakes import Pair

A_PAGE = 20


class PreviewProfile(ProfilePage):
    """The newest version in the students' page, marked as a preview."""

    template_name = PROFILE_TEMPLATE

    def crumbs(self) -> list[Pair]:
        """Below the profile."""
        return [*super().crumbs(), (_("Preview"), "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same words as the public page."""
        shown = profile_preview(self.draft, lambda name: self.desk_address("picture", name=name))
        return super().get_context_data(back=self.profile_address("profile"), for_curators=False, **shown, **kwargs)


class Picture(DeskPage):
    """A picture of an item of the organisation: its newest version's or its published one's, for its members."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The file; 404 alike for another organisation's and for none."""
        name = self.kwargs["name"]
        if name not in self._own() or not default_storage.exists(name):
            raise Http404
        return FileResponse(default_storage.open(name), content_type="image/webp")

    def _own(self) -> set[str]:
        names: set[str] = set()
        profiles = RoleProfile.objects.filter(organisation=self.organisation).select_related("latest_revision")
        entries = EmployerEntry.objects.filter(organisation=self.organisation).select_related("latest_revision")
        for item in (*profiles, *entries):
            content = item.latest_revision.content if item.latest_revision else {}
            names |= {photo.get("image", "") for photo in content.get("photos", [])}
            names.add(content.get("logo", ""))
        return names - {""}


class ProfileHistory(ProfilePage):
    """Every version: who wrote it and when, and what became of it."""

    template_name = "employers/desk/history.html"

    def crumbs(self) -> list[Pair]:
        """Below the profile."""
        return [*super().crumbs(), (_("Earlier versions"), "")]

    @cached_property
    def colleagues(self) -> set[int]:
        """Who writes for the organisation: others are curators, who are not named here."""
        return set(self.organisation.memberships.values_list("user_id", flat=True))

    def name_of(self, user: Any) -> str:
        """A colleague by name."""
        if user is None:
            return _("somebody who has left")
        return user.display_name or user.email if user.pk in self.colleagues else _("a curator")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Versions, newest first, each with what it was handed in for."""
        revisions = self.item.revisions.select_related("user").order_by("-created_at", "-pk")
        page = Paginator(revisions, A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {"revision": one, "who": self.name_of(one.user), "is_live": one.pk == self.item.live_revision_id}
            for one in page.object_list
        ]
        states = self.item.workflow_states.select_related("current_task_state").order_by("-created_at")[:A_PAGE]
        return super().get_context_data(
            rows=rows,
            page=page,
            states=states,
            draft=self.draft,
            back=self.profile_address("profile"),
            compare=self.profile_address("compare"),
            **kwargs,
        )


class CompareVersions(ProfileHistory):
    """Two versions, field by field: `?from=12&to=15`; without them the last two."""

    template_name = "employers/desk/compare.html"

    def crumbs(self) -> list[Pair]:
        """Below the versions."""
        return [*super().crumbs()[:-1], (_("What changed"), "")]

    def revision(self, name: str) -> Revision | None:
        """The version that the address names; 404 for one of something else."""
        number = self.request.GET.get(name, "")
        if not number:
            return None
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404
        found: Revision = get_object_or_404(self.item.revisions.select_related("user"), pk=int(number))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the later version says otherwise."""
        newest = list(self.item.revisions.select_related("user").order_by("-created_at", "-pk")[:2])
        later = self.revision("to") or newest[0]
        earlier = self.revision("from") or (newest[1] if len(newest) > 1 else None)
        if earlier is not None and earlier.created_at > later.created_at:
            earlier, later = later, earlier
        before = earlier.as_object() if earlier else None
        changes: list[Change] = changes_between(before, later.as_object())
        context = {"earlier": earlier, "later": later, "changes": changes, "item_pk": self.item.pk}
        context["later_who"] = self.name_of(later.user)
        return super().get_context_data(**context, **kwargs)
