"""What the examples of addresses name on the ambassadors' side: an encounter that can be booked, number 1."""

from __future__ import annotations

from accounts.models import Organisation
from tests.contracts.policy_visits import offer_of


def example() -> None:
    """An offer of a university, with a time ahead."""
    facts = {"kind": "university", "ukprn": "10099999", "state": "verified"}
    university = Organisation.objects.create(name="Example University", slug="example-university", **facts)
    offer_of(university, pk=1)
