"""What may be written of role profiles and opportunities: every field and row, and nothing else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from accounts.api.body import Body, Flag, Number, Text, Whole, names_of
from employers.actions.profiles import MOST_ROWS
from employers.enums import (
    Access,
    OpportunityKind,
    Pattern,
    PayBasis,
    PayPeriod,
    PreferredKind,
    WayIn,
    Weight,
    WorkPlace,
)
from employers.models import Moderated
from evidence.api.schema import one_of

MOST_NUMBER = 2**31 - 1


def _text(longest: int, about: Any = None, **options: Any) -> Text:
    return Text(max_length=longest, allow_blank=True, required=False, help_text=about, **options)


def _words(values: Any, about: Any = None, **options: Any) -> s.ChoiceField:
    return one_of(values, required=False, help_text=about, **options)


def _several(values: Any, most: int = 20) -> s.ListField:
    return s.ListField(child=one_of(values), max_length=most, required=False)


class SiteRow(Body):
    """A site of the organisation, by its number in me/sites/."""

    site = Whole(min_value=1, max_value=MOST_NUMBER)


class PreferredRow(Body):
    """A qualification that is asked for, and what the employer makes of it."""

    kind = one_of(PreferredKind.values)
    subject = _text(
        80,
        _("A code where the kind has one (a school subject, a T Level specialism, a standard, CAH), else words."),
    )
    grade = _text(20)
    level = _text(2, _("E or 1 to 8."))
    weight = one_of(Weight.values)


class SkillRow(Body):
    """A skill in a few words."""

    name = Text(max_length=80)


class WayInRow(Body):
    """A way by which the employer really recruits."""

    kind = one_of(WayIn.values)
    reference = _text(12, _("A standard, a T Level specialism or a CAH subject, by its code."))
    note = _text(200)


class LinkRow(Body):
    """An address where the employer says more."""

    title = Text(max_length=100)
    address = s.URLField(max_length=300)


def _rows(row: Any) -> Any:
    return row(many=True, required=False, max_length=MOST_ROWS)


class RoleProfileChanges(Body):
    """Fields and lists of a role profile that are changed; a list that is given replaces the old one."""

    title = Text(max_length=120, required=False)
    soc2020 = _text(4, _("Code of the unit group of SOC 2020."))
    what_you_do = _text(3000)
    day_in_the_role = _text(3000)
    pay_low = Number(9, 2, allow_null=True, required=False, min_value=0, help_text=_("Pounds before tax."))
    pay_high = Number(9, 2, allow_null=True, required=False, min_value=0)
    pay_period = _words(PayPeriod.values)
    pay_basis = _words([*PayBasis.values, ""])
    hours_per_week = Number(4, 1, allow_null=True, required=False, min_value=1, max_value=60)
    pattern = _several(Pattern.values)
    place = _words(WorkPlace.values)
    progression = _text(1500)
    registrations = s.ListField(child=Text(max_length=30), max_length=20, required=False)
    accessibility = _several(Access.values)
    accessibility_note = _text(600)
    flexible_note = _text(600)
    is_technical = Flag(required=False)
    visibility = _text(600)
    recognition = _text(600)
    career_development = _text(600)
    sustainability = _text(600)
    sites = _rows(SiteRow)
    preferred = _rows(PreferredRow)
    skills = _rows(SkillRow)
    ways_in = _rows(WayInRow)
    links = _rows(LinkRow)


class RoleProfileContent(RoleProfileChanges):
    """All of a role profile: what is left out is emptied, photographs stay."""

    title = Text(max_length=120)


class NewRoleProfile(RoleProfileContent):
    """A first version; it may be half-empty until it is handed in."""

    organisation = Text(max_length=80, help_text=_("Slug of the organisation, from me/."))


class Day(s.DateField):
    """A date as 2027-03-01."""

    def to_internal_value(self, value: Any) -> Any:
        """The date; raises ValidationError for other than text."""
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


def _day(about: Any) -> Day:
    return Day(required=False, allow_null=True, help_text=about, input_formats=["%Y-%m-%d"])


def _count(least: int, most: int, about: Any = None) -> Whole:
    return Whole(required=False, allow_null=True, min_value=least, max_value=most, help_text=about)


def _pounds() -> Number:
    return Number(9, 2, allow_null=True, required=False, min_value=0, help_text=_("Pounds before tax."))


class OpportunityChanges(Body):
    """Fields of an opportunity that are changed. For under-18s the last four are needed before it is handed in."""

    kind = _words(OpportunityKind.values)
    title = Text(max_length=120, required=False)
    about = _text(3000)
    profile = _count(1, MOST_NUMBER, _("Number of a role profile of the same organisation."))
    soc2020 = _text(4, _("Code of the unit group of SOC 2020; of the role profile where it is left out."))
    site = _count(1, MOST_NUMBER, _("Number of a site, from me/sites/."))
    is_remote = Flag(required=False)
    starts_on = _day(_("First day."))
    ends_on = _day(_("Last day."))
    closes_on = _day(_("Last day to apply."))
    places = _count(1, 32767)
    min_age = _count(11, 99, _("In whole years at the start."))
    max_age = _count(11, 99)
    hours_per_week = Number(4, 1, allow_null=True, required=False, min_value=0)
    total_hours = _count(1, 32767, _("Of a T Level placement."))
    tlevel_specialism = _text(12)
    is_early_years = Flag(required=False)
    is_shared = Flag(required=False)
    is_part_of_course = Flag(required=False)
    only_watching = Flag(required=False)
    standard = _text(6, _("Reference of an apprenticeship standard."))
    pay_low = _pounds()
    pay_high = _pounds()
    pay_period = _words(PayPeriod.values)
    is_unpaid = Flag(required=False)
    expenses = _text(200)
    apply_address = s.URLField(max_length=300, required=False, allow_blank=True)
    apply_words = _text(400)
    has_insurance = Flag(required=False)
    has_risk_assessment = Flag(required=False)
    supervisor = _text(120, _("A role, not a name."))
    safeguarding_contact = _text(200, _("Never shown to readers."))


class OpportunityContent(OpportunityChanges):
    """All of an opportunity: what is left out is emptied."""

    kind = one_of(OpportunityKind.values)
    title = Text(max_length=120)


class NewOpportunity(OpportunityContent):
    """A first version; it may be half-empty until it is handed in."""

    organisation = Text(max_length=80, help_text=_("Slug of the organisation, from me/."))


LISTS = ("sites", "preferred", "skills", "ways_in", "links")


def parted(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Fields and lists of a checked body, as the actions take them."""
    lists = {name: [dict(row) for row in values.pop(name)] for name in LISTS if name in values}
    return values, lists


def whole(model: type[Moderated], changes: type[Body], values: dict[str, Any]) -> dict[str, Any]:
    """A checked body of everything: what is left out stands at its beginning."""
    empty: dict[str, Any] = {}
    for name in names_of(changes):
        field: Any = None if name in LISTS else model._meta.get_field(name)
        empty[name] = field.get_default() if field else []
    return {**empty, **values}
