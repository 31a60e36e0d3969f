"""The people and things of the policy walk: somebody of each role, and of each kind of thing one own, one of a
colleague's, one of another organisation's and one that is not published."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import ROLES_OF_KIND, OrganisationKind
from accounts.models import (
    ApiToken,
    DataRequest,
    Invitation,
    Membership,
    Organisation,
    Report,
    User,
    Verification,
    hash_of,
    new_token,
)
from accounts.roles import ROLES, Held
from employers.actions.moderation import save_item
from employers.models import EncounterRequest, Opportunity, SubjectStatement
from evidence.models import ImportJob, Source
from tests.accounts.signing_in import with_two_step
from tests.contracts.policy_coordinate import coordinate_things
from tests.contracts.policy_own import own_things
from tests.contracts.policy_stories import story_things
from tests.contracts.policy_visits import visits_things
from tests.employers.builders import draft, published

STRANGER = "stranger"
PEOPLE = (STRANGER, *(role.name for role in ROLES))
OWN, SAME, OTHER, UNPUBLISHED = "own", "same organisation", "other organisation", "unpublished"
PUBLISHED = "published"  # by another organisation, for readers
_EMPLOYERS = ("employer_owner", "employer_member")
_KIND_OF = dict.fromkeys(_EMPLOYERS, OrganisationKind.EMPLOYER) | {
    "provider_member": OrganisationKind.UNIVERSITY,
    "teacher": OrganisationKind.SCHOOL,
    "careers_professional": OrganisationKind.SCHOOL,
    "leader": OrganisationKind.SCHOOL,
    "safeguarding_lead": OrganisationKind.SCHOOL,
}


@dataclass
class World:
    """Who there is and what there is; `things` by kind and relation, as the person of a role sees them."""

    role: str
    person: User | None
    colleague: User
    own: Organisation
    other: Organisation
    token: str = ""
    things: dict[Any, Any] = field(default_factory=dict)


def organisation(kind: str, slug: str, number: int) -> Organisation:
    codes: dict[str, str] = {"ukprn": f"1{number:07d}"}
    if kind == OrganisationKind.EMPLOYER:
        codes = {"identifier_kind": "company", "identifier": f"{number:08d}"}
    return Organisation.objects.create(name=slug.title(), slug=slug, kind=kind, state="verified", **codes)


def join(user: User, where: Organisation, role: str) -> Membership:
    return Membership.objects.create(user=user, organisation=where, role=role, state="active")


def somebody(name: str, *, two_step: bool = True) -> User:
    user = User.objects.create_user(f"{name}@example.org", display_name=name.title())
    if two_step:
        with_two_step(user)
    return user


def world_of(role: str) -> World:
    """A world around one person of a role (None for a stranger), who is in an organisation of a fitting kind."""
    kind = _KIND_OF.get(role, OrganisationKind.EMPLOYER)
    own, other = organisation(kind, "own-place", 1), organisation(kind, "other-place", 2)
    colleague, curator = somebody("colleague"), somebody("deciding-curator")
    curator.groups.add(Group.objects.get(name="curator"))
    person = None if role == STRANGER else somebody(f"person-{role}".replace("_", "-"))
    found = next((one for one in ROLES if one.name == role), None)
    if person and found and found.held is Held.MEMBERSHIP:
        join(person, own, role)
    elif person:
        person.groups.add(Group.objects.get(name=role))
    world = World(role, person, colleague, own, other)
    _employers_things(world, curator)
    _providers_things(world)
    world.things |= visits_things(world)
    world.things |= own_things(world)
    world.things |= story_things(world)
    world.things |= coordinate_things(world)
    _accounts_things(world)
    world.token = _token(person) if person else ""
    for relation, whose in ((OWN, person or colleague), (OTHER, curator)):
        world.things["token", relation] = whose.api_tokens.first() or _token_row(whose, relation)
    return world


def _token_row(whose: User, name: str) -> ApiToken:
    later = timezone.now() + timedelta(days=1)
    return whose.api_tokens.create(name=name, prefix=name[:8], token_hash=hash_of(name), expires_at=later)


def _token(person: User) -> str:
    """A token of the person's, though not every role may make one: whether it is of use is what is asked."""
    secret = new_token()
    later = timezone.now() + timedelta(days=1)
    person.api_tokens.create(name="walk", prefix=secret[:8], token_hash=hash_of(secret), expires_at=later)
    return secret


def _employers_things(world: World, curator: User) -> None:
    """Role profiles and opportunities: in the own organisation where it is an employer, else in some employer."""
    employer = world.own if world.own.is_employer else organisation("employer", "some-works", 3)
    rival = world.other if world.other.is_employer else organisation("employer", "rival-works", 4)
    theirs = somebody("rival-writer")
    join(world.colleague, employer, "employer_member")
    join(theirs, rival, "employer_owner")
    writer = world.person if world.person and world.role in _EMPLOYERS else world.colleague
    things: dict[Any, Any] = {
        "employer": employer,
        "rival": rival,
        ("profile", OWN): draft(employer, writer, title="Own draft"),
        ("profile", SAME): draft(employer, world.colleague, title="Draft of a colleague"),
        ("profile", OTHER): published(rival, theirs, curator, title="Published elsewhere"),
        ("profile", UNPUBLISHED): draft(rival, theirs, title="Draft elsewhere"),
    }
    for relation, place, by in ((OWN, employer, writer), (SAME, employer, world.colleague), (OTHER, rival, theirs)):
        things["opportunity", relation] = opportunity(place, by, relation)
    things["opportunity", UNPUBLISHED] = opportunity(rival, theirs, "unpublished")
    approve_at_once(things["opportunity", OTHER], curator)
    school = world.own if world.own.kind == OrganisationKind.SCHOOL else organisation("school", "some-school", 5)
    for relation, place in ((OWN, employer), (OTHER, rival)):
        things["encounter", relation] = EncounterRequest.objects.create(
            school=school,
            employer=place,
            asked_by=world.colleague,
            kind="visit",
            year_groups=[9],
            pupils=30,
            first_day=soon(),
            last_day=soon(),
        )
    things |= {(kind, PUBLISHED): things[kind, OTHER] for kind in ("profile", "opportunity")}
    world.things |= things


def opportunity(place: Organisation, by: User, title: str) -> Opportunity:
    """A draft of an insight day."""
    item = Opportunity(organisation=place, slug=slugify(title), kind="insight_day")
    return save_item(item, by=by, version=None, changes={"title": title.title()}, children={})


def approve_at_once(item: Opportunity, curator: User) -> None:
    """Publish without the rules of handing in, which are not what is asked here."""
    item.get_latest_revision().publish(user=curator, skip_permission_checks=True)


def _providers_things(world: World) -> None:
    """Statements: in the own university where it is one, else in some university."""
    own = world.own if world.own.kind == OrganisationKind.UNIVERSITY else organisation("university", "some-uni", 6)
    other = world.other if world.other.kind == OrganisationKind.UNIVERSITY else organisation("university", "uni-2", 7)
    join(world.colleague, own, "provider_member")
    theirs = somebody("other-provider")
    join(theirs, other, "provider_member")
    writer = world.person if world.person and world.role == "provider_member" else world.colleague
    world.things |= {"university": own, "elsewhere": other}
    for number, (relation, place, by) in enumerate(
        ((OWN, own, writer), (SAME, own, world.colleague), (OTHER, other, theirs), (UNPUBLISHED, other, theirs))
    ):
        item = SubjectStatement(organisation=place, degree_subject="CAH11-01-01", course=f"Course {number}")
        world.things["statement", relation] = save_item(item, by=by, version=None, changes={}, children={})


def _accounts_things(world: World) -> None:
    """What the pages of organisations, data requests and the desk name by number."""
    later = timezone.now() + timedelta(days=9)
    leads = ROLES_OF_KIND[world.own.kind]
    stranger = somebody("somebody-else")
    for relation, place in ((OWN, world.own), (OTHER, world.other)):
        membership = join(somebody(f"member-{relation}".replace(" ", "-")), place, leads[1])
        world.things["membership", relation] = membership
        world.things["invitation", relation] = Invitation.objects.create(
            organisation=place, email="new@example.org", role=leads[1], token_hash=relation, expires_at=later
        )
        whose = (world.person or world.colleague) if relation == OWN else stranger
        world.things["request", relation] = DataRequest.objects.create(
            subject=whose, subject_number=whose.pk, kind="copy", due_on=soon()
        )
    world.things["verification"] = Verification.objects.create(
        organisation=world.other, membership=world.things["membership", OTHER], email="head@example.org"
    )
    world.things["report"] = Report.objects.create(
        target_kind="organisation", target_id="1", target_title="Example", path="/", reason="wrong"
    )
    world.things["import job"] = ImportJob.objects.create(
        source=Source.objects.order_by("pk")[0], asked_at=timezone.now(), touched_at=timezone.now()
    )


def soon() -> date:
    return timezone.localdate() + timedelta(days=30)
