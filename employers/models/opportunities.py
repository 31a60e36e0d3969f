"""Opportunities: placements, work experience, T Level placements, insight days, apprenticeship vacancies."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.enums import OrganisationState
from accounts.models import Organisation
from employers.enums import OpportunityKind, PayPeriod
from employers.models.entries import Site
from employers.models.moderated import TRAIL, Moderated, ModeratedQuerySet
from employers.models.profiles import RoleProfile


class OpportunityQuerySet(ModeratedQuerySet):
    """Reads of opportunities."""

    def still_open(self, today: date) -> Self:
        """Those that people can still apply to, up to and on the last day; without a last day always."""
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=today))


@audited(only=TRAIL)
class Opportunity(Moderated):
    """Something an employer offers for a time. Ages are whole years at the start; money as in a role profile.

    What the safety of under-18s needs (insurance, a young person's risk assessment, a supervisor, a safeguarding
    contact) is for schools, providers and curators; readers are told only that it is in place.
    """

    kind = models.CharField(max_length=18, choices=OpportunityKind.choices)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=100)
    about = models.TextField(_("what happens"), max_length=3000, blank=True, default="")
    profile = models.ForeignKey(RoleProfile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    soc2020 = models.CharField(max_length=4, db_collation="C", blank=True, default="")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_remote = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    min_age = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(11)])
    max_age = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(99)])
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    total_hours = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of a T Level placement.")
    tlevel_specialism = models.CharField(max_length=12, blank=True, default="")
    is_early_years = models.BooleanField(
        default=False, help_text=_("A T Level of early years education, whose placement is longer.")
    )
    is_shared = models.BooleanField(
        default=False, help_text=_("The provider has arranged the rest of the placement with another employer.")
    )
    is_part_of_course = models.BooleanField(
        default=False, help_text=_("A college or university course requires the placement.")
    )
    only_watching = models.BooleanField(default=False, help_text=_("People watch others work and do no work."))
    standard = models.CharField(max_length=6, blank=True, default="", db_collation="C")
    pay_low = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_high = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_period = models.CharField(max_length=5, choices=PayPeriod.choices, default=PayPeriod.HOUR)
    is_unpaid = models.BooleanField(default=False)
    expenses = models.CharField(max_length=200, blank=True, default="")
    apply_address = models.URLField(_("where to apply"), max_length=300, blank=True, default="")
    apply_words = models.CharField(_("how to apply"), max_length=400, blank=True, default="")
    has_insurance = models.BooleanField(default=False)
    has_risk_assessment = models.BooleanField(default=False)
    supervisor = models.CharField(max_length=120, blank=True, default="", help_text="A role, not a name.")
    safeguarding_contact = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar[Any] = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="opportunity_slug_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="opportunity_dates_in_order",
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=F("max_age")),
                name="opportunity_ages_in_order",
                violation_error_message=_("The lowest age is above the highest."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_under_18(self) -> bool:
        """Whether somebody under 18 could take part."""
        return self.min_age is None or self.min_age < 18

    def is_open(self, today: date) -> bool:
        """Whether readers see it and can still apply."""
        return self.is_published(today) and (self.closes_on is None or self.closes_on >= today)


class HostApprovalQuerySet(models.QuerySet["HostApproval"]):
    """Reads of approvals."""

    def standing(self) -> Self:
        """Approvals of the version that readers see: not taken back, not older than it, of a verified host.

        Who approved an earlier version has not seen what has changed since.
        """
        return self.filter(
            withdrawn_at=None,
            approved_at__gte=F("opportunity__last_published_at"),
            organisation__state=OrganisationState.VERIFIED,
        )


@audited()
class HostApproval(models.Model):
    """A school's or provider's word that its under-18s may take part in an opportunity."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="approvals")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = HostApprovalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "organisation"], name="host_approval_once")]

    def __str__(self) -> str:
        return f"organisation {self.organisation_id} approves opportunity {self.opportunity_id}"
