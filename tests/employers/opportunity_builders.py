"""Opportunities for tests, made by the actions that the site uses."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.models import Membership, Organisation, User
from employers.actions.moderation import approve_item, submit_item
from employers.actions.opportunities import save_opportunity
from employers.models import Opportunity, Site, Vacancy
from evidence.models import Release
from tests.employers.builders import person, site

TODAY = date.today()
_urns = count(900001)
CONTACT = "Designated lead, reception desk two"
ABOUT = (
    "You watch a pour from the safe line, make a mould of your own and talk with the people who work here every day."
)
WORK_EXPERIENCE: dict[str, Any] = {
    "kind": "work_experience",
    "title": "A week in the foundry",
    "about": ABOUT,
    "starts_on": TODAY + timedelta(days=60),
    "ends_on": TODAY + timedelta(days=64),
    "closes_on": TODAY + timedelta(days=30),
    "places": 2,
    "min_age": 14,
    "max_age": 15,
    "hours_per_week": 30,
    "is_unpaid": True,
    "apply_words": "Ask your careers adviser to write to us.",
    "has_insurance": True,
    "has_risk_assessment": True,
    "supervisor": "Workshop supervisor",
    "safeguarding_contact": CONTACT,
}
APPRENTICESHIP = WORK_EXPERIENCE | {
    "kind": "vacancy",
    "title": "Foundry apprentice",
    "soc2020": "5212",
    "ends_on": TODAY + timedelta(days=800),
    "min_age": 16,
    "max_age": None,
    "hours_per_week": 37,
    "is_unpaid": False,
    "pay_low": 12,
    "pay_high": 13,
    "pay_period": "hour",
    "apply_address": "https://works.example/apply",
}
T_LEVEL = WORK_EXPERIENCE | {
    "kind": "t_level_placement",
    "title": "T Level placement in the test laboratory",
    "soc2020": "3112",
    "min_age": 16,
    "max_age": 19,
    "is_part_of_course": True,
    "ends_on": TODAY + timedelta(days=200),
    "total_hours": 315,
}
FOR_ADULTS = APPRENTICESHIP | {
    "title": "Adult placement",
    "kind": "placement",
    "min_age": 18,
    "pay_low": 20,
    "pay_high": 20,
}


def an_opportunity(
    organisation: Organisation, by: User, given: dict[str, Any] = WORK_EXPERIENCE, **more: Any
) -> Opportunity:
    """One that could be handed in."""
    place = Site.objects.filter(organisation=organisation).first() or site(organisation, by)
    changes = {"site": place.pk, **given, **more}
    return save_opportunity(by=by, organisation=organisation, changes=changes)


def published_opportunity(
    organisation: Organisation, by: User, curator: User, given: dict[str, Any] = WORK_EXPERIENCE, **more: Any
) -> Opportunity:
    item = an_opportunity(organisation, by, given, **more)
    submit_item(by=by, item=item)
    return approve_item(by=curator, item=item)


def an_advert(reference: str = "9900000102") -> Vacancy:
    """An open advert of the national service, in an edition of its own."""
    release = Release.objects.create(
        key=f"apprenticeship-vacancies-{reference}",
        source_id="apprenticeship-vacancies",
        edition="Today",
        period="Today",
        status="final",
        state="published",
        checksum=reference,
    )
    return Vacancy.objects.create(
        release=release,
        reference=reference,
        title="Invented advert",
        employer="Invented Works (test)",
        course="Software developer (level 4)",
        level=4,
        wage_kind="Custom",
        wage_unit="Annually",
        pay_low=18000,
        pay_high=18000,
        posted_on=TODAY,
        closes_on=TODAY + timedelta(days=30),
        outcodes=["B4"],
        addresses=["Exampleton, B4"],
    )


def school(name: str = "Example School", *, kind: str = "school", state: str = "verified") -> Organisation:
    slug, urn = name.casefold().replace(" ", "-"), f"{next(_urns):06d}"
    return Organisation.objects.create(name=name, slug=slug, kind=kind, state=state, urn=urn)


def adviser(organisation: Organisation, role: str = "careers_professional") -> User:
    user = person(role)
    Membership.objects.create(organisation=organisation, user=user, role=role, state="active")
    return user
