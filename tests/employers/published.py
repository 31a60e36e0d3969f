"""Employers with something published, made straight in the database: for tests of what readers see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from accounts.models import Membership, Organisation, User
from employers.models import (
    EmployerEntry,
    Opportunity,
    PreferredQualification,
    ProfileSite,
    ProfileWayIn,
    RoleProfile,
    Site,
)
from tests.employers.opportunity_builders import an_advert

TODAY = date(2026, 11, 22)
MATHS = ("gcse", "gcse:maths")
Asked = tuple[str, str, str]
# (outcode, local authority, region)
BIRMINGHAM = ("B4", "E08000025", "E12000005")
LEEDS = ("LS1", "E08000035", "E12000003")


def employer(slug: str, *, at: tuple[str, str, str] = BIRMINGHAM, sectors: tuple[str, ...] = ("C28",), **kept: Any):
    """A verified employer with an entry and one site."""
    usual = {"name": f"{slug.title()} Ltd", "kind": "employer", "state": "verified", "is_demo": True}
    organisation = Organisation.objects.create(slug=slug, **{**usual, **kept})
    EmployerEntry.objects.create(
        organisation=organisation, size="small", sectors=list(sectors), statement="We make things.", live=True
    )
    outcode, area, region = at
    Site.objects.create(
        organisation=organisation, name="Works", postcode=outcode, outcode=outcode, area=area, region=region
    )
    return organisation


def profile(organisation: Organisation, soc2020: str = "5223", *asked: Asked, **kept: Any) -> RoleProfile:
    """A published role profile at the employer's first site; `asked` are (kind, subject, weight)."""
    number = organisation.roleprofiles.count() + 1
    fields = {
        "title": f"Role {number}",
        "slug": f"role-{number}",
        "what_you_do": "You make things.",
        "pay_low": 30000,
        "pay_high": 37000,
        "pay_basis": "usual",
        "hours_per_week": 37,
        "confirmed_until": date(2027, 11, 22),
        "live": True,
    }
    made = RoleProfile.objects.create(organisation=organisation, soc2020=soc2020, **{**fields, **kept})
    ProfileSite.objects.create(profile=made, site=organisation.sites.first())
    ProfileWayIn.objects.create(profile=made, kind="apprenticeship", reference="ST0152")
    for order, (kind, subject, weight) in enumerate(asked):
        PreferredQualification.objects.create(profile=made, kind=kind, subject=subject, weight=weight, sort_order=order)
    return made


def several(count: int, *asked: Asked, prefix: str = "firm", soc2020: str = "5223", **kept: Any) -> None:
    """So many employers, each with one profile that asks for the same."""
    for number in range(count):
        profile(employer(f"{prefix}-{number}", **kept), soc2020, *asked)


def member(organisation: Organisation, role: str, name: str) -> User:
    """An active member of an organisation."""
    user = User.objects.create_user(f"{name}@example.org", "a long enough passphrase", display_name=name.title())
    Membership.objects.create(user=user, organisation=organisation, role=role, state="active")
    return user


def example() -> None:
    """What the examples of addresses name: an employer, its logo, its role profile and opportunity, both number 1."""
    organisation = employer("an-employer")
    profile(organisation, "5223", (*MATHS, "essential"), pk=1, title="A role", slug="a-role")
    Opportunity.objects.create(
        pk=1, organisation=organisation, kind="insight_day", title="A day", slug="a-day", live=True
    )
    an_advert()
    picture = Path(settings.MEDIA_ROOT) / "logos" / "example.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (2, 2)).save(picture)
    EmployerEntry.objects.filter(organisation=organisation).update(logo="logos/example.webp")
