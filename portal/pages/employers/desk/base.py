"""What every page of the desk shares: whose desk it is, the way here, forms whose mistakes are said in one list."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.queries import organisations_with
from employers.models import Moderated
from foundation.access import needs
from portal.pages.acting import Acting
from portal.pages.mistakes import Pair


class DeskPage(Acting, TemplateView):
    """A page about one organisation, for those who hold `permission` in it; to others it is not there."""

    access = needs(Permission.ROLE_PROFILE_EDIT)
    permission: Permission = Permission.ROLE_PROFILE_EDIT
    kinds: tuple[str, ...] = (OrganisationKind.EMPLOYER,)

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation of the address; 404 alike for one that is hidden and one that does not exist."""
        mine = organisations_with(self.person, self.permission).filter(kind__in=self.kinds)
        found: Organisation = get_object_or_404(mine, slug=self.kwargs["organisation"])
        return found

    def desk_address(self, name: str, /, **kwargs: Any) -> str:
        """An address of this organisation's desk."""
        return reverse(f"employers:desk-{name}", kwargs={"organisation": self.organisation.slug, **kwargs})

    def crumbs(self) -> list[Pair]:
        """The way to the page; the last one has no address."""
        return [(_("Your desk"), reverse("employers:desk")), (self.organisation.name, self.desk_address("home"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The organisation, the way here, and no mistakes."""
        context = super().get_context_data(**kwargs)
        # Parts of the address come in by name too, the organisation's as its slug.
        return {"crumbs": self.crumbs(), "errors": [], **context, "organisation": self.organisation}


def version_of(text: str | None) -> int | None:
    """The version that a form was filled in from; raises Http404 for what no form of ours sends."""
    given = text or ""
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    return int(given)


def reasons_of(item: Moderated) -> str:
    """Why a curator returned an item the last time; "" when they did not."""
    state = item.workflow_states.order_by("-created_at", "-pk").first()
    step = state.current_task_state if state else None
    return step.comment if step and step.status == step.STATUS_REJECTED else ""
