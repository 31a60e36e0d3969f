"""What readers can report: employers, roles, what they offer, what universities state, people's stories."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.reporting import register_target
from ambassadors.models import Story
from ambassadors.queries.stories import UnknownStoryError, published_story
from employers.models import Moderated, Opportunity, RoleProfile, SubjectStatement
from employers.queries.directory import UnknownEmployerError, published_employer

EMPLOYER, ROLE_PROFILE, OPPORTUNITY, STATEMENT = "employer", "role_profile", "opportunity", "statement"
STORY = "story"


def register() -> None:
    """Make the kinds known to the form and the desk."""
    register_target(EMPLOYER, _employer_title, _employer_address, label=_("employer"), desk_of=_employer_at_the_desk)
    register_target(
        ROLE_PROFILE,
        lambda pk: _title(RoleProfile, pk),
        _profile_address,
        label=_("role profile"),
        desk_of=partial(_review, "role-profiles"),
    )
    register_target(
        OPPORTUNITY,
        lambda pk: _title(Opportunity, pk),
        _offer_address,
        label=_("opportunity"),
        desk_of=partial(_review, "opportunities"),
    )
    register_target(
        STATEMENT,
        lambda pk: _title(SubjectStatement, pk),
        lambda pk: f"{reverse('educators:preferences')}#universities",
        label=_("university’s statement"),
        desk_of=partial(_review, "statements"),
    )
    register_target(STORY, _story_title, _story_address, label=_("person’s story"), desk_of=_story_at_the_desk)


def _review(kind: str, pk: str) -> str:
    """Where curators see an item and can take it out of readers' sight."""
    return reverse("desk-review", args=[kind, pk])


def _employer_at_the_desk(slug: str) -> str:
    pk = Organisation.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return reverse("desk-organisation", args=[pk]) if pk else ""


def _employer_title(slug: str) -> str | None:
    try:
        return published_employer(slug).name
    except UnknownEmployerError:
        return None


def _employer_address(slug: str) -> str:
    return reverse("students:employer-detail", args=[slug]) if Organisation.objects.filter(slug=slug).exists() else ""


def _story_title(slug: str) -> str | None:
    try:
        view = published_story(slug, timezone.localdate())
    except UnknownStoryError:
        return None
    return f"{view.name}, {view.role}"


def _story_address(slug: str) -> str:
    return reverse("people:detail", args=[slug])


def _story_at_the_desk(slug: str) -> str:
    pk = Story.objects.filter(slug=slug).values_list("pk", flat=True).first()
    return reverse("desk-story", args=[pk]) if pk else ""


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
