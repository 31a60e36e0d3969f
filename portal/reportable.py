"""What readers can report of employers: employers themselves, their role profiles and what they offer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.reporting import register_target
from employers.models import Moderated, Opportunity, RoleProfile
from employers.queries.directory import UnknownEmployerError, published_employer

EMPLOYER, ROLE_PROFILE, OPPORTUNITY = "employer", "role_profile", "opportunity"


def register() -> None:
    """Make the kinds known to the form and the desk."""
    register_target(EMPLOYER, _employer_title, _employer_address, label=_("employer"))
    register_target(ROLE_PROFILE, lambda pk: _title(RoleProfile, pk), _profile_address, label=_("role profile"))
    register_target(OPPORTUNITY, lambda pk: _title(Opportunity, pk), _offer_address, label=_("opportunity"))


def _employer_title(slug: str) -> str | None:
    try:
        return published_employer(slug).name
    except UnknownEmployerError:
        return None


def _employer_address(slug: str) -> str:
    return reverse("students:employer-detail", args=[slug]) if Organisation.objects.filter(slug=slug).exists() else ""


def _title(model: type[Moderated], pk: str) -> str | None:
    found = _one(model.objects.published(timezone.localdate()), pk)
    return f"{found} ({found.organisation})" if found else None


def _profile_address(pk: str) -> str:
    found = _one(RoleProfile.objects.all(), pk)
    return reverse("students:role-profile-detail", args=[found.organisation.slug, found.slug]) if found else ""


def _offer_address(pk: str) -> str:
    found = _one(Opportunity.objects.all(), pk)
    return f"{reverse('students:employer-detail', args=[found.organisation.slug])}#offers" if found else ""


def _one(rows: Any, pk: str) -> Any:
    """The row of this number; None for what is no number of one."""
    usable = pk.isascii() and pk.isdecimal() and len(pk) <= 9
    return rows.filter(pk=int(pk)).select_related("organisation").first() if usable else None
