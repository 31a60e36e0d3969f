"""Organisations whose members act for them: employers, schools, colleges, universities, training providers."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.enums import IdentifierKind, MembershipState, OrganisationKind, OrganisationState

if TYPE_CHECKING:
    from accounts.models.user import User


def new_domain_token() -> str:
    """What an organisation puts into its DNS to show that a domain is its own."""
    return secrets.token_hex(16)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def verified(self) -> Self:
        """Those a curator has verified: the only ones anything is public of."""
        return self.filter(state=OrganisationState.VERIFIED)

    def working(self) -> Self:
        """Those whose members may work, though perhaps not yet in public."""
        return self.filter(state__in=(OrganisationState.VERIFIED, OrganisationState.PENDING))

    def of_member(self, user: User, roles: set[str] | frozenset[str]) -> Self:
        """Working organisations in which this person is active in one of these roles."""
        if not user.is_active:
            return self.none()
        held = Q(memberships__user=user, memberships__state=MembershipState.ACTIVE, memberships__role__in=roles)
        return self.working().filter(held).distinct()


@audited()
class Organisation(models.Model):
    """A body that people are members of; its published facts, where there are any, stay in `pathways`.

    An employer is known by one of: company number, charity number, being a public body, or being a sole
    trader with evidence. A school or college has a URN or UKPRN, a university or provider a UKPRN.
    """

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    identifier_kind = models.CharField(max_length=12, choices=IdentifierKind.choices, blank=True, default="")
    identifier = models.CharField(max_length=12, blank=True, default="", help_text=_("Company or charity number."))
    evidence = models.TextField(
        blank=True, default="", max_length=1000, help_text=_("What shows that it exists, where no register does.")
    )
    urn = models.CharField(max_length=6, blank=True, default="")
    ukprn = models.CharField(max_length=8, blank=True, default="")
    website = models.URLField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="", help_text=_("The number it publishes."))
    domain = models.CharField(max_length=120, blank=True, default="", help_text=_("Its own internet domain."))
    domain_token = models.CharField(max_length=32, default=new_domain_token, editable=False)
    domain_confirmed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=OrganisationState.choices, default=OrganisationState.PENDING)
    state_reason = models.TextField(blank=True, default="", max_length=1000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False, help_text=_("Invented for the demo; it does not exist."))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                name="employer_has_one_identifier",
                condition=~Q(kind=OrganisationKind.EMPLOYER)
                | Q(is_demo=True)
                | (Q(identifier_kind__in=(IdentifierKind.COMPANY, IdentifierKind.CHARITY)) & ~Q(identifier=""))
                | (
                    Q(identifier_kind__in=(IdentifierKind.PUBLIC_BODY, IdentifierKind.SOLE_TRADER), identifier="")
                    & ~Q(evidence="")
                ),
                violation_error_message=_(
                    "Give one identifier: a number of a register, or evidence where none has it."
                ),
            ),
            models.CheckConstraint(
                name="education_has_a_code",
                condition=Q(kind=OrganisationKind.EMPLOYER)
                | Q(is_demo=True)
                | ~Q(urn="")
                | ~Q(ukprn="")
                | ~Q(evidence=""),
                violation_error_message=_("Give its URN or UKPRN, or evidence where the registers do not have it."),
            ),
            # Anybody may claim to be an organisation; only one can be it.
            models.UniqueConstraint(
                fields=["identifier_kind", "identifier"],
                condition=Q(state=OrganisationState.VERIFIED) & ~Q(identifier=""),
                name="identifier_verified_once",
            ),
            models.UniqueConstraint(
                fields=["urn"], condition=Q(state=OrganisationState.VERIFIED) & ~Q(urn=""), name="urn_verified_once"
            ),
            models.UniqueConstraint(
                fields=["ukprn"],
                condition=Q(state=OrganisationState.VERIFIED) & ~Q(ukprn=""),
                name="ukprn_verified_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether anything of it may be public."""
        return self.state == OrganisationState.VERIFIED

    @property
    def is_employer(self) -> bool:
        """Whether it posts role profiles."""
        return self.kind == OrganisationKind.EMPLOYER
