"""The demo set's schools and colleges: invented, verified, marked in their names, each somewhere in England."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import OrganisationKind, OrganisationState
from accounts.models import Organisation
from ambassadors.demo.drawing import MARK, Place, World, miles_between, rng_for, texts, weighted
from ambassadors.demo.people import HOME
from ambassadors.models import SchoolPlace

_AROUND = 20  # miles: schools of the home region are within an ambassador's reach


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """A school with where it is; `organisation` is saved."""

    organisation: Organisation
    place: Place

    @property
    def staff(self) -> str:
        """The invented member of staff who stays present."""
        rng = rng_for("staff", self.organisation.slug)
        return f"{rng.choice(('Ms', 'Mr', 'Dr', 'Mx'))} {rng.choice(texts('names.json')['family'])}{MARK}"

    @property
    def safeguarding_lead(self) -> str:
        """The invented safeguarding lead."""
        return f"{rng_for('lead', self.organisation.slug).choice(texts('names.json')['family'])}{MARK}"


def make_schools(world: World, own: Organisation) -> dict[str, DemoSchool]:
    """The demo account's own school ("own") and the others by their number ("0", "1" ...); repeatable.

    Raises ValueError where a real organisation has a slug of theirs.
    """
    regions = sorted(world.by_region, key=lambda code: (code != HOME, code))
    home = home_of(world)
    found = {"own": DemoSchool(own, home)}
    for number, (name, kind, _phase) in enumerate(texts("names.json")["schools"]):
        region = regions[number % len(regions)]
        near = [one for one in world.by_region[region] if region != HOME or miles_between(one, home) <= _AROUND]
        place = weighted(rng_for("school", number), near)
        found[str(number)] = DemoSchool(_organisation(number, name, OrganisationKind(kind)), place)
    for school in found.values():
        SchoolPlace.objects.get_or_create(
            organisation=school.organisation,
            defaults=school.place.fields() | {"basis": "stated", "address": _address(school)},
        )
    return found


def home_of(world: World, outcode: str = "LS6") -> Place:
    """A fixed place for what the demo accounts belong to; any of its region where that outcode is not held."""
    home = world.by_region.get(HOME) or world.places
    return next((place for place in home if place.outcode == outcode), home[0])


def _organisation(number: int, name: str, kind: OrganisationKind) -> Organisation:
    slug = f"demo-visits-{number:02d}"
    known = Organisation.objects.filter(slug=slug).first()
    if known is not None and not known.is_demo:
        raise ValueError(f"{slug} is a real organisation")
    right = {"name": f"{name}{MARK}", "kind": kind, "state": OrganisationState.VERIFIED, "is_demo": True}
    return Organisation.objects.update_or_create(slug=slug, defaults=right)[0]


def _address(school: DemoSchool) -> str:
    return f"{school.organisation.name}, 1 Demo Lane, {school.place.outcode}"
