"""The demo set of the ambassadors' scheme: 2,000 invented people, 40 invented schools, 60 requests in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TypeVar

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import MembershipRole, MembershipState, OrganisationKind
from accounts.models import Organisation, User
from ambassadors.demo import after, beside, checks, moving, people, twins
from ambassadors.demo.asking import Asked, Asker
from ambassadors.demo.choosing import Chooser
from ambassadors.demo.drawing import World, jobs, read_world, texts
from ambassadors.demo.schools import DemoSchool, home_of, make_schools
from ambassadors.enums import Standing, VettingKind
from ambassadors.models import (
    Ambassador,
    Availability,
    ConcernNote,
    DuplicatePair,
    MessageTemplate,
    Observation,
    RequestWindow,
    Scheme,
    SchemeMembership,
    Story,
    Training,
    TrainingModule,
    VettingDecision,
    Visit,
    VisitFeedback,
    VisitMessage,
    VisitRequest,
)
from ambassadors.rules.days import LONDON
from ambassadors.rules.vetting import scheme_value

PEOPLE = 2000
_BATCH = 500
# Accounts of the demo set by what they do here; portal.demo makes them.
ACCOUNTS = {
    "me": "ambassador",
    "coordinator": "coordinator",
    "alternate": "coordinator-2",
    "teacher": "teacher",
    "curator": "curator",
    "provider": "provider-member",
}
SCHOOLS_WRITER = "schools"
Say = Callable[[str], None]
Row = TypeVar("Row")


class DemoRefusedError(Exception):
    """This is no demonstration site, or an account that the demo set needs is missing."""


@dataclass(frozen=True)
class _Set:
    """What the loading goes on with."""

    world: World
    staff: dict[str, User]
    schools: dict[str, DemoSchool]
    now: datetime
    size: int


def load_demo_ambassadors(
    *,
    accounts: Mapping[str, User],
    domain: str,
    now: datetime,
    size: int | None = None,
    say: Say = lambda _words: None,
) -> int:
    """Make the demo set, or bring its dates up to today; returns how many demo ambassadors there are.

    Repeatable; one transaction. `accounts` are the demo accounts by their names (ACCOUNTS). Nothing is mailed. Raises
    DemoRefusedError outside demo mode and without those accounts.
    """
    if not settings.DEMO:
        raise DemoRefusedError(_("Demo ambassadors are made only where DEMO is on."))
    if missing := sorted(set(ACCOUNTS.values()) - set(accounts)):
        raise DemoRefusedError(_("Demo accounts are missing: %(names)s") % {"names": ", ".join(missing)})
    staff = {part: accounts[name] for part, name in ACCOUNTS.items()} | {"schools": _writer(domain)}
    with transaction.atomic(), pghistory.context(source="load_demo"):
        first = Ambassador.objects.filter(is_demo=True).order_by("pk").first()
        if first is None:
            size = size or PEOPLE
            say(_("Demo ambassadors: drawing %(number)d invented people") % {"number": size})
            _make(staff, now.astimezone(LONDON), size, say)
        else:
            _bring_up_to_date(staff, first, now, say)
        _restore(staff)
    return Ambassador.objects.filter(is_demo=True).count()


def _make(staff: dict[str, User], now: datetime, size: int, say: Say) -> None:
    world = read_world()
    own = _organisation_of(staff["teacher"], MembershipRole.TEACHER)
    made = _Set(world, staff, make_schools(world, own), now, size)
    found = _people(made)
    decisions = _save_people(made, found)
    say(_("Demo ambassadors: schools, requests and visits"))
    visits = _ask(made, found, decisions)
    _after(made, visits)
    _beside(made, found)


def _people(made: _Set) -> dict[int, Ambassador]:
    """Everybody by number, not saved yet: those whom the demo set needs first, then as many as are wanted."""
    today = made.now.date()
    employers = Organisation.objects.filter(is_demo=True, kind=OrganisationKind.EMPLOYER).order_by("slug")
    crowd = people.Crowd(made.world, today, list(employers))
    found = {0: people.demo_ambassador(crowd, made.staff["me"], home_of(made.world, "LS8"))}
    found[people.BARRED.start] = crowd.person(people.BARRED.start, place=made.schools["16"].place, yearly_limit=12)
    adults = [crowd.person(number) for number in range(1, 1 + len(people.MINORS))]
    found |= dict(enumerate(adults, start=1))
    for number, companion in zip(people.MINORS, adults, strict=True):
        found[number] = crowd.minor(number, companion)
    by_code = {job.soc2020: job for job in jobs()}
    for number, story in enumerate(texts("stories.json"), start=people.STORIES):
        routes = list(dict.fromkeys(kind for kind, _age, _words in story["steps"]))
        job = by_code[story["soc"]]
        found[number] = crowd.person(number, job=job, job_title=story["role"], routes=routes, route_references=[])
    found |= dict(twins.twins(crowd, made.world))
    for number in range(made.size):
        if number not in found:
            found[number] = crowd.person(number)
    return dict(sorted(found.items()))


def _save_people(made: _Set, found: dict[int, Ambassador]) -> list[VettingDecision]:
    """Save everybody with what belongs to them; returns the decisions. Companions are saved before who needs them."""
    today = made.now.date()
    grown = [one for one in found.values() if one.companion is None]
    Ambassador.objects.bulk_create(grown, batch_size=_BATCH)
    Ambassador.objects.bulk_create([one for one in found.values() if one.companion is not None])
    schemes = {scheme.slug: scheme for scheme in Scheme.objects.all()}
    modules = list(TrainingModule.objects.all())
    months = scheme_value("recheck-months", today)
    kept = {0: VettingKind.DBS_ENHANCED_BARRED, people.BARRED.start: VettingKind.DBS_ENHANCED_BARRED}
    kept |= dict.fromkeys([*range(1, 1 + len(people.MINORS)), *people.MINORS], VettingKind.DBS_ENHANCED)
    decisions = [
        decision
        for number, one in found.items()
        for decision in checks.decisions_of(
            number, one, by=made.staff["coordinator"], today=today, months=months, keep=kept.get(number, "")
        )
    ]
    VettingDecision.objects.bulk_create(decisions, batch_size=_BATCH)
    Training.objects.bulk_create(_each(found, lambda n, one: checks.training_of(n, one, modules, today=today)))
    Availability.objects.bulk_create(_each(found, lambda n, one: people.availability_of(n, one, today)))
    SchemeMembership.objects.bulk_create(_each(found, lambda n, one: people.memberships_of(n, one, schemes)))
    return decisions


def _each(found: dict[int, Ambassador], rows_of: Callable[[int, Ambassador], Iterable[Row]]) -> list[Row]:
    return list(chain.from_iterable(rows_of(number, one) for number, one in found.items()))


def _ask(made: _Set, found: dict[int, Ambassador], decisions: list[VettingDecision]) -> list[Visit]:
    """Save the table of requests with its windows and visits; the database refuses visits that cannot be."""
    named = {
        "me": [found[0]],
        "barred": [found[people.BARRED.start]],
        "minor": [found[number] for number in people.MINORS if found[number].standing == Standing.ACTIVE],
    }
    kept = {*range(1, 1 + len(people.MINORS)), *range(people.STORIES, twins.COPY + twins.PAIRS)}
    free = [one for number, one in found.items() if number not in kept]
    chooser = Chooser(free, decisions, named, made.now.date())
    asked: Asked = Asker(made.schools, chooser, made.staff, made.now).all()
    changed = list(chooser.changed.values())
    Ambassador.objects.bulk_update(changed, ["activities", "phases", "in_person", "online", "travel_miles"])
    VisitRequest.objects.bulk_create(asked.requests)
    RequestWindow.objects.bulk_create(asked.windows)
    return Visit.objects.bulk_create(asked.visits)


def _after(made: _Set, visits: list[Visit]) -> None:
    now, staff = made.now, made.staff
    templates = {template.slug: template for template in MessageTemplate.objects.all()}
    VisitFeedback.objects.bulk_create(
        chain.from_iterable(after.feedback_of(number, visit, now) for number, visit in enumerate(visits))
    )
    VisitMessage.objects.bulk_create(
        chain.from_iterable(after.messages_of(visit, templates, staff, now) for visit in visits)
    )
    Observation.objects.bulk_create(after.observations_of(visits, staff["coordinator"]))
    raised = staff | {"ambassador": staff["me"]}
    for concern, notes in after.concerns_of(visits, made.schools, raised, now):
        concern.save()
        ConcernNote.objects.bulk_create(notes)
        after.suspend_for(concern)


def _beside(made: _Set, found: dict[int, Ambassador]) -> None:
    now, staff = made.now, made.staff
    writers = [found[people.STORIES + index] for index in range(len(texts("stories.json")))]
    Story.objects.bulk_create(beside.stories_of(writers, staff["curator"], now))
    university = _organisation_of(staff["provider"], MembershipRole.PROVIDER_MEMBER)
    beside.make_offers(made.schools, university, staff, now)
    technical = [found[0], *(one for one in writers if one.occupations[0][0] != "2")]
    beside.make_peers(technical, now)
    doubles = [found[start + index] for start in (twins.FIRST, twins.COPY) for index in range(twins.PAIRS)]
    DuplicatePair.objects.bulk_create(beside.pairs_among(doubles, now))


def _bring_up_to_date(staff: dict[str, User], first: Ambassador, now: datetime, say: Say) -> None:
    """Move a set that has grown old, and give the demo account its own row back."""
    story = Story.objects.filter(ambassador__code=people.code_of(people.STORIES)).first()
    written = story.created_at + beside.FIRST_STORY if story else now
    weeks = moving.weeks_behind(written, now.astimezone(LONDON).date())
    if weeks:
        say(_("Demo ambassadors: moving their dates on by %(weeks)d weeks") % {"weeks": weeks})
        moving.move_on(written, weeks)
    if not Ambassador.objects.filter(user=staff["me"]).exists() and first.user_id is None:
        Ambassador.objects.filter(pk=first.pk).update(user=staff["me"], standing=Standing.ACTIVE)


def _restore(staff: dict[str, User]) -> None:
    """What visitors of a demonstration may have changed: who coordinates where, the ambassador's role."""
    beside.make_coordinators(staff["coordinator"], staff["alternate"])
    staff["me"].groups.add(Group.objects.get(name="ambassador"))


def _organisation_of(user: User, role: MembershipRole) -> Organisation:
    found = Organisation.objects.filter(
        is_demo=True, memberships__user=user, memberships__role=role, memberships__state=MembershipState.ACTIVE
    ).first()
    if found is None:
        raise DemoRefusedError(_("%(email)s belongs to no demo organisation.") % {"email": user.email})
    return found


def _writer(domain: str) -> User:
    """The account that asks on behalf of the demo schools; nobody can sign in with it."""
    email = f"{SCHOOLS_WRITER}@{domain}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None, display_name=_("Demo schools (not a real person)"), is_demo=True)
    if not user.is_demo:
        raise DemoRefusedError(_("%(email)s is the address of a real account.") % {"email": email})
    return user
