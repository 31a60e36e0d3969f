"""From an opportunity as its writers have it to what keeps it from being handed in, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from employers.enums import OpportunityKind
from employers.rules.minimum_pay import PayOffer, pay_problem, unpaid_problem
from employers.rules.opportunities import Offer, Problem, Safeguards, opportunity_problems
from employers.text.shapes import PayPer
from foundation.feedback import without_contact_details
from lmi.models import OccupationGroup

if TYPE_CHECKING:
    from employers.models import Opportunity

# What is offered to people who have chosen an occupation; a day to look round belongs to none.
_OF_AN_OCCUPATION = (OpportunityKind.VACANCY, OpportunityKind.PLACEMENT, OpportunityKind.T_LEVEL_PLACEMENT)
_TITLED_NAME = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof)\b\.?\s+[A-Z]", re.IGNORECASE)


def item_problems(item: Opportunity, *, today: date) -> tuple[Problem, ...]:
    """Everything but wording that stops this version from being handed in; empty when nothing does.

    The rules and their sources stand in `employers.rules.opportunities` and `minimum_pay`.
    """
    return (*_said(item), *_rules(item, today), *_pay(item, today))


def offer_of(item: Opportunity) -> Offer:
    """The facts of an opportunity that the rules read; one SQL statement, for its approvals."""
    return Offer(
        kind=OpportunityKind(item.kind),
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        closes_on=item.closes_on,
        min_age=item.min_age,
        max_age=item.max_age,
        total_hours=None if item.total_hours is None else Decimal(item.total_hours),
        hours_per_week=item.hours_per_week,
        is_early_years=item.is_early_years,
        is_shared=item.is_shared,
        apply_address=item.apply_address,
        safeguards=Safeguards(
            has_insurance=item.has_insurance,
            has_risk_assessment=item.has_risk_assessment,
            supervisor=item.supervisor,
            safeguarding_contact=item.safeguarding_contact,
            is_approved_by_provider=_approved(item),
        ),
    )


def _approved(item: Opportunity) -> bool | None:
    """None before any school or provider was asked; False once all that approved have taken it back."""
    withdrawn = list(item.approvals.values_list("withdrawn_at", flat=True)) if item.pk else []
    return any(day is None for day in withdrawn) if withdrawn else None


def _said(item: Opportunity) -> Iterator[Problem]:
    if item.site_id is None and not item.is_remote:
        yield Problem("site", _("Choose the site, or say that it is done from home or online."))
    if item.kind in _OF_AN_OCCUPATION and not OccupationGroup.objects.units().filter(code=item.soc2020).exists():
        yield Problem("soc2020", _("Choose the occupation that it belongs to."))
    if item.closes_on is None:
        yield Problem("closes_on", _("Give the last day to apply: it is taken off the list after that day."))
    if not item.apply_address and not item.apply_words.strip():
        yield Problem("apply_address", _("Give the address where people apply, or say how they do."))
    named = _TITLED_NAME.search(item.supervisor) or "@" in item.supervisor
    if named or without_contact_details(item.supervisor) != " ".join(item.supervisor.split()):
        yield Problem("supervisor", _("Give a role, such as “workshop supervisor”: no name, number or address."))


def _rules(item: Opportunity, today: date) -> Iterator[Problem]:
    for problem in opportunity_problems(offer_of(item), today=today):
        # Without an address people apply as the words say.
        if problem.field != "apply_address" or item.apply_address:
            yield problem


def _pay(item: Opportunity, today: date) -> Iterator[Problem]:
    if item.is_unpaid:
        weeks = None
        if item.starts_on and item.ends_on:
            weeks = Decimal((item.ends_on - item.starts_on).days + 1) / 7
        said = unpaid_problem(
            OpportunityKind(item.kind),
            max_age=item.max_age,
            is_part_of_course=item.is_part_of_course,
            only_watching=item.only_watching,
            weeks=weeks,
        )
        if said:
            yield Problem("is_unpaid", said)
        if item.pay_low is not None or item.pay_high is not None:
            yield Problem("pay_low", _("Take the pay out, or the tick that says it is unpaid."))
        return
    low = item.pay_low if item.pay_low is not None else item.pay_high
    high = item.pay_high if item.pay_high is not None else item.pay_low
    if low is None or high is None:
        yield Problem("pay_low", _("Give the pay, or say that it is unpaid."))
        return
    too_low = pay_problem(
        PayOffer(low, high, PayPer(item.pay_period)),
        item.hours_per_week,
        item.min_age,
        item.kind == OpportunityKind.VACANCY,
        item.starts_on or today,
        max_age=item.max_age,
    )
    if too_low:
        yield Problem("pay_low", too_low)
