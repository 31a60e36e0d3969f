"""Role profiles: what a role at an employer is like, what it asks for, how people come into it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from accounts.audit import audited
from employers.enums import Access, Pattern, PayBasis, PayPeriod, PreferredKind, WayIn, Weight, WorkPlace
from employers.models.entries import Site
from employers.models.moderated import TRAIL, Moderated


class Preferred(models.Model):
    """One qualification that somebody states, and what they make of it.

    `subject` is a code of ours where the kind has one (a school subject, a T Level specialism's number, a
    standard's reference, a CAH subject), otherwise words.
    """

    kind = models.CharField(max_length=16, choices=PreferredKind.choices)
    subject = models.CharField(max_length=80, blank=True, default="")
    grade = models.CharField(max_length=20, blank=True, default="")
    level = models.CharField(max_length=2, blank=True, default="", help_text=_("E or 1 to 8."))
    weight = models.CharField(max_length=10, choices=Weight.choices)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ("sort_order", "pk")


@audited(only=TRAIL)
class RoleProfile(Moderated):
    """A role as an employer describes it. Money is pounds before tax, by `pay_period`."""

    title = models.CharField(_("title of the role"), max_length=120)
    slug = models.SlugField(max_length=100, help_text="Part of its address; does not change.")
    soc2020 = models.CharField(max_length=4, db_collation="C", blank=True, default="", help_text="Its unit group.")
    what_you_do = models.TextField(_("what you would do"), max_length=3000, blank=True, default="")
    day_in_the_role = models.TextField(_("a day in the role"), max_length=3000, blank=True, default="")
    pay_low = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_high = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    pay_period = models.CharField(max_length=5, choices=PayPeriod.choices, default=PayPeriod.YEAR)
    pay_basis = models.CharField(max_length=10, choices=PayBasis.choices, blank=True, default="")
    hours_per_week = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    pattern = ArrayField(models.CharField(max_length=12, choices=Pattern.choices), default=list, blank=True)
    place = models.CharField(max_length=14, choices=WorkPlace.choices, default=WorkPlace.ON_SITE)
    progression = models.TextField(_("where it leads"), max_length=1500, blank=True, default="")
    registrations = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, help_text="Titles of professional registration."
    )
    accessibility = ArrayField(models.CharField(max_length=24, choices=Access.choices), default=list, blank=True)
    accessibility_note = models.TextField(max_length=600, blank=True, default="")
    flexible_note = models.TextField(max_length=600, blank=True, default="")
    is_technical = models.BooleanField(_("a technical role"), default=False)
    visibility = models.TextField(max_length=600, blank=True, default="")
    recognition = models.TextField(max_length=600, blank=True, default="")
    career_development = models.TextField(max_length=600, blank=True, default="")
    sustainability = models.TextField(max_length=600, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="role_profile_slug_once"),
            models.CheckConstraint(
                condition=Q(pay_low=None) | Q(pay_high=None) | Q(pay_low__lte=F("pay_high")),
                name="role_profile_pay_in_order",
                violation_error_message=_("The lower end of the pay is above the upper end."),
            ),
        ]
        indexes = [models.Index(fields=["soc2020"])]

    def __str__(self) -> str:
        return self.title


class ProfileSite(models.Model):
    """A site at which the role is done."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="profile_sites")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"site {self.site_id}"


class PreferredQualification(Preferred):
    """A qualification that the employer states for the role."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="preferred")

    class Meta(Preferred.Meta):
        indexes = [models.Index(fields=["kind", "subject"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.weight}"


class ProfileSkill(models.Model):
    """A skill that the role needs, in a few words."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=80)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.name


class ProfileWayIn(models.Model):
    """A way by which the employer really recruits into the role; `reference` as for preferred qualifications."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="ways_in")
    kind = models.CharField(max_length=18, choices=WayIn.choices)
    reference = models.CharField(max_length=12, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class ProfileLink(models.Model):
    """An address where the employer says more."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(max_length=100)
    address = models.URLField(max_length=300)

    def __str__(self) -> str:
        return self.title


class ProfilePhoto(models.Model):
    """A photograph of the work, with words for those who cannot see it."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="photos")
    image = models.ImageField(upload_to="profiles/")
    alternative = models.CharField(_("what it shows"), max_length=200)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.alternative
